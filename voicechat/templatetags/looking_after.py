"""What the admin's first page says that there is to see to."""

from typing import Any

from django import template

from voicechat.admin.looking_after import notices
from voicechat.admin.setting_up import steps

register = template.Library()


@register.inclusion_tag("admin/parts/setting_up.html", takes_context=True)
def setting_up(context: template.Context) -> dict[str, Any]:
    """Show what is still to be set up to those who may do all of it."""
    user = context["request"].user
    return {"steps": steps(user) if user.is_superuser else []}


@register.inclusion_tag("admin/parts/looking_after.html", takes_context=True)
def looking_after(context: template.Context) -> dict[str, Any]:
    """Show it to those who may see personas."""
    may_see = context["request"].user.has_perm("voicechat.view_persona")
    return {"notices": notices() if may_see else []}
