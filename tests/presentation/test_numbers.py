"""What a number field says of what is typed, in both languages."""

import pytest

from smartcity.i18n.words import Words
from smartcity.presentation.measures import number_echo


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("id", "", "Titik untuk ribuan, koma untuk desimal: 1.234,5"),
        ("en", " ", "Point for thousands, comma for decimals: 1.234,5"),
        ("id", "1.234", "Terbaca 1.234 (ribuan)."),
        ("id", "1,234", "Terbaca 1,234, bukan 1.234 (ribuan). Bila 1.234 (ribuan) yang dimaksud, tulis 1234."),
        ("en", "1,234", "Read as 1.234, not 1,234 (thousands). If 1,234 (thousands) is meant, write 1234."),
        ("en", "1.234", "Read as 1,234 (thousands), not 1.234. If 1.234 is meant, write 1,234."),
        ("id", "2.500.000.000", "Terbaca 2.500.000.000 (miliaran)."),
        ("en", "64,5", "Read as 64.5."),
        ("en", "1,234.5", "Not a number. Write it like 1.234,5."),
    ],
)
def test_what_was_understood_is_said_before_it_is_sent(language: str, text: str, expected: str) -> None:
    assert number_echo(Words(language), text) == expected  # type: ignore[arg-type]
