"""Names of files that a person takes away."""

from datetime import date

import pytest

from voicechat.history.export.names import file_name

DAY = date(2026, 5, 4)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("What colour is the sea?", "2026-05-04-what-colour-is-the-sea.md"),
        ("../../etc/passwd\x00\r\n", "2026-05-04-etcpasswd.md"),
        ("a/b\\c:d*e|f", "2026-05-04-abcdef.md"),
        ('con.md"; x=', "2026-05-04-conmd-x.md"),
        ("CON", "2026-05-04-con.md"),
        ("trailing. . .", "2026-05-04-trailing.md"),
        ("\u202egnp.exe", "2026-05-04-gnpexe.md"),
        ("=1+1", "2026-05-04-11.md"),
        ("\ud800 alone", "2026-05-04-alone.md"),
        ("海は青い", "2026-05-04-海は青い.md"),
        ("🌊?!", "2026-05-04-conversation.md"),
        ("a" * 1_000_000, f"2026-05-04-{'a' * 120}.md"),
    ],
)
def test_a_files_name_is_safe_everywhere(title: str, name: str) -> None:
    assert file_name(title, DAY, "md") == name


def test_no_name_is_longer_than_systems_allow() -> None:
    name = file_name("𠀋" * 200, DAY, "json", "0" * 32)
    assert len(name.encode()) < 255
    assert name.startswith("2026-05-04-𠀋")


def test_a_mark_tells_two_apart() -> None:
    assert file_name("The sea", DAY, "md", "1f") == "2026-05-04-the-sea-1f.md"
