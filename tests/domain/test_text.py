"""What is typed keeps its meaning and loses its tricks."""

import pytest

from smartcity.domain.text import clean, names_person


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


NAMES = (
    "Drs. Budi, M.Si",
    "Budi Santoso, S.Kom., M.M.",
    "Budi, SE",
    "dr. Sari",
    "Hj. Sari Dewi",
    "Sari, Ph.D",
    "Ir. B",
)
OFFICES = ("Kepala Bidang E-Government", "Sekretaris, Bappeda", "Direktur RSUD", "Kepala Bidang SD, SMP", "Camat", "")


@pytest.mark.parametrize("text", NAMES + OFFICES)
def test_a_title_or_a_degree_tells_a_person(text: str) -> None:
    assert names_person(text) is (text in NAMES)
