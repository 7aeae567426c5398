"""Conversations that come back from a file."""

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from tests.support.archives import changed, exported, fill, outcomes, packed, unpacked, upload
from voicechat import uploads
from voicechat.history import unpacking
from voicechat.models import Call, Conversation, Persona, SiteSettings, Turn, Usage, User
from voicechat.views import imports

Change = Callable[[dict[str, object]], object]


@pytest.fixture
def full(call: Call) -> Conversation:
    return fill(call)


@pytest.fixture
def file(as_alice: Client, full: Conversation) -> bytes:
    """A conversation as it was exported."""
    return exported(as_alice, full)


@pytest.fixture
def lost(file: bytes, full: Conversation) -> bytes:
    """The same, after it was deleted for good."""
    full.delete()
    return file


def test_what_comes_back_is_exported_as_the_same_bytes(
    as_alice: Client, full: Conversation, file: bytes
) -> None:
    pk, before = full.pk, Turn.objects.count()
    full.delete()
    assert outcomes(upload(as_alice, file)) == [("imported", "")]
    assert exported(as_alice, Conversation.objects.get(pk=pk)) == file
    assert Turn.objects.count() == before


def test_everything_comes_back_as_the_same_bytes(as_alice: Client, full: Conversation) -> None:
    whole = as_alice.get("/account/export/").getvalue()
    files = {name: it for name, it in unpacked(whole).items() if name.startswith("conv")}
    Conversation.objects.all().delete()
    assert outcomes(upload(as_alice, whole, "all.zip")) == [("imported", "")] * len(files)
    again = unpacked(as_alice.get("/account/export/").getvalue())
    assert {name: again[name] for name in files} == files


def test_it_is_found_dated_and_counted_as_before(as_alice: Client, lost: bytes) -> None:
    given = json.loads(lost)["conversation"]
    upload(as_alice, lost)
    back = Conversation.objects.get()
    assert (back.title, back.is_starred) == (given["title"], True)
    assert back.started_at.isoformat().replace("+00:00", "Z") == given["started_at"]
    assert back.duration == sum((call.duration for call in back.calls.all()), timedelta())
    assert back.turn_count == back.turns.count() == len(given["turns"])
    assert back.persona.name == "Juniper"
    assert str(back.pk) in as_alice.get("/history/?q=colour+sea").content.decode()


def test_what_was_used_keeps_its_time_and_its_cost(as_alice: Client, lost: bytes) -> None:
    given = json.loads(lost)["conversation"]["usage"][0]
    given |= {"stored_at": "2020-02-03T04:05:06.000007Z", "cost": "1.2300000000"}
    upload(as_alice, changed(lost, usage=[given]))
    row = Usage.objects.get()
    assert (row.cost, row.created_at.year) == (Decimal("1.23"), 2020)


def test_a_file_that_does_not_say_when_it_was_used_is_taken_by_when_it_was_stored(
    as_alice: Client, lost: bytes
) -> None:
    given = json.loads(lost)["conversation"]["usage"]
    old = [{name: row[name] for name in row if name != "used_at"} for row in given]
    assert outcomes(upload(as_alice, changed(lost, usage=old))) == [("imported", "")]
    assert all(row.used_at == row.created_at for row in Usage.objects.all())
    file = exported(as_alice, Conversation.objects.get())
    Conversation.objects.all().delete()
    upload(as_alice, file)
    assert exported(as_alice, Conversation.objects.get()) == file


def test_one_that_is_here_is_left_alone(as_alice: Client, full: Conversation, file: bytes) -> None:
    assert outcomes(upload(as_alice, changed(file, title="Other"))) == [("here", "")]
    full.put_away()
    answer = upload(as_alice, file)
    assert outcomes(answer) == [("deleted", "")]
    assert b"restore it there" in answer.content
    full.refresh_from_db()
    assert full.title != "Other"


def test_one_that_was_deleted_long_ago_does_not_come_back_to_go_at_once(
    as_alice: Client, lost: bytes
) -> None:
    now = timezone.now()
    old = changed(lost, deleted_at=(now - timedelta(days=31)).isoformat())
    assert outcomes(upload(as_alice, old)) == [
        ("refused", "It was deleted more than 30 days ago."),
    ]
    young = changed(lost, deleted_at=(now - timedelta(days=29)).isoformat())
    assert outcomes(upload(as_alice, young)) == [("imported", "")]


