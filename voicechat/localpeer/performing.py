"""Carries out what a session asks for, beyond sending events."""

import asyncio

from .chores import Chores
from .ears import Ears
from .line import Voice
from .protocol.outputs import DetectTurns, Generate, Hear, Play, Silence, StopGenerating, Transcribe
from .replying import Replier
from .speech.interfaces import pcm_of
from .transcribing import TurnTranscriber

Command = Hear | Transcribe | DetectTurns | Generate | StopGenerating | Play | Silence


class Performer:
    """The hands of one call."""

    def __init__(
        self,
        ears: Ears,
        voice: Voice,
        transcriber: TurnTranscriber,
        replier: Replier,
        chores: Chores,
    ) -> None:
        self._ears = ears
        self._voice = voice
        self._transcriber = transcriber
        self._replier = replier
        self._chores = chores
        self._replies: dict[str, asyncio.Task[None]] = {}

    def perform(self, command: Command) -> None:
        """Carries out one command, or sets it going."""
        match command:
            case Hear() | Transcribe() | DetectTurns():
                self._listen(command)
            case _:
                self._speak(command)

    def _listen(self, command: Hear | Transcribe | DetectTurns) -> None:
        match command:
            case Hear(sound):
                self._ears.append(sound)
            case Transcribe():
                self._chores.start(self._transcriber.transcribe(command))
            case DetectTurns(detection):
                self._ears.detect_turns(detection)

    def _speak(self, command: Generate | StopGenerating | Play | Silence) -> None:
        match command:
            case Generate():
                self._reply(command)
            case StopGenerating(response_id):
                if response_id in self._replies:
                    self._replies[response_id].cancel()
            case Play(response_id, sound):
                self._voice.play(response_id, pcm_of(sound))
            case Silence():
                self._voice.clear()

    def _reply(self, request: Generate) -> None:
        task = self._chores.start(self._replier.produce(request))
        self._replies[request.response_id] = task
        task.add_done_callback(lambda _: self._replies.pop(request.response_id))
