"""What the site keeps: people, personas, what they may choose from, conversations, usage."""

from voicechat.models.calls import Call
from voicechat.models.catalogue import SpeechModel, Voice, VoiceSample
from voicechat.models.conversations import Conversation
from voicechat.models.hangups import HangUp
from voicechat.models.invitations import Invitation
from voicechat.models.ledger import DayUsage
from voicechat.models.limits import Limit
from voicechat.models.mcp import McpServer
from voicechat.models.personas import Persona
from voicechat.models.prices import Price
from voicechat.models.search import SearchLine
from voicechat.models.shares import Share
from voicechat.models.site import SiteSettings
from voicechat.models.turns import Turn
from voicechat.models.usage import Usage
from voicechat.models.users import User

__all__ = [
    "Call",
    "Conversation",
    "DayUsage",
    "HangUp",
    "Invitation",
    "Limit",
    "McpServer",
    "Persona",
    "Price",
    "SearchLine",
    "Share",
    "SiteSettings",
    "SpeechModel",
    "Turn",
    "Usage",
    "User",
    "Voice",
    "VoiceSample",
]
