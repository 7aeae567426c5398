"""Django's admin: what people talk with, what was said, and what holds for the whole site."""

from voicechat.admin import (
    catalogue,
    conversations,
    groups,
    invitations,
    people,
    personas,
    site,
    usage,
)

__all__ = [
    "catalogue",
    "conversations",
    "groups",
    "invitations",
    "people",
    "personas",
    "site",
    "usage",
]
