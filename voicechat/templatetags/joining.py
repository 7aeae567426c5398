"""Who may make an account."""

from allauth.account.adapter import get_adapter
from django import template
from django.template.context import RequestContext

from voicechat import sign_up
from voicechat.models import Invitation

register = template.Library()


@register.simple_tag(takes_context=True)
def sign_up_is_open(context: RequestContext) -> bool:
    """Say whether whoever sees the page may make an account."""
    return bool(get_adapter().is_open_for_signup(context["request"]))


@register.simple_tag(takes_context=True)
def held_invitation(context: RequestContext) -> Invitation | None:
    """Give the invitation that an account would be made with."""
    return sign_up.held(context["request"])
