"""The few functions of eSpeak NG's C library that are needed here.

Source: `speak_lib.h` of eSpeak NG 1.52.
"""

import ctypes
import functools
import threading

import numpy as np

from .interfaces import Pcm

SYNCHRONOUS_RETRIEVAL = 2  # AUDIO_OUTPUT_SYNCHRONOUS: sound goes to the callback only
CHARS_UTF8 = 1
POSITION_CHARACTER = 1
RATE, PITCH = 1, 3  # espeak_PARAMETER

_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


@functools.cache
def shared_espeak() -> "Espeak":
    """The one instance of this process: the library keeps its state in global variables.

    Raises:
        ImportError: The package is not installed, or cannot be loaded on this platform.
    """
    return Espeak()


class Espeak:
    """The synthesizer; use `shared_espeak`.

    Attributes:
        rate: Samples a second of what it returns.
    """

    def __init__(self) -> None:
        import espeakng_loader

        try:
            self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        except OSError as error:
            raise ImportError(str(error)) from error
        data = espeakng_loader.get_data_path().encode()
        self.rate = int(self._library.espeak_Initialize(SYNCHRONOUS_RETRIEVAL, 0, data, 0))
        self._lock = threading.Lock()
        self._pieces: list[bytes] = []
        # The library keeps only the address: the object must live as long as the library.
        self._callback = _Callback(self._collect)
        self._library.espeak_SetSynthCallback(self._callback)

    def speak(self, text: str, voice: str, words_per_minute: int, pitch: int) -> Pcm:
        """Returns `text` as speech at `rate`.

        Args:
            text: What to say; nothing in it is taken for markup.
            voice: Language and variant, such as `en-us+f3`.
            words_per_minute: 80 to 450.
            pitch: 0 to 100.

        Raises:
            ValueError: There is no such voice.
        """
        data = text.replace("\0", " ").encode("utf-8", "replace") + b"\0"
        size = ctypes.c_size_t(len(data))
        library = self._library
        with self._lock:
            self._pieces.clear()
            if library.espeak_SetVoiceByName(voice.encode()):
                raise ValueError(f"eSpeak has no voice {voice!r}.")
            library.espeak_SetParameter(RATE, words_per_minute, 0)
            library.espeak_SetParameter(PITCH, pitch, 0)
            library.espeak_Synth(data, size, 0, POSITION_CHARACTER, 0, CHARS_UTF8, None, None)
            library.espeak_Synchronize()
            return np.frombuffer(b"".join(self._pieces), np.int16)

    def _collect(self, samples: object, count: int, events: object) -> int:
        if samples and count > 0:
            self._pieces.append(ctypes.string_at(samples, count * 2))  # type: ignore[arg-type]
        return 0
