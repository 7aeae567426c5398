"""The user model."""

import pytest
from django.db import IntegrityError, transaction

from voicechat.models import User


def test_an_address_is_one_account_in_any_case(alice: User) -> None:
    with transaction.atomic(), pytest.raises(IntegrityError):
        User.objects.create_user("ALICE@example.org", "another")


def test_a_user_needs_an_address(db: None) -> None:
    with pytest.raises(ValueError, match="address"):
        User.objects.create_user("")


def test_the_safety_identifier_is_stable_and_says_nothing(alice: User, charlie: User) -> None:
    identifier = alice.safety_identifier
    assert identifier == User.objects.get(pk=alice.pk).safety_identifier
    assert identifier != charlie.safety_identifier
    assert len(identifier) == 64
    assert "alice" not in identifier


def test_a_browser_knows_an_account_by_a_name_of_its_own(alice: User, charlie: User) -> None:
    identifier = alice.browser_id
    assert identifier == User.objects.get(pk=alice.pk).browser_id
    assert len({identifier, charlie.browser_id, alice.safety_identifier}) == 3
