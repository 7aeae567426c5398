"""Calls in Django's admin: seen, found, and ended."""

from datetime import timedelta
from typing import Any

import pytest
import responses
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from tests.api.test_start_call import ANSWER, MINT, SECRET
from voicechat import enforcing
from voicechat.models import Call, Conversation, HangUp, Persona, User

LIST = "/admin/voicechat/call/"


def end(client: Client, *calls: Call) -> Any:
    chosen = {"action": "end", "_selected_action": [str(call.pk) for call in calls]}
    return client.post(LIST, chosen, follow=True)


def listed(client: Client, **query: str) -> list[Call]:
    return list(client.get(LIST, query).context["cl"].queryset)


@pytest.fixture
def minutes_old(call: Call) -> Call:
    """Alice's call, which began five minutes ago."""
    Call.objects.update(started_at=timezone.now() - timedelta(minutes=5), heard_at=timezone.now())
    return Call.objects.select_related("conversation").get()


def test_an_admin_sees_who_talks_with_whom_and_for_how_long(
    as_admin: Client, minutes_old: Call
) -> None:
    page = as_admin.get(LIST).content.decode()
    for words in ("alice@example.org", "Juniper", "5.0", "going on", "WebRTC"):
        assert words in page
    page = as_admin.get(f"{LIST}{minutes_old.pk}/change/").content.decode()
    assert "not reported" in page


def test_calls_are_found_by_how_they_stand(as_admin: Client, minutes_old: Call) -> None:
    assert listed(as_admin, state="going") == [minutes_old]
    assert listed(as_admin, state="silent") == listed(as_admin, state="ended") == []
    Call.objects.update(heard_at=timezone.now() - timedelta(minutes=3))
    assert listed(as_admin, state="silent") == [minutes_old]
    minutes_old.store(end_reason="ended")
    assert listed(as_admin, state="ended") == [minutes_old]
    assert listed(as_admin, state="going") == []
    assert listed(as_admin, q="alice@") == [minutes_old]
    assert listed(as_admin, q="charlie@") == []


def test_a_call_whose_id_was_never_reported_is_found(as_admin: Client, minutes_old: Call) -> None:
    assert listed(as_admin, id_is="never") == [minutes_old]
    Call.objects.update(transport="websocket")
    assert listed(as_admin, id_is="never") == []
    assert listed(as_admin, id_is="none") == [minutes_old]
    Call.objects.update(transport="webrtc", started_at=timezone.now())
    assert listed(as_admin, id_is="never") == []  # it is only just beginning
    minutes_old.store(provider_call_id="rtc_1")
    assert listed(as_admin, id_is="known") == [minutes_old]


@responses.activate
def test_an_admin_ends_a_call_here_and_at_the_provider(
    as_admin: Client, as_alice: Client, minutes_old: Call
) -> None:
    hang_up = responses.post("https://api.openai.com/v1/realtime/calls/rtc_1/hangup")
    minutes_old.store(provider_call_id="rtc_1")
    assert "1 call has ended." in end(as_admin, minutes_old).content.decode()
    ended = Call.objects.get()
    assert (ended.end_reason, ended.conversation.ended_at) == ("admin", ended.ended_at)
    enforcing.enforce()
    assert len(hang_up.calls) == 1
    url = f"/api/conversations/{ended.conversation_id}/calls"
    body = {"after": str(ended.pk)}
    assert as_alice.post(url, body, content_type="application/json").status_code == 403


def test_an_admin_is_told_what_only_the_page_can_end(as_admin: Client, minutes_old: Call) -> None:
    page = end(as_admin, minutes_old).content.decode()
    assert "Of 1 the provider&#x27;s id is not known" in page
    minutes_old.store(provider_call_id="rtc_1")  # which comes after all
    assert HangUp.objects.get().provider_call_id == "rtc_1"


def test_what_has_ended_is_not_ended_again(as_admin: Client, minutes_old: Call) -> None:
    minutes_old.store(end_reason="lost")
    assert "0 calls have ended." in end(as_admin, minutes_old).content.decode()
    assert Call.objects.get().end_reason == "lost"


def test_what_was_reserved_is_no_call(
    as_admin: Client, alice: User, juniper: Persona, db: None
) -> None:
    Conversation.begin(alice, juniper, juniper.session_settings(), is_reserved=True)
    assert listed(as_admin) == []


def test_only_who_may_change_calls_ends_them(client: Client, charlie: User, call: Call) -> None:
    User.objects.filter(pk=charlie.pk).update(is_staff=True)
    charlie.user_permissions.add(Permission.objects.get(codename="view_call"))
    client.force_login(User.objects.get(pk=charlie.pk))
    assert client.get(LIST).status_code == 200
    end(client, call)
    assert Call.objects.get().ended_at is None
    charlie.user_permissions.add(Permission.objects.get(codename="change_call"))
    end(client, call)
    assert Call.objects.get().end_reason == "admin"


def test_an_ordinary_user_and_a_visitor_are_kept_out(
    as_alice: Client, client: Client, call: Call
) -> None:
    for one in (as_alice, client):
        assert one.get(LIST).status_code == 302
        end(one, call)
    assert Call.objects.get().ended_at is None


def test_nothing_is_made_up_or_changed(as_admin: Client, call: Call) -> None:
    assert as_admin.get(f"{LIST}add/").status_code == 403
    page = as_admin.get(f"{LIST}{call.pk}/change/").content.decode()
    assert 'name="_save"' not in page


@responses.activate
def test_no_key_is_to_be_seen(as_admin: Client, as_alice: Client, juniper: Persona) -> None:
    responses.post(MINT, json=ANSWER)
    body = {"persona": str(juniper.pk)}
    as_alice.post("/api/calls", body, content_type="application/json")
    call = Call.objects.get()
    for page in (LIST, f"{LIST}{call.pk}/change/"):
        assert SECRET not in as_admin.get(page).content.decode()


def test_the_list_costs_the_same_for_many_calls(
    as_admin: Client, alice: User, juniper: Persona, django_assert_max_num_queries: Any
) -> None:
    for _ in range(20):
        Conversation.begin(alice, juniper, juniper.session_settings())
    with django_assert_max_num_queries(12):
        as_admin.get(LIST)
