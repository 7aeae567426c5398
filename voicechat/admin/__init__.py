"""Django's admin: what people talk with, what was said, and what holds for the whole site."""

from voicechat.admin import content, site

__all__ = ["content", "site"]
