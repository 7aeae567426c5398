"""Every message is translated, none is stale, and what is served is what was written."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from realtime_site.dotenv import BASE_DIR
from tests.languages.catalogues import DOMAINS, TRANSLATED, catalogue, forms, key, path

EACH = [
    pytest.mark.parametrize("code", TRANSLATED),
    pytest.mark.parametrize("domain", DOMAINS),
]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}|</?\w+[^>]*>")
SETTINGS = {
    "DJANGO_SETTINGS_MODULE": "realtime_site.settings",
    "ENV_FILE": os.devnull,
    "DEBUG": "on",
    "SECRET_KEY": "for-this-only" * 5,
}
WITH_MESSAGES = ("voicechat", "templates", "static", "realtime_site", "manage.py")


def each_language(test: object) -> object:
    for mark in EACH:
        test = mark(test)
    return test


@each_language
def test_every_message_is_translated(code: str, domain: str) -> None:
    messages = catalogue(code, domain)
    assert [entry.msgid for entry in messages if entry.fuzzy or not all(forms(entry))] == []
    assert [entry.msgid for entry in messages.obsolete_entries()] == []


@each_language
def test_a_translation_has_the_placeholders_and_the_tags_of_its_message(
    code: str, domain: str
) -> None:
    wrong = [
        (entry.msgid, form)
        for entry in catalogue(code, domain)
        for form in forms(entry)
        if sorted(PLACEHOLDER.findall(form))
        != sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    ]
    assert wrong == []


@each_language
def test_what_is_served_is_what_was_written(code: str, domain: str) -> None:
    compiled = polib.mofile(str(BASE_DIR / path(code, domain, "mo")))
    served = {key(entry): forms(entry) for entry in compiled}
    assert served == {key(entry): forms(entry) for entry in catalogue(code, domain)}


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the site with the catalogues that its code now asks for."""
    if not shutil.which("xgettext") and not os.environ.get("CI"):
        pytest.skip("gettext is not installed")
    folder = tmp_path_factory.mktemp("site")
    for name in WITH_MESSAGES:
        copy = shutil.copytree if (BASE_DIR / name).is_dir() else shutil.copy
        copy(BASE_DIR / name, folder / name)
    for domain in DOMAINS:
        command = [sys.executable, "manage.py", "makemessages", "--no-location", "--all"]
        environment = {**os.environ, **SETTINGS}
        subprocess.run([*command, "--domain", domain], cwd=folder, env=environment, check=True)
    return folder


@each_language
def test_the_catalogue_has_the_messages_of_the_code_and_no_others(
    extracted: Path, code: str, domain: str
) -> None:
    asked_for = {key(entry) for entry in catalogue(code, domain, extracted) if not entry.obsolete}
    kept = {key(entry) for entry in catalogue(code, domain)}
    assert (asked_for - kept, kept - asked_for) == (set(), set())
