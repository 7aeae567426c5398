"""Django's admin: what people talk with, what was said, and what holds for the whole site."""

from voicechat.admin import (
    calls,
    catalogue,
    conversations,
    groups,
    invitations,
    limits,
    people,
    personas,
    site,
    usage,
)

__all__ = [
    "calls",
    "catalogue",
    "conversations",
    "groups",
    "invitations",
    "limits",
    "people",
    "personas",
    "site",
    "usage",
]
