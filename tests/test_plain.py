"""Text that people write, without what is no text."""

from voicechat.plain import many_lines, one_line


def test_a_line_is_one_line_of_words() -> None:
    assert one_line("  a\ud800b\nc\u2029d\x00 ") == "a b c d"
    assert one_line("\u202etxt.exe") == "txt.exe"


def test_a_face_of_several_signs_stays_whole() -> None:
    assert one_line("👩\u200d👩\u200d👧") == "👩\u200d👩\u200d👧"


def test_many_lines_keep_their_ends_and_nothing_that_is_no_text() -> None:
    assert many_lines("a\r\nb\rc\u2028\td\x00\x1b[0m\ud800") == "a\nb\nc\n\td[0m"
