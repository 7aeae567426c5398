"""What the site keeps: people, personas, what they may choose from, conversations, usage."""

from voicechat.models.catalogue import SpeechModel, Voice, VoiceSample
from voicechat.models.conversations import Call, Conversation
from voicechat.models.personas import Persona
from voicechat.models.turns import Turn
from voicechat.models.usage import Usage
from voicechat.models.users import User

__all__ = [
    "Call",
    "Conversation",
    "Persona",
    "SpeechModel",
    "Turn",
    "Usage",
    "User",
    "Voice",
    "VoiceSample",
]
