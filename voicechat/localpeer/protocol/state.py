"""What a session consists of, and what several of its parts need."""

from ..errors import ApiError
from ..ids import NewId
from ..settings import Settings, spoken_languages
from .conversation import Conversation
from .listening import Listening
from .outputs import DetectTurns, Outbox
from .speaking import Speaking


class State:
    """The parts of one session.

    Attributes:
        settings: The session object in force.
        plays_sound: Whether speech sounds in real time; else it goes and comes in events.
    """

    def __init__(self, settings: Settings, new_id: NewId, plays_sound: bool) -> None:
        """
        Raises:
            ApiError: The settings do not suit such a session.
        """
        self.plays_sound = plays_sound
        self.outbox = Outbox(new_id)
        self.conversation = Conversation(self.outbox, new_id)
        self.listening = Listening(self.outbox, self.conversation, new_id)
        self.speaking = Speaking(self.outbox, self.conversation, new_id, plays_sound)
        self.use(settings)

    def use(self, settings: Settings) -> None:
        """Goes by `settings` from now on.

        Raises:
            ApiError: They do not suit this session.
        """
        audio = settings["audio"]
        for side in ("input", "output"):
            if not self.plays_sound and audio[side]["format"]["type"] != "audio/pcm":
                message = "Over a WebSocket only audio/pcm at 24 kHz is spoken here."
                param = f"session.audio.{side}.format"
                raise ApiError(message, code="unsupported_format", param=param)
        self.settings = settings
        self.listening.languages = spoken_languages(settings)

    @property
    def detection(self) -> Settings:
        """The settings of turn detection; empty if there is none."""
        return self.settings["audio"]["input"]["turn_detection"] or {}

    @property
    def transcription_model(self) -> str | None:
        """What transcripts are shown as the work of; None if they are not shown."""
        transcription = self.settings["audio"]["input"]["transcription"]
        return None if transcription is None else str(transcription.get("model", ""))

    @property
    def occupied(self) -> bool:
        """Whether anybody is speaking, or about to."""
        return self.listening.speaking or self.speaking.busy

    def detect_turns(self) -> None:
        """Starts detection afresh, by the settings of now."""
        self.listening.forget_turn()
        self.outbox.do(DetectTurns(self.detection or None))

    def generate_when_heard(self) -> None:
        """Sets a reply going once everything it answers has been made out."""
        if not self.listening.pending:
            self.speaking.generate()
