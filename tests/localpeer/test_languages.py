"""What happens in other languages than English."""

import asyncio

import numpy as np
import pytest

from voicechat.localpeer.speech.interfaces import SpeechUnavailableError
from voicechat.localpeer.speech.languages import language_of
from voicechat.localpeer.speech.synthesis import CANNOT_SPEAK


def said(speech, text, *languages):
    return asyncio.run(speech.synthesizer.synthesize(text, "marin", 1.0, languages))


@pytest.mark.parametrize(
    ("text", "expected", "language"),
    [
        ("Hello", (), "en"),
        ("Hallo", ("de",), "de"),
        ("Olá", ("pt-BR", "en"), "pt"),
        ("你好", (), "zh"),
        ("你好", ("en",), "zh"),
        ("こんにちは", (), "ja"),
        ("漢字", ("ja",), "ja"),
        ("Добрий день", ("uk",), "uk"),
        ("Здравствуйте", (), "ru"),
        ("Hello", ("zh",), "en"),
    ],
)
def test_letters_tell_the_language_and_the_session_helps(text, expected, language):
    assert language_of(text, expected) == language


def test_other_languages_are_spoken_in_their_own_voice(speech):
    for text, language in [("Guten Morgen", "de"), ("你好", "zh"), ("Доброе утро", "ru")]:
        sound = said(speech, text, language)
        assert np.abs(sound).max() > 3000
        assert sound.size < said(speech, CANNOT_SPEAK, "en").size / 1.5


@pytest.mark.parametrize(("text", "language"), [("漢字を読む", "ja"), ("Hei", "xx")])
def test_what_cannot_be_spoken_is_said_to_be(speech, text, language):
    apology = said(speech, CANNOT_SPEAK, "en")
    assert said(speech, text, language).size == pytest.approx(apology.size, rel=0.03)


def test_only_english_is_made_out(speech):
    sound = np.zeros(16_000, np.int16)
    assert asyncio.run(speech.transcriber.transcribe(sound, ["zh", "en-GB"])) is not None
    with pytest.raises(SpeechUnavailableError, match="English only"):
        asyncio.run(speech.transcriber.transcribe(sound, ["zh", "de"]))
