"""How words are compared: the same here and in the database."""

import pytest
from django.core.management.base import CommandError
from django.db import ConnectionHandler, connection

from voicechat.history.folding import fold, spans
from voicechat.history.search.postgresql import require_case

SAMPLES = [
    "Straße, STRASSE, ẞ",
    "Crème brûlée, ÀÉÎÕÜ, İstanbul ıssız, Łódź, naïve cafe\u0301",
    "ΣΊΣΥΦΟΣ, Οδυσσεύς, Ёлка, Їжак, ЩУКА",
    "東京都に行きました。か が ｶﾞ ㍻ 𠮷野家",
    "대한민국 \u1112\u1161\u11ab\u1100\u116e\u11a8",
    "مُحَمَّد שָׁלוֹם हिन्दी ไทย தமிழ்",
    "ﬁne ﬃ Ⅷ ½ ㎏ ＦＵＬＬ　ｗｉｄｔｈ",
    "a\u200bb\u202ec\u00add \ufeff👩‍👩‍👧 tab\tline\r\nend\u2028x\x01\x7fy\u00a0z",
    "don’t don‘t donʼt ❤️ 葛\U000e0100 ㅎㅏㄴ ﾊﾟ",
    "a" + "\u0345\u0315\u0327\u05b9\u05b4\uff9e\u200b" * 20 + "b",
    "100% a_b \\ ' \" ; -- /* */",
]


@pytest.mark.parametrize("text", SAMPLES)
def test_the_database_folds_as_we_do(text: str, db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT voicechat_fold(%s)", [text])
        assert cursor.fetchone() == (fold(text),)


@pytest.mark.usefixtures("db")
def test_a_database_that_knows_no_case_beyond_english_is_refused() -> None:
    # As PostgreSQL without a character type in UTF-8, SQLite has lower() for English only.
    plain = ConnectionHandler(
        {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
    )
    with pytest.raises(CommandError, match="--lc-ctype"):
        require_case(plain["default"])


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Die STRASSE", "straße"),
        ("Cafe\u0301 noir", "café"),
        ("café noir", "CAFE NO"),
        ("İSTANBUL", "istanbul"),
        ("ΟΔΥΣΣΕΎΣ", "οδυσσευς"),
        ("ｶﾞﾝﾀﾞﾑ", "ガンダム"),
        ("日日日本", "日日本"),
        ("one\n\n two", "one two"),
        ("se\u200bcr\u202eet", "secret"),
        ("I don't", "don’t"),
        ("I don’t", "don't"),
        ("with ❤\ufe0f", "❤"),
        ("with ❤", "❤\ufe0f"),
    ],
)
def test_a_part_stays_a_part(text: str, part: str) -> None:
    assert fold(part) in fold(text)


@pytest.mark.parametrize(
    "marks",
    [
        [mark * 5000 for mark in ("\u05b9", "\u05b4", "\u05b1", "\u05b0")],
        [(mark * 20 + "\u200b") * 240 for mark in ("\u05b9", "\u05b4", "\u05b1", "\u05b0")],
        ["\u0345\u0334\uff9e" * 6000],
    ],
)
def test_of_a_heap_of_marks_only_some_are_looked_at(marks: list[str]) -> None:
    assert len(fold(f"a{''.join(marks)}b")) <= 2 + 3 * 30


@pytest.mark.parametrize(("text", "other"), [("か", "が"), ("日", "日日"), ("東京", "京東")])
def test_what_is_something_else_is_not_found(text: str, other: str) -> None:
    assert fold(other) not in fold(text)


@pytest.mark.parametrize(
    ("text", "term", "place"),
    [
        ("Die STRASSE", "straße", "STRASSE"),
        ("Die Straße!", "strasse", "Straße"),
        ("un cafe\u0301 noir", "café", "cafe\u0301"),
        ("今日は東京都にいた", "東京", "東京"),
        (
            "그는 \u1112\u1161\u11ab\u1100\u116e\u11a8 사람",
            "한국",
            "\u1112\u1161\u11ab\u1100\u116e\u11a8",
        ),
        ("모두 ㅎㅏ교", "하교", "ㅎㅏ교"),
        ("a ｶﾞﾝﾀﾞﾑ", "ガンダム", "ｶﾞﾝﾀﾞﾑ"),
        ("with ❤\ufe0f here", "❤", "❤\ufe0f"),
        ("one\n\n  two", "one two", "one\n\n  two"),
    ],
)
def test_a_place_is_found_in_the_text_as_it_was_written(text: str, term: str, place: str) -> None:
    [(start, end)] = spans(text, [fold(term)])
    assert text[start:end] == place


def test_places_that_overlap_or_touch_are_one() -> None:
    assert spans("abcdef", ["bc", "cd", "e"]) == [(1, 5)]
    assert spans("日日日", [fold("日")]) == [(0, 3)]