@pytest.mark.parametrize(("days", "is_told"), [(7, True), (30, False), (None, False)])
def test_one_is_told_what_is_older_than_what_is_kept(
    as_alice: Client, lost: bytes, days: int | None, is_told: bool
) -> None:
    SiteSettings.objects.create(keep_days=days)
    ended = (timezone.now() - timedelta(days=8)).isoformat()
    answer = upload(as_alice, changed(lost, ended_at=ended))
    assert outcomes(answer) == [("imported", "")]
    assert (b"older than what is kept here" in answer.content) == is_told


def test_an_id_of_somebody_elses_becomes_another(
    as_charlie: Client, charlie: User, full: Conversation, file: bytes
) -> None:
    before = Turn.objects.filter(conversation=full).count()
    assert outcomes(upload(as_charlie, file)) == [("imported", "")]
    own = Conversation.objects.get(owner=charlie)
    assert own.pk != full.pk
    assert not {call.pk for call in own.calls.all()} & {call.pk for call in full.calls.all()}
    assert Turn.objects.filter(conversation=full).count() == before
    assert outcomes(upload(as_charlie, file)) == [("here", "")]


def test_nobody_gets_a_persona_that_they_do_not_see(
    as_alice: Client, charlie: User, lost: bytes
) -> None:
    Persona.objects.create(owner=charlie, name="Secret", instructions="x")
    settings = json.loads(lost)["conversation"]["settings"]
    settings["persona"]["name"] = "Secret"
    upload(as_alice, changed(lost, settings=settings))
    assert Conversation.objects.get().persona is None


def of_a_turn(**values: object) -> Change:
    return lambda conversation: conversation["turns"][0].update(values)


REFUSED: dict[str, Change] = {
    "a text that is too long": of_a_turn(text="x" * 20_001),
    "NUL": of_a_turn(text="a\0b"),
    "another role": of_a_turn(role="system"),
    "a position below 0": of_a_turn(position=-1),
    "a number beyond what is stored": of_a_turn(start_ms=2**31),
    "an unknown call": of_a_turn(call=7),
    "an unknown field": of_a_turn(more=1),
    "a time without a zone": of_a_turn(stored_at="2026-01-01T00:00:00"),
    "a time to come": of_a_turn(stored_at="2999-01-01T00:00:00Z"),
    "a time before all": of_a_turn(stored_at="0001-01-01T00:00:00Z"),
    "a title that is too long": lambda it: it.update(title="x" * 201),
    "two turns of one name": lambda it: it["turns"].append(it["turns"][0]),
    "too many turns": lambda it: it.update(turns=it["turns"][:1] * 20_001),
    "no calls": lambda it: it.update(calls=[], turns=[], usage=[]),
    "two calls of one number": lambda it: it["calls"][1].update(number=1),
    "an end without a reason": lambda it: it["calls"][0].update(end_reason=""),
    "a call without an end": lambda it: it["calls"][0].update(started_at="1970-01-01T00:00:00Z"),
    "more cached than sent": lambda it: it["usage"][0].update(text_cached=10_000),
    "a cost below 0": lambda it: it["usage"][0].update(cost="-1"),
    "settings of another kind": lambda it: it["settings"].update(persona=["x"]),
    "a persona with an owner": lambda it: it["settings"]["persona"].update(owner_id=1),
}


@pytest.mark.parametrize("change", REFUSED.values(), ids=REFUSED)
def test_what_could_not_have_been_exported_is_refused(
    as_alice: Client, lost: bytes, change: Change
) -> None:
    document = json.loads(lost)
    change(document["conversation"])
    ((state, reason),) = outcomes(upload(as_alice, json.dumps(document).encode()))
    assert state == "refused"
    assert reason.startswith("conversation")
    assert not Conversation.objects.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1]", b"\xff\xfe", b"{}", b'{"a": "\\ud800"}', b"[" * 100_000, b"PK", b"1e999"],
)
def test_what_is_not_a_conversation_is_refused_in_words(as_alice: Client, content: bytes) -> None:
    answer = upload(as_alice, content)
    assert b"not a conversation that was exported here" in answer.content or not content


def test_a_later_version_is_told_as_such(as_alice: Client, lost: bytes) -> None:
    document = json.loads(lost) | {"version": 2}
    answer = upload(as_alice, json.dumps(document).encode())
    assert "version of this site" in outcomes(answer)[0][1]


