"""What is typed keeps its meaning and loses its tricks."""

import pytest

from smartcity.domain.text import clean


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ""),
        ("  rapat\t1  ", "rapat 1"),
        ("baris\r\nkedua\rketiga", "baris\nkedua\nketiga"),
        ("a\x00b\x07c\x1b[31m\x7f\x85", "abc[31m"),
        ("\u202ejpg.exe\u202c\u2066\u200f", "jpg.exe"),
        ("\ud800setengah", "setengah"),
        ("=cmd|'/c calc'!A0", "=cmd|'/c calc'!A0"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("Sejarah “Silungkang” 日本 😀", "Sejarah “Silungkang” 日本 😀"),
    ],
)
def test_only_what_cannot_be_seen_is_taken_out(typed: str, expected: str) -> None:
    assert clean(typed) == expected
    expected.encode()
