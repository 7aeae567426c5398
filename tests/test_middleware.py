"""The language of a page."""

from django.test import Client

from voicechat.models import User


def test_the_accounts_language_wins_over_the_browsers(
    as_alice: Client, alice: User, settings: object
) -> None:
    settings.LANGUAGES = [("en", "English"), ("de", "German")]
    assert as_alice.get("/", headers={"Accept-Language": "de"})["Content-Language"] == "de"
    User.objects.filter(pk=alice.pk).update(language="en")
    assert as_alice.get("/", headers={"Accept-Language": "de"})["Content-Language"] == "en"
