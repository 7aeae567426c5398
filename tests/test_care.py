"""What an admin has to see to: when, and for whom."""

from datetime import date, timedelta

import pytest

from voicechat.care import SOON, Care, ModelState, Trouble, Use, look_after

TODAY = date(2026, 11, 25)
USED = Use(personas=2)


def model(name: str = "m", *, days: int | None = None, is_available: bool = True) -> ModelState:
    """A model that shuts down in so many days."""
    day = None if days is None else TODAY + timedelta(days=days)
    return ModelState(name=name, is_available=is_available, shuts_down_on=day)


def cares(*models: ModelState, voices: dict[str, Use] | None = None, **used: Use) -> list[Care]:
    return look_after(models, ["marin"], models_used=used, voices_used=voices or {}, today=TODAY)


@pytest.mark.parametrize(
    ("days", "trouble"),
    [
        (None, None),
        (61, None),
        (60, Trouble.SHUTS_DOWN),
        (1, Trouble.SHUTS_DOWN),
        (0, Trouble.HAS_SHUT_DOWN),
        (-1, Trouble.HAS_SHUT_DOWN),
    ],
)
def test_a_model_that_is_used_is_warned_of_in_time(days: int | None, trouble: Trouble) -> None:
    assert SOON.days == 60
    assert [care.trouble for care in cares(model(days=days), m=USED)] == (
        [trouble] if trouble else []
    )


def test_it_says_how_long_and_for_whom() -> None:
    (care,) = cares(model(days=30), m=Use(personas=3, settings=("SAMPLE_MODEL",)))
    assert (care.days, care.day) == (30, date(2026, 12, 25))
    assert care.use == Use(personas=3, settings=("SAMPLE_MODEL",))


def test_what_nobody_uses_and_nobody_can_choose_is_of_no_concern() -> None:
    assert cares(model(days=30, is_available=False)) == []
    assert cares(model(days=-30, is_available=False)) == []
    assert cares(model(days=-30)) == []
    assert cares(model(is_available=False)) == []
    (care,) = cares(model(days=30))
    assert not care.use


def test_what_is_used_and_not_available_is_told_once() -> None:
    assert [care.trouble for care in cares(model(is_available=False), m=USED)] == [
        Trouble.MODEL_GONE
    ]
    assert [care.trouble for care in cares(m=USED)] == [Trouble.MODEL_GONE]
    found = cares(model(days=-1, is_available=False), m=USED)
    assert [care.trouble for care in found] == [Trouble.HAS_SHUT_DOWN]
    (voice,) = cares(voices={"fable": USED, "marin": USED})
    assert (voice.trouble, voice.name) == (Trouble.VOICE_GONE, "fable")


def test_a_setting_may_name_a_model_that_is_not_listed() -> None:
    settings = Use(settings=("TRANSCRIPTION_MODEL",))
    assert cares(other=settings) == []
    assert cares(model(is_available=False), m=settings) == []
    (care,) = cares(model(days=10, is_available=False), m=settings)
    assert care.use == settings


def test_the_most_urgent_comes_first() -> None:
    found = cares(
        model("a", days=50), model("b", days=-3), model("c", days=5), a=USED, b=USED, d=USED
    )
    assert [care.name for care in found] == ["b", "d", "c", "a"]
