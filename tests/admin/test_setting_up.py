"""What the admin of a new site is told to do, until it is done."""

from typing import Any

from django.test import Client

from tests.conftest import new_user, signed_in
from voicechat.models import Call, Conversation, Limit, Persona, SiteSettings, User

TITLE = "Setting up"


def undone(admin: Client) -> str:
    """Give the list, without what is done."""
    page = admin.get("/admin/").content.decode()
    section = page.partition(TITLE)[2].partition("</section>")[0]
    return "".join(item for item in section.split("<li") if not item.startswith(' class="done"'))


def test_each_step_is_ticked_once_it_is_done_and_the_list_goes_with_the_last(
    as_admin: Client, admin: User, settings: Any, juniper: Persona
) -> None:
    settings.REALTIME_IS_LOCAL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert undone(as_admin).count("○") == 6
    for done, name in (
        (lambda: SiteSettings(sign_up="closed").save(), "who may make an account"),
        (lambda: Limit.objects.create(minutes_per_day=60), "Set limits"),
        (lambda: Conversation.begin(admin, juniper, juniper.session_settings()), "yourself"),
        (lambda: new_user("somebody@example.org"), "Invite somebody"),
        (lambda: setattr(settings, "REALTIME_IS_LOCAL", False), "OPENAI_API_KEY"),
    ):
        assert name in undone(as_admin)
        done()
        assert name not in undone(as_admin)
    assert "EMAIL_URL" in undone(as_admin)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert TITLE not in as_admin.get("/admin/").content.decode()


def test_who_may_not_do_all_of_it_is_not_told(call: Call) -> None:
    staff = new_user("staff@example.org", is_staff=True)
    assert TITLE not in signed_in(staff).get("/admin/").content.decode()
