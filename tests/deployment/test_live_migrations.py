"""Each migration can be made while the version before goes on: a linter of its SQL says so.

What it calls an error would fail that version's statements, or lock a table for long.
"""

import pytest
from django_migration_linter import MigrationLinter

from realtime_site.dotenv import BASE_DIR

pytestmark = [pytest.mark.deployed, pytest.mark.django_db]

# Made before there was a version that could go on.
BEFORE_THE_FIRST_VERSION = {
    "0001_initial",
    "0002_first_catalogue_and_personas",
    "0003_call_websocket_and_reservation",
    "0004_records",
    "0005_voice_samples",
    "0006_longer_conversations",
    "0007_history",
    "0008_search",
    "0009_take",
    "0010_share_unfinished",
    "0011_personas",
    "0012_people",
    "0013_mcp_servers",
    "0014_usage",
    "0015_limits",
    "0016_history",
}


def errors(ignored: set[str]) -> int:
    linter = MigrationLinter(
        str(BASE_DIR),
        include_apps=["voicechat"],
        ignore_name=ignored,
        no_cache=True,
        quiet=["ok", "ignore"],
    )
    linter.lint_all_migrations()
    return linter.nb_erroneous


def test_each_migration_can_be_made_on_a_live_site() -> None:
    assert errors(BEFORE_THE_FIRST_VERSION) == 0


def test_those_that_cannot_are_found() -> None:
    """Of those that nobody has to make on a live site any more."""
    assert errors(BEFORE_THE_FIRST_VERSION - {"0014_usage", "0015_limits"}) == 2
