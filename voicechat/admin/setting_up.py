"""What whoever runs a new site has still to do, as words with a place to go to."""

from typing import NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from voicechat.doctor.site import sends_mail
from voicechat.models import Conversation, Limit, SiteSettings, User


class Step(NamedTuple):
    """One thing to do. Without an address it is done in the settings of the installation."""

    is_done: bool
    text: str
    url: str = ""


def steps(user: User) -> list[Step]:
    """Give what there is to do, in this order; nothing once all of it is done."""
    found = [
        Step(
            not settings.REALTIME_IS_LOCAL,
            _("Set OPENAI_API_KEY: without it a small voice on this machine answers."),
        ),
        Step(
            sends_mail(),
            _("Set EMAIL_URL: without it nobody can set a new password by themselves."),
        ),
        Step(
            SiteSettings.objects.exists(),
            _("Decide who may make an account."),
            reverse("admin:voicechat_sitesettings_changelist"),
        ),
        Step(
            Limit.objects.exists(),
            _("Set limits, so that no bill is a surprise."),
            reverse("admin:voicechat_limit_changelist"),
        ),
        Step(
            Conversation.objects.of(user).exists(),
            _("Have a conversation yourself."),
            reverse("call"),
        ),
        Step(
            User.objects.filter(is_superuser=False).exists(),
            _("Invite somebody."),
            reverse("admin:voicechat_invitation_add"),
        ),
    ]
    return [] if all(step.is_done for step in found) else found
