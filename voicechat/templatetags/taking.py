"""What pages offer to take away, to share and for how long they keep it."""

from collections.abc import Mapping

from django import template

from voicechat.history.takeout import FORMATS, Format
from voicechat.models import SiteSettings, User

register = template.Library()


@register.simple_tag
def export_formats() -> Mapping[str, Format]:
    """Give the formats by the extension of their files."""
    return FORMATS


@register.simple_tag
def site_settings() -> SiteSettings:
    """Give what an admin decided for the whole site."""
    return SiteSettings.current()


@register.simple_tag
def keep_days(user: User) -> int | None:
    """Give the days that a person's conversations are kept; None: until they delete them."""
    return SiteSettings.current().keep_days_for(user)
