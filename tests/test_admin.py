"""Django's admin, as it is set up here."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.conftest import PASSWORD
from tests.support.records import turn
from voicechat.models import Call, Conversation, Persona, Share, SiteSettings, SpeechModel, User


@pytest.mark.parametrize(
    "model", ["persona", "user", "conversation", "speechmodel", "voice", "voicesample"]
)
def test_each_list_opens_and_searches(as_admin: Client, call: Call, model: str) -> None:
    assert as_admin.get(f"/admin/voicechat/{model}/?q=a").status_code == 200


def test_an_ordinary_user_is_kept_out(as_alice: Client) -> None:
    assert as_alice.get("/admin/").status_code == 302


def test_a_persona_is_held_against_what_is_available(as_admin: Client, juniper: Persona) -> None:
    address = f"/admin/voicechat/persona/{juniper.pk}/change/"
    page = as_admin.post(address, {"name": "Juniper", "voice": "nobody", "speed": "9"})
    assert {"voice", "speed"} <= set(page.context["adminform"].form.errors)


def test_a_persona_shows_the_session_that_it_asks_for(as_admin: Client, juniper: Persona) -> None:
    page = as_admin.get(f"/admin/voicechat/persona/{juniper.pk}/change/").content.decode()
    assert "turn_detection" in page
    assert "server_vad" in page


def test_an_admin_publishes_a_persona_and_a_user_finds_it(
    as_admin: Client, as_alice: Client
) -> None:
    fields = {
        "name": "Nova", "instructions": "Be brief.", "voice": "sage", "model": "gpt-realtime-2.1",
        "speed": "1", "turn_detection": "server_vad", "noise_reduction": "near_field",
        "max_minutes": "10", "position": "9", "is_published": "on",
        "mcp_servers-TOTAL_FORMS": "0", "mcp_servers-INITIAL_FORMS": "0",
    }  # fmt: skip
    as_admin.post("/admin/voicechat/persona/add/", fields)
    assert b"Nova" in as_alice.get("/personas/").content


def test_conversations_can_be_read_and_not_changed(as_admin: Client, call: Call) -> None:
    call.store(turns=[turn(text="Good morning.")])
    address = f"/admin/voicechat/conversation/{call.conversation_id}/change/"
    page = as_admin.get(address).content.decode()
    assert "Good morning." in page
    assert 'name="_save"' not in page
    assert as_admin.get("/admin/voicechat/conversation/add/").status_code == 403


def test_what_was_reserved_and_never_started_is_not_shown(
    as_admin: Client, call: Call, alice: User, juniper: Persona
) -> None:
    session = juniper.session_settings()
    Conversation.begin(alice, juniper, session, is_reserved=True)
    call.conversation.open_call(session, is_reserved=True)
    listed = as_admin.get("/admin/voicechat/conversation/").context["cl"].queryset
    assert [conversation.pk for conversation in listed] == [call.conversation_id]
    page = as_admin.get(f"/admin/voicechat/conversation/{call.conversation_id}/change/")
    calls = page.context["inline_admin_formsets"][0]
    assert [form.original.number for form in calls if form.original] == [1]


def test_an_admin_makes_a_user_by_address(as_admin: Client) -> None:
    fields = {
        "email": "New@example.org",
        "password1": "long enough to keep",
        "password2": "long enough to keep",
    }
    as_admin.post("/admin/voicechat/user/add/", fields)
    assert User.objects.filter(email="new@example.org").exists()


def test_a_persona_can_be_withdrawn_when_its_model_is_gone(
    as_admin: Client, as_alice: Client, juniper: Persona
) -> None:
    SpeechModel.objects.all().update(is_available=False)
    action = {"action": "withdraw", "_selected_action": [str(juniper.pk)]}
    as_admin.post("/admin/voicechat/persona/", action)
    assert b"Juniper" not in as_alice.get("/personas/").content


def test_guessing_an_admins_password_is_limited(client: Client, admin: User) -> None:
    page = client.get("/admin/", follow=True)
    assert page.redirect_chain[-1][0].startswith("/accounts/login/")
    wrong = {"login": admin.email, "password": "wrong"}
    statuses = [client.post("/accounts/login/", wrong).status_code for _ in range(12)]
    right = client.post("/accounts/login/", {"login": admin.email, "password": PASSWORD})
    assert 429 in statuses or right.status_code != 302


def test_the_sites_settings_are_one_row(as_admin: Client) -> None:
    listed = as_admin.get("/admin/voicechat/sitesettings/")
    assert listed["Location"] == "/admin/voicechat/sitesettings/1/change/"
    as_admin.post(
        listed["Location"], {"sign_up": "closed", "keep_days": 30, "sharing_is_allowed": "on"}
    )
    site = SiteSettings.objects.get()
    assert (site.keep_days, site.sharing_is_allowed) == (30, True)
    assert as_admin.get("/admin/voicechat/sitesettings/add/").status_code == 403
    assert as_admin.post("/admin/voicechat/sitesettings/1/delete/").status_code == 403


def test_an_admin_sees_what_is_shared_and_revokes_it(as_admin: Client, call: Call) -> None:
    share = Share.make(call.conversation, timedelta(days=1))
    page = as_admin.get("/admin/voicechat/share/").content.decode()
    assert "alice@example.org" in page
    assert f"{share.token}/change" not in page
    action = {"action": "delete_selected", "_selected_action": [share.token], "post": "yes"}
    as_admin.post("/admin/voicechat/share/", action)
    assert not Share.objects.exists()
    assert as_admin.get("/admin/voicechat/share/add/").status_code == 403
