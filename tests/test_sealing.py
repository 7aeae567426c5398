"""Credentials at rest."""

import pytest

from voicechat.sealing import BrokenSealError, reseal, seal, unseal


def test_what_is_sealed_comes_back_and_cannot_be_read_meanwhile() -> None:
    sealed = seal("tok-123 Ünïcode")
    assert "tok-123" not in sealed
    assert unseal(sealed) == "tok-123 Ünïcode"
    assert seal("tok-123") != seal("tok-123")


def test_a_former_key_still_opens_it_until_it_is_gone(settings: object) -> None:
    sealed, former = seal("tok-123"), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 10, [former]
    assert unseal(sealed) == "tok-123"
    renewed = reseal(sealed)
    settings.SECRET_KEY_FALLBACKS = []
    assert unseal(renewed) == "tok-123"
    for broken in (sealed, renewed[:-4], "nonsense", "ü"):
        with pytest.raises(BrokenSealError):
            unseal(broken)
    with pytest.raises(BrokenSealError):
        reseal(sealed)
