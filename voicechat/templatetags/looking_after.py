"""What the admin's first page says that there is to see to."""

from typing import Any

from django import template

from voicechat.admin.looking_after import notices

register = template.Library()


@register.inclusion_tag("admin/parts/looking_after.html", takes_context=True)
def looking_after(context: template.Context) -> dict[str, Any]:
    """Show it to those who may see personas."""
    may_see = context["request"].user.has_perm("voicechat.view_persona")
    return {"notices": notices() if may_see else []}
