"""Searching the list of one's conversations."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from tests.support.records import turn
from voicechat.history.search import conversations
from voicechat.models import Conversation, Persona, SearchLine, Turn, User

HOSTILE = [
    "100% sure",
    "snake_case",
    "back\\slash",
    'it\'s "quoted"',
    "NEAR(this that)",
    "AND OR NOT",
    "-minus",
    "star*",
    "col:umn",
    "^caret",
    "'; DROP TABLE voicechat_turn; --",
    "<script>alert(1)</script>",
    "=1+1",
    "--- !!!",
    "👩‍👩‍👧 family",
]


def say(owner: User, *texts: str, title: str = "") -> Conversation:
    persona = Persona.objects.filter(owner=None)[0]
    call = Conversation.begin(owner, persona, persona.session_settings())
    call.store(turns=[turn(f"i{n}", position=n, text=text) for n, text in enumerate(texts)])
    Conversation.objects.filter(pk=call.conversation_id).update(title=title)
    return call.conversation


def found(client: Client, words: str, **asked: str) -> list[Conversation]:
    rows = client.get("/history/", {"q": words, **asked}).context["rows"]
    return [row.conversation for row in rows]


@pytest.mark.parametrize(
    "words",
    [
        "lighthouse",
        "LIGHT",
        "ghtho",
        "lighthouse storm",
        '"keeper of the lighthouse"',
        '"the lighthouse',
        "cafe",
        "CAFÉ",
        "strasse",
        "li",
        "K",
        "東京",
        "東",
        "京都に",
        "ト",
        "ﾗｲﾄ",
        "한",
        "مرحبا",
    ],
)
def test_what_was_said_is_found(as_alice: Client, alice: User, words: str) -> None:
    talk = say(
        alice,
        "The keeper of the lighthouse",
        "Straße und Café, storm",
        "東京都にライトがある。한국 مرحبا",
    )
    say(alice, "Something")
    assert found(as_alice, words) == [talk]


@pytest.mark.parametrize(
    "words", ["lighthouse sun", '"lighthouse the"', "京東", "lighthoused", "と", "zq", "%", "_"]
)
def test_what_was_not_said_is_not(as_alice: Client, alice: User, words: str) -> None:
    say(alice, "The keeper of the lighthouse", "東京都にライトがある。")
    assert found(as_alice, words) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_everything_is_searched_for_as_it_was_typed(
    as_alice: Client, alice: User, text: str
) -> None:
    talk = say(alice, text)
    say(alice, "Something else")
    for words in (text, text[-4:]):
        assert found(as_alice, words) == [talk]
    assert "<script>alert" not in as_alice.get("/history/", {"q": text}).content.decode()


@pytest.mark.parametrize("text", ["=SUM(A1) é ", "海は青い\u202e ", "w", "a\u0301"])
def test_a_text_of_a_megabyte_is_found_and_shown(as_alice: Client, alice: User, text: str) -> None:
    talk = say(alice, "A line")
    whole = f"{text * (1_000_000 // len(text))} lighthouse"
    talk.turns.update(text=whole)
    assert found(as_alice, "LIGHTHOUSE") == found(as_alice, "ho") == [talk]
    page = as_alice.get("/history/?q=lighthouse").content
    assert b"<mark>lighthouse</mark>" in page
    assert len(page) < 30_000
    assert whole in as_alice.get(f"/history/{talk.pk}/").content.decode()


def test_titles_are_searched_too(as_alice: Client, alice: User) -> None:
    talk = say(alice, "Good morning", title="Ärger in 京都")
    assert (
        found(as_alice, "arger") == found(as_alice, "京") == found(as_alice, "är morning") == [talk]
    )
    assert "<mark>Ärger</mark>" in as_alice.get("/history/?q=arger").content.decode()


def test_a_hit_leads_to_its_turn(as_alice: Client, alice: User) -> None:
    talk = say(alice, "Nothing", "A lighthouse!", "Nothing again")
    pk = talk.turns.get(text__contains="light").pk
    page = as_alice.get("/history/?q=LIGHT").content.decode()
    assert f'href="/history/{talk.pk}/?at={pk}#turn-{pk}"' in page
    assert "A <mark>light</mark>house!" in page


def test_the_turns_with_most_of_the_words_are_shown(as_alice: Client, alice: User) -> None:
    say(alice, "red", "red", "red", "red", "a red lighthouse")
    [row] = as_alice.get("/history/?q=red lighthouse").context["rows"]
    found = ["".join(piece.text for piece in line.pieces) for line in row.found]
    assert found == ["red", "red", "a red lighthouse"]


def test_a_correction_is_found_and_what_it_replaced_is_not(as_alice: Client, alice: User) -> None:
    talk = say(alice, "A light horse")
    talk.correct(talk.turns.get(), "A lighthouse")
    assert found(as_alice, "lighthouse") == [talk]
    assert found(as_alice, "horse") == []


def test_what_was_deleted_is_not_found(as_alice: Client, alice: User) -> None:
    talk = say(alice, "A lighthouse", "A storm")
    talk.turns.filter(text="A storm").delete()
    assert found(as_alice, "storm") == []
    talk.delete()
    assert found(as_alice, "lighthouse") == []
    assert not SearchLine.objects.exists()


@pytest.mark.parametrize("words", ["secret", "se", "秘"])
def test_what_others_said_is_not_found(as_charlie: Client, alice: User, words: str) -> None:
    say(alice, "A secret 秘密")
    assert found(as_charlie, words) == []


def test_what_is_written_past_the_site_is_found(as_alice: Client, alice: User) -> None:
    talk = say(alice, "A lighthouse", "")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE voicechat_turn SET text = 'Ein Café' WHERE text = ''")
        cursor.execute("UPDATE voicechat_conversation SET title = 'Über'")
    assert found(as_alice, "cafe") == found(as_alice, "uber") == [talk]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM voicechat_turn WHERE text = 'Ein Café'")
    assert found(as_alice, "cafe") == []


def test_a_conversation_that_is_given_away_is_found_by_its_owner(
    as_alice: Client, as_charlie: Client, alice: User, charlie: User
) -> None:
    talk = say(alice, "A lighthouse")
    Conversation.objects.update(owner=charlie)
    assert found(as_charlie, "lighthouse") == [talk]
    assert found(as_alice, "lighthouse") == []


def test_common_words_are_looked_for_in_one_conversation_after_the_other(
    as_alice: Client, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversations, "PROBE", 2)
    talks = [say(alice, "sea", "sea and wind"), say(alice, "the sea"), say(alice, "wind")]
    assert found(as_alice, "sea") == [talks[1], talks[0]]
    assert found(as_alice, "sea wind") == [talks[0]]


def test_search_goes_on_from_page_to_page(as_alice: Client, alice: User) -> None:
    talks = [say(alice, f"A lighthouse {number}") for number in range(23)]
    first = as_alice.get("/history/?q=lighthouse")
    after = first.context["page"].after
    assert f'rel="next" href="?q=lighthouse&amp;before={after}"' in first.content.decode()
    assert found(as_alice, "lighthouse", before=after) == talks[2::-1]


def test_queries_do_not_grow_with_what_is_found(
    as_alice: Client, alice: User, django_assert_num_queries: object
) -> None:
    for number in range(12):
        say(alice, f"A lighthouse {number}", "A storm")
    # session, user, one for each word, page, calls, hits, settings, personas, recent
    with django_assert_num_queries(10):
        as_alice.get("/history/?q=lighthouse storm")


def test_a_search_for_nothing_is_none(as_alice: Client, alice: User) -> None:
    talk = say(alice, "Good morning")
    for words in ("", "   ", "\0", "\u202e"):
        assert found(as_alice, words) == [talk]


def test_where_nothing_is_found_it_says_what_to_do(as_alice: Client, alice: User) -> None:
    page = as_alice.get("/history/?q=kwyjibo").content.decode()
    assert "Nothing found." in page
    assert "Show everything" in page


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_index_outlives_migrations_that_make_tables_anew(alice: User) -> None:
    say(alice, "Before")
    call_command("migrate", "voicechat", "0007", verbosity=0)
    Turn.objects.update(text="Meanwhile")
    call_command("migrate", verbosity=0)
    assert [line.text for line in SearchLine.objects.all()] == ["meanwhile"]
    Turn.objects.update(text="After")
    assert [line.text for line in SearchLine.objects.all()] == ["after"]
