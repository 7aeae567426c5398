"""Django's admin: what people talk with, what was said, and what holds for the whole site."""

from voicechat.admin import calls, catalogue, conversations, limits, people, personas, site

__all__ = ["calls", "catalogue", "conversations", "limits", "people", "personas", "site"]
