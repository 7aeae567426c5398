"""The voice track's queue."""

import asyncio

import numpy as np

from voicechat.localpeer.media import FRAME_SAMPLES, SpeechTrack


def loud(frames: float) -> np.ndarray:
    return np.full(round(frames * FRAME_SAMPLES), 1000, np.int16)


async def sound(track: SpeechTrack, frames: int) -> list[bool]:
    return [bool((await track.recv()).to_ndarray().any()) for _ in range(frames)]


def test_replies_are_played_in_order_and_reported_when_they_end():
    ended: list[str] = []

    async def scenario():
        track = SpeechTrack(ended.append)
        track.play("one", loud(1))
        track.play("two", loud(1))
        track.play("one", loud(0.5))
        track.finish("one")
        track.finish("two")
        return await sound(track, 4)

    assert asyncio.run(scenario()) == [True, True, True, False]
    assert ended == ["one", "two"]


def test_a_reply_that_may_go_on_is_waited_for():
    ended: list[str] = []

    async def scenario():
        track = SpeechTrack(ended.append)
        track.play("one", loud(1))
        heard = await sound(track, 2)
        track.play("one", loud(1))
        track.finish("one")
        return heard + await sound(track, 1)

    assert asyncio.run(scenario()) == [True, False, True]
    assert ended == ["one"]


def test_clearing_silences_at_once_and_ends_nothing():
    ended: list[str] = []

    async def scenario():
        track = SpeechTrack(ended.append)
        track.play("one", loud(10))
        await sound(track, 3)
        played_ms = track.played_ms
        track.clear()
        return played_ms, await sound(track, 2), track.played_ms

    assert asyncio.run(scenario()) == (60, [False, False], 0)
    assert ended == []


def test_frames_keep_pace_with_the_clock():
    async def scenario():
        track, loop = SpeechTrack(lambda _: None), asyncio.get_running_loop()
        started = loop.time()
        frames = [await track.recv() for _ in range(11)]
        return loop.time() - started, [frame.pts for frame in frames]

    seconds, timestamps = asyncio.run(scenario())
    assert 0.19 < seconds < 1
    assert timestamps == [i * FRAME_SAMPLES for i in range(11)]
