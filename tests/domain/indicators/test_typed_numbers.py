"""What another way of writing would make of a typed number."""

from decimal import Decimal

import pytest

from smartcity.domain.indicators.readings import read_number


@pytest.mark.parametrize(
    ("text", "value", "other"),
    [
        ("1,234", "1.234", "1234"),
        ("1.234", "1234", "1.234"),
        ("12.345", "12345", "12.345"),
        ("-1.234 %", "-1234", "-1.234"),
        ("1.234,5", "1234.5", None),
        ("1.234.567", "1234567", None),
        ("3,4", "3.4", None),
        ("3.4", "3.4", None),
        ("0.756", "0.756", None),
        ("0,756", "0.756", None),
        ("1234", "1234", None),
        ("1,234.5", None, None),
        ("", None, None),
    ],
)
def test_a_number_is_read_one_way_and_the_other_way_is_known(text: str, value: str | None, other: str | None) -> None:
    number_read = read_number(text)
    assert number_read.value == (None if value is None else Decimal(value))
    assert number_read.other == (None if other is None else Decimal(other))
