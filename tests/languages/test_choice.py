"""In which language a page speaks: the account's, else the cookie's, else the browser's."""

from typing import Any

from django.core import mail
from django.test import Client

from voicechat.first_words import FIRST_WORDS
from voicechat.models import Persona, SpeechModel, User, Voice

JAPANESE = {"Accept-Language": "ja,en;q=0.5"}


def choose(client: Client, language: str, following: str = "/") -> Any:
    return client.post("/language/", {"language": language, "next": following})


def test_the_browsers_language_is_spoken_where_it_is_known(client: Client, db: None) -> None:
    assert client.get("/", headers=JAPANESE)["Content-Language"] == "ja"
    assert client.get("/", headers={"Accept-Language": "zh-CN"})["Content-Language"] == "zh-hans"
    assert client.get("/", headers={"Accept-Language": "fr"})["Content-Language"] == "en"


def test_what_a_visitor_chose_wins_over_the_browser(client: Client, db: None) -> None:
    answer = choose(client, "zh-hans", "/accounts/login/?next=/history/")
    assert answer["Location"] == "/accounts/login/?next=/history/"
    assert client.get("/", headers=JAPANESE)["Content-Language"] == "zh-hans"


def test_the_accounts_language_wins_over_all(as_alice: Client, alice: User) -> None:
    choose(as_alice, "zh-hans")
    assert as_alice.get("/", headers=JAPANESE)["Content-Language"] == "zh-hans"
    User.objects.filter(pk=alice.pk).update(language="ja")
    assert as_alice.get("/")["Content-Language"] == "ja"


def test_a_choice_leads_nowhere_else(client: Client, db: None) -> None:
    assert choose(client, "ja", "https://elsewhere.example.org/")["Location"] == "/"
    choose(client, "tlh")
    assert client.get("/")["Content-Language"] == "ja"


def test_visitors_are_offered_all_languages_by_their_own_names(client: Client, db: None) -> None:
    for page in ("/", "/accounts/login/", "/accounts/signup/"):
        text = client.get(page, headers=JAPANESE).content.decode()
        for name in (">English<", ">日本語<", ">简体中文<"):
            assert name in text
        assert 'lang="ja" aria-current="true"' in text


def test_modules_get_the_words_of_the_language(as_alice: Client) -> None:
    choose(as_alice, "ja")
    assert "ミュート" in as_alice.get("/words.js").content.decode()


def test_mail_is_in_the_language_of_whom_it_is_for(client: Client, alice: User) -> None:
    choose(client, "ja")
    client.post("/accounts/password/reset/", {"email": alice.email})
    client.post("/accounts/password/reset/", {"email": "nobody@example.org"})
    known, unknown = mail.outbox
    assert "パスワード" in known.subject + known.body
    assert "アカウント" in unknown.body


def test_a_new_site_speaks_of_its_personas_in_each_language(
    as_alice: Client, alice: User, db: None
) -> None:
    User.objects.filter(pk=alice.pk).update(language="ja")
    described = [
        *Persona.objects.filter(owner=None).values_list("description", flat=True),
        *Voice.objects.values_list("description", flat=True),
        *SpeechModel.objects.exclude(description="").values_list("description", flat=True),
    ]
    assert set(described) <= set(FIRST_WORDS)
    pages = [as_alice.get(page).content.decode() for page in ("/", "/personas/", "/personas/new/")]
    assert [words for words in described for page in pages if words in page] == []
    Persona.objects.filter(name="Juniper").update(description="Somebody's own words")
    assert "Somebody&#x27;s own words" in as_alice.get("/personas/").content.decode()
