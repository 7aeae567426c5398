"""A WebRTC connection to one client: events on a data channel, and audio both ways."""

import json
from typing import Any

from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCDataChannel,
    RTCPeerConnection,
    RTCSessionDescription,
)

from .errors import ApiError
from .line import Listener
from .media import SpeechTrack

EVENTS_CHANNEL = "oai-events"


class Connection:
    """The peer connection of one call, from the client's offer on."""

    plays_sound = True

    def __init__(self) -> None:
        self.voice = SpeechTrack(lambda reply_id: self._listener.playback_ended(reply_id))
        self._listener: Listener
        self._channel: RTCDataChannel | None = None
        # Without servers no outside address is asked: this peer is reached directly or not at all.
        self._peer = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self._peer.on("datachannel", self._on_channel)
        self._peer.on("track", self._on_track)
        self._peer.on("connectionstatechange", self._on_state)

    @property
    def is_open(self) -> bool:
        """Whether events can be sent."""
        return self._channel is not None and self._channel.readyState == "open"

    async def answer(self, offer: str, listener: Listener) -> str:
        """Accepts an SDP offer and returns the answer; `listener` is told what happens then.

        Raises:
            ApiError: The offer cannot be read, or offers no audio.
        """
        self._listener = listener
        peer = self._peer
        try:
            await peer.setRemoteDescription(RTCSessionDescription(offer, "offer"))
            if not any(each.kind == "audio" for each in peer.getTransceivers()):
                raise ValueError("no audio")
            peer.addTrack(self.voice)
            await peer.setLocalDescription(await peer.createAnswer())
        except Exception as error:
            # The SDP parser raises whatever its assumptions run into.
            message = "The SDP offer cannot be read, or offers no audio."
            raise ApiError(message, code="invalid_offer") from error
        return str(peer.localDescription.sdp)

    def send(self, event: dict[str, Any]) -> None:
        """Sends an event, unless the client is gone."""
        if self._channel is not None and self.is_open:
            self._channel.send(json.dumps(event))

    async def close(self) -> None:
        """Takes leave, so that the client notices at once."""
        await self._peer.close()

    async def cut(self) -> None:
        """Goes dead without a goodbye: nothing is sent or answered any more."""
        # All media and events share one transport (BUNDLE), which says nothing when it stops.
        if self._peer.sctp is not None:
            await self._peer.sctp.transport.transport.stop()

    def _on_channel(self, channel: RTCDataChannel) -> None:
        if channel.label == EVENTS_CHANNEL and self._channel is None:
            self._channel = channel
            channel.on("message", self._listener.received)
            channel.on("close", self._listener.lost)
            self._listener.opened()

    def _on_track(self, track: MediaStreamTrack) -> None:
        if track.kind == "audio":
            self._listener.microphone_opened(track)

    async def _on_state(self) -> None:
        if self._peer.connectionState in ("failed", "closed"):
            await self._listener.lost()
