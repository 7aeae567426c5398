"""Changes the rate and the tempo of finished audio, with FFmpeg's filters."""

from fractions import Fraction

import numpy as np
from av import AudioFrame, VideoFrame
from av.filter import Graph

from .interfaces import Pcm


def resampled(pcm: Pcm, rate: int, wanted_rate: int, tempo: float = 1.0) -> Pcm:
    """Returns `pcm` at `wanted_rate`.

    Args:
        pcm: Samples at `rate`.
        rate: Samples a second of `pcm`.
        wanted_rate: Samples a second of the result.
        tempo: 0.5 makes it last twice as long at the same pitch; at least 0.5.
    """
    if not pcm.size:
        return pcm
    graph = Graph()
    source = graph.add_abuffer(
        sample_rate=rate, format="s16", layout="mono", time_base=Fraction(1, rate)
    )
    steps = [source]
    if tempo != 1.0:
        steps.append(graph.add("atempo", f"{tempo}"))
    steps.append(graph.add("aresample", f"{wanted_rate}"))
    steps.append(graph.add("aformat", "sample_fmts=s16:channel_layouts=mono"))
    steps.append(graph.add("abuffersink"))
    graph.link_nodes(*steps).configure()
    frame = AudioFrame.from_ndarray(pcm.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = rate
    graph.push(frame)
    graph.push(None)
    return _drained(graph)


def samples(frame: AudioFrame | VideoFrame) -> Pcm:
    """The samples of a mono 16-bit frame."""
    return np.asarray(frame.to_ndarray(), np.int16).reshape(-1)


def _drained(graph: Graph) -> Pcm:
    """Everything that comes out of the graph's end."""
    pieces: list[Pcm] = []
    while True:
        try:
            pieces.append(samples(graph.pull()))
        except (BlockingIOError, EOFError):
            return np.concatenate(pieces)
