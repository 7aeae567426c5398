"""Titles that are made from what was said."""

import pytest

from voicechat.history.titles import beyond, made_title


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        (["Tell me of the sea."], "Tell me of the sea"),
        (["what colour is the sea?"], "What colour is the sea?"),
        (["Hello!", "What colour is the sea?"], "What colour is the sea?"),
        (
            ["Hi there. Um, okay, what colour is the sea? And the sky?"],
            "What colour is the sea?",
        ),
        (["Hello, Juniper. Tell me of the sea!"], "Tell me of the sea"),
        (["Good morning, I met Dr. Smith at the sea."], "I met Dr. Smith at the sea"),
        (["Guten Tag. Ähm, wie tief ist das Meer?"], "Wie tief ist das Meer?"),
        (["你好！你能告诉我海有多深吗？谢谢。"], "你能告诉我海有多深吗？"),
        (["こんにちは。海の色は何ですか。"], "海の色は何ですか"),
        (["안녕하세요. 바다는 얼마나 깊어요?"], "바다는 얼마나 깊어요?"),
        (["So what?"], "So what?"),
        (["Now and then, I like the sea."], "Now and then, I like the sea"),
        (["Hello. Octopuses"], "Octopuses"),
        (["=1+1"], "=1+1"),
    ],
)
def test_it_is_the_first_sentence_that_says_something(texts: list[str], title: str) -> None:
    assert made_title(texts, "Hello, I am Juniper.") == title


@pytest.mark.parametrize("texts", [[], ["Hello."], ["Um, hello?", "Okay."], ["…"], ["你好"]])
def test_else_it_is_what_the_reply_says(texts: list[str]) -> None:
    assert made_title(texts, "Hello! I am Juniper. Ask me.") == "I am Juniper"
    assert made_title(texts, "Hello!") == ""


def test_a_long_one_ends_with_a_clause_or_else_a_word() -> None:
    title = made_title(["I want to plan a weekend in Lisbon with two kids, what is a must?"], "")
    assert title == "I want to plan a weekend in Lisbon with two kids"
    title = made_title(["Tell me why " + "nevertheless " * 30], "")
    assert title == "Tell me why nevertheless nevertheless nevertheless…"
    assert len(made_title(["海" * 200], "")) == 60


@pytest.mark.parametrize(
    ("title", "words", "rest"),
    [
        ("What colour is the sea?", "Um, what colour is the sea? And the sky?", "And the sky?"),
        ("Tell me of the sea", "Hello. Tell me of the sea.", ""),
        ("Tell me why nevertheless…", "Tell me why nevertheless, nevertheless", "… nevertheless"),
        ("海の色は何ですか", "海の色は何ですか。空の色は？", "空の色は？"),
        ("The sea", "The season of\nstorms", "The season of storms"),
        ("Octopuses", "Hello.", "Hello."),
        ("", "Hello.", "Hello."),
        ("…", "Hello.", "Hello."),
    ],
)
def test_words_go_on_where_a_title_ends(title: str, words: str, rest: str) -> None:
    assert beyond(title, words) == rest


def test_what_belongs_together_is_not_cut() -> None:
    assert made_title(["a" * 58 + "é" * 3], "") == "A" + "a" * 57 + "é…"
    assert made_title(["a" * 57 + "👩\u200d👩\u200d👧 and more"], "") == "A" + "a" * 56 + "…"
    assert made_title(["a" * 58 + "e\u0301" * 9], "") == "A" + "a" * 57 + "…"


def test_nothing_in_it_reaches_beyond_its_words() -> None:
    assert made_title(["\u202etxt.exe\x00 and\x07 more"], "") == "Txt.exe and more"


def test_a_very_long_text_takes_no_longer() -> None:
    assert made_title(["so " * 300_000], "um, " * 300_000 + "x" * 300_000) == ""