def test_nobody_sends_files_without_end(as_alice: Client, as_charlie: Client, lost: bytes) -> None:
    for _ in range(20):
        assert upload(as_alice, b"{}").status_code == 200
    answer = upload(as_alice, lost)
    assert answer.status_code == 422
    assert b"Wait ten minutes" in answer.content
    assert not Conversation.objects.exists()
    assert upload(as_charlie, b"{}").status_code == 200


def test_what_is_refused_is_told_first(
    as_alice: Client, lost: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imports, "MOST_SHOWN", 3)
    good = {f"{n}.json": changed(lost, id=str(uuid4())) for n in range(4)}
    answer = upload(as_alice, packed(good | {"z.json": b"{}"}), "x.zip")
    assert [state for state, _ in outcomes(answer)] == ["refused", "imported", "imported"]
    assert b"And 2 more." in answer.content


def test_one_bad_file_does_not_stand_in_the_way_of_the_others(
    as_alice: Client, lost: bytes
) -> None:
    other = changed(lost, id=str(uuid4()))
    files = {"a.json": lost, "b.json": b"{}", "c.txt": b"x", "d/c.json": other}
    states = [state for state, _ in outcomes(upload(as_alice, packed(files), "x.zip"))]
    assert states == ["refused", "imported", "imported"]


def test_a_conversation_is_imported_whole_or_not_at_all(
    as_alice: Client, lost: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("voicechat.history.importing._usage", fail)
    with pytest.raises(ZeroDivisionError):
        upload(as_alice, lost)
    assert not Conversation.objects.exists()
    assert not Turn.objects.exists()


def test_a_zip_without_conversations_says_so(as_alice: Client) -> None:
    answer = upload(as_alice, packed({"a.md": b"x", "account.json": b"{}"}), "x.zip")
    assert b"no conversations in JSON" in answer.content


def test_a_damaged_zip_says_so(as_alice: Client, lost: bytes) -> None:
    whole = packed({"a.json": lost})
    for broken in (whole[:-30], whole[:40] + b"\0" * 40 + whole[80:]):
        assert "damaged" in outcomes(upload(as_alice, broken, "x.zip"))[-1][1]
    assert not Conversation.objects.exists()


def test_a_zip_bomb_goes_no_further_than_the_limits(
    as_alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "MOST_BYTES", 100_000)
    monkeypatch.setattr(unpacking, "MOST_IN_ALL", 250_000)
    bomb = packed({f"{n}.json": b" " * 1_000_000 for n in range(5)})
    told = outcomes(upload(as_alice, bomb, "x.zip"))
    assert [state for state, _ in told] == ["refused"] * 3
    assert "more in this ZIP than can be taken" in told[-1][1]


def test_a_zip_with_too_many_files_is_not_even_listed(
    as_alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpacking, "MOST_FILES", 5)
    many = packed({f"{n}.txt": b"" for n in range(11)})
    assert "more than 5" in outcomes(upload(as_alice, many, "x.zip"))[0][1]


def test_a_file_that_is_too_large_is_not_taken(
    as_alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 1_000)
    answer = upload(as_alice, b"x" * 200_000)
    assert answer.status_code == 422
    assert b"at most 50 MB" in answer.content


def test_neither_are_many_that_are_too_large_together(
    as_alice: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST_BYTES", 100_000)
    files = {name: SimpleUploadedFile("a.json", b"x" * 60_000) for name in ("other", "file")}
    assert as_alice.post("/history/import/", files).status_code == 422


def test_hostile_names_are_shown_as_they_are(as_alice: Client, lost: bytes) -> None:
    name = "<script>.json"
    page = upload(as_alice, packed({name: changed(lost, title="<b>x</b>")}), "x.zip")
    assert b"<script>.json" not in page.content
    assert b"<b>x" not in page.content


def test_an_imported_call_that_had_not_ended_goes_on(as_alice: Client, lost: bytes) -> None:
    calls = json.loads(lost)["conversation"]["calls"]
    calls[1] |= {"ended_at": None, "end_reason": ""}
    upload(as_alice, changed(lost, calls=calls, ended_at=timezone.now().isoformat()))
    back = Conversation.objects.get()
    assert (back.ended_at, back.duration) == (None, None)
