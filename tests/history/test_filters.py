"""Which conversations the list shows, page by page."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.support.records import turn
from voicechat.history.filters import filtered
from voicechat.models import Conversation, Persona, User

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def talk(owner: User, persona: Persona, text: str = "The sea", **fields: object) -> Conversation:
    call = Conversation.begin(owner, persona, persona.session_settings())
    call.store(turns=[turn(text=text)], end_reason="ended")
    found = Conversation.objects.filter(pk=call.conversation_id)
    found.update(**{"started_at": NOON, **fields})
    return found.get()


def shown(client: Client, **asked: object) -> list[Conversation]:
    rows = client.get("/history/", asked).context["rows"]
    return [row.conversation for row in rows]


def test_by_persona(as_alice: Client, alice: User, charlie: User, juniper: Persona) -> None:
    wren = Persona.objects.get(name="Wren")
    talk(alice, juniper)
    own = talk(alice, wren)
    talk(charlie, Persona.objects.get(name="Ada"))
    assert shown(as_alice, persona=wren.pk) == [own]
    page = as_alice.get("/history/").content.decode()
    assert "Wren</option>" in page
    assert "Ada</option>" not in page  # nobody she talked with


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"since": "2026-05-04"}, 1),
        ({"since": "2026-05-05"}, 0),
        ({"until": "2026-05-04"}, 1),
        ({"until": "2026-05-03"}, 0),
        ({"since": "2026-05-04", "until": "2026-05-04"}, 1),
    ],
)
def test_by_day(
    as_alice: Client, alice: User, juniper: Persona, asked: dict[str, str], count: int
) -> None:
    talk(alice, juniper)
    assert len(shown(as_alice, **asked)) == count


def test_days_begin_where_the_reader_is(
    as_alice: Client, alice: User, juniper: Persona, settings: object
) -> None:
    settings.TIME_ZONE = "America/Los_Angeles"
    late = talk(alice, juniper, started_at=datetime(2026, 5, 5, 6, tzinfo=UTC))
    assert shown(as_alice, since="2026-05-04", until="2026-05-04") == [late]


@pytest.mark.parametrize(
    ("seconds", "name"),
    [
        (0, "brief"),
        (59, "brief"),
        (60, "short"),
        (600, "long"),
        (1800, "longest"),
        (99999, "longest"),
    ],
)
def test_by_duration(
    as_alice: Client, alice: User, juniper: Persona, seconds: int, name: str
) -> None:
    talk(alice, juniper, duration=timedelta(seconds=seconds))
    names = [
        each for each in ("brief", "short", "long", "longest") if shown(as_alice, duration=each)
    ]
    assert names == [name]


def test_by_star_and_by_lines_that_failed(as_alice: Client, alice: User, juniper: Persona) -> None:
    starred = talk(alice, juniper, is_starred=True)
    broken = talk(alice, juniper)
    broken.turns.update(state="failed", text="")
    assert shown(as_alice, starred="on") == [starred]
    assert shown(as_alice, failed="on") == [broken]
    assert shown(as_alice, failed="on", starred="on") == []


def test_filters_and_words_combine(as_alice: Client, alice: User, juniper: Persona) -> None:
    found = talk(alice, juniper, "A lighthouse", is_starred=True)
    talk(alice, juniper, "A lighthouse")
    talk(alice, juniper, "A storm", is_starred=True)
    assert shown(as_alice, q="light", starred="on", since="2026-05-01", persona=juniper.pk) == [
        found
    ]


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "yesterday"},
        {"until": "9999-12-31"},
        {"since": "0001-01-01"},
        {"persona": "999999"},
        {"persona": "x"},
        {"duration": "eternal"},
    ],
)
def test_what_makes_no_sense_is_left_out_and_said_to_be(
    as_alice: Client, alice: User, juniper: Persona, asked: dict[str, str]
) -> None:
    found = talk(alice, juniper)
    answer = as_alice.get("/history/", asked)
    assert [row.conversation for row in answer.context["rows"]] == [found]
    assert 'class="notice error"' in answer.content.decode()


def test_what_is_asked_for_is_shown_and_can_be_left_out(
    as_alice: Client, alice: User, juniper: Persona
) -> None:
    page = as_alice.get("/history/?q=a b&starred=on&since=2026-05-04&junk=1").content.decode()
    assert 'href="/history/?q=a+b&amp;since=2026-05-04"' in page  # without the star
    assert "From: <bdi>05/04/2026</bdi>" in page
    assert "junk" not in page.partition("<main")[2]


def test_an_export_can_be_of_what_is_shown(alice: User, charlie: User, juniper: Persona) -> None:
    found = talk(alice, juniper, is_starred=True)
    talk(alice, juniper)
    talk(alice, juniper, is_starred=True, deleted_at=timezone.now())
    talk(charlie, juniper, is_starred=True)
    assert list(filtered(alice, {"starred": "on"})) == [found]


def test_pages_follow_one_another_without_a_gap(
    as_alice: Client, alice: User, juniper: Persona
) -> None:
    talks = [
        talk(alice, juniper, started_at=NOON - timedelta(days=number // 15)) for number in range(45)
    ]  # fifteen at the same moment
    before, seen = "", []
    while before is not None:
        page = as_alice.get("/history/", {"before": before}).context["page"]
        seen += page.conversations
        before = page.after or None
    assert len(seen) == 45
    assert set(seen) == set(talks)
    assert seen == sorted(seen, key=lambda each: (each.started_at, each.pk), reverse=True)


def test_what_begins_meanwhile_moves_nothing(
    as_alice: Client, alice: User, juniper: Persona
) -> None:
    talks = [talk(alice, juniper, started_at=NOON - timedelta(days=n)) for n in range(21)]
    after = as_alice.get("/history/").context["page"].after
    talk(alice, juniper, started_at=NOON + timedelta(days=1))
    assert shown(as_alice, before=after) == [talks[20]]


@pytest.mark.parametrize(
    "cursor",
    ["", "x", "1-x", "-", "9" * 40 + "-" + "0" * 32, "1-" + "0" * 33, "\0", "²-" + "0" * 32],
)
def test_a_bad_cursor_gives_the_first_page(
    as_alice: Client, alice: User, juniper: Persona, cursor: str
) -> None:
    found = talk(alice, juniper)
    assert shown(as_alice, before=cursor) == [found]


def test_a_script_gets_the_list_alone(as_alice: Client, alice: User, juniper: Persona) -> None:
    talk(alice, juniper)
    answer = as_alice.get("/history/", headers={"X-Part": "list"})
    assert "X-Part" in answer["Vary"]
    assert "The sea" in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_one_that_has_not_ended_goes_on(as_alice: Client, alice: User, juniper: Persona) -> None:
    talk(alice, juniper, ended_at=None, duration=None)
    assert "goes\xa0on · 1\xa0line" in as_alice.get("/history/").content.decode()


def test_what_is_shown_can_be_taken_away(as_alice: Client, alice: User, juniper: Persona) -> None:
    talk(alice, juniper, is_starred=True)
    page = as_alice.get("/history/?starred=on").content.decode()
    assert 'href="/history/export/?format=txt&amp;starred=on"' in page
    assert "Export these" not in as_alice.get("/history/?q=kwyjibo").content.decode()
