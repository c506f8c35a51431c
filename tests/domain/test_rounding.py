"""Never round into a lie."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcity.domain.rounding import achievement_percent, honest_percent, legible, rounded, rounded_parts


@pytest.mark.parametrize(
    ("percent", "shown"),
    [
        ("0", 0),
        ("0.3", 1),
        ("0.5", 1),
        ("1.49", 1),
        ("12.5", 13),
        ("99.4", 99),
        ("99.6", 99),
        ("100", 100),
        ("202.65", 203),
    ],
)
def test_whole_percents(percent: str, shown: int) -> None:
    assert honest_percent(Fraction(percent) / 100) == shown


def test_decimals_keep_the_same_honesty() -> None:
    assert honest_percent(Fraction("0.99996"), 2) == Decimal("99.99")
    assert honest_percent(Fraction("0.00001"), 2) == Decimal("0.01")


@given(st.fractions(0, 1))
def test_only_all_is_100_and_only_nothing_is_0(share: Fraction) -> None:
    shown = honest_percent(share)
    assert (shown == 100) == (share == 1)
    assert (shown == 0) == (share == 0)
    assert abs(Fraction(shown) - share * 100) < 1


@pytest.mark.parametrize(("value", "text"), [("12.25", "12.3"), ("-12.25", "-12.3"), ("-0.04", "0.0"), ("0.05", "0.1")])
def test_halves_go_away_from_zero(value: str, text: str) -> None:
    assert rounded(Fraction(value), 1) == Decimal(text)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("0", "0"),
        ("0.00001", "0.00001"),
        ("0.25731846", "0.2573"),
        ("0.99996", "1"),
        ("1.005", "1.01"),
        ("-8.204", "-8.2"),
    ],
)
def test_a_measured_value_stays_readable_and_is_never_rounded_to_nothing(value: str, shown: str) -> None:
    assert legible(Fraction(value)) == Decimal(shown)


@pytest.mark.parametrize(
    ("parts", "decimals", "shown"),
    [
        (["0.43", "1.44"], 1, ["0.4", "1.5"]),
        (["0.4", "1.4"], 1, ["0.4", "1.4"]),
        (["-0.27", "0.14", "0.14"], 1, ["-0.3", "0.2", "0.1"]),
        (["2.94", "-1.48"], 1, ["2.9", "-1.4"]),
        (["2.94", "-5.05", "0.72"], 1, ["2.9", "-5.0", "0.7"]),
        (["0.46", "0", "0.09"], 1, ["0.5", "0.0", "0.1"]),
        (["0.04"], 1, ["0.0"]),
        ([], 1, []),
    ],
)
def test_f18_parts_are_rounded_so_that_they_add_up(parts: list[str], decimals: int, shown: list[str]) -> None:
    assert rounded_parts([Fraction(part) for part in parts], decimals) == [Decimal(part) for part in shown]


@given(st.lists(st.fractions(-100, 100), max_size=5))
def test_f18_rounded_parts_are_their_rounded_sum_and_each_is_near(parts: list[Fraction]) -> None:
    result = rounded_parts(parts, 1)
    assert sum(result, Decimal(0)) == rounded(sum(parts, Fraction(0)), 1)
    assert all(abs(Fraction(shown) - part) < Fraction(1, 10) for shown, part in zip(result, parts, strict=True))


BANDS = (91, 76, 66, 51)


@pytest.mark.parametrize(
    ("percent", "shown"),
    [
        ("90.99", "90.9"),
        ("91", "91.0"),
        ("90.94", "90.9"),
        ("99.96", "99.9"),
        ("100", "100.0"),
        ("100.04", "100.0"),
        ("202.65", "202.7"),
        ("93.75", "93.8"),
        ("50.99", "50.9"),
        ("0.01", "0.1"),
        ("0", "0.0"),
        ("80.625", "80.6"),
    ],
)
def test_an_achievement_has_one_decimal_that_never_crosses_an_edge(percent: str, shown: str) -> None:
    assert str(achievement_percent(Fraction(percent) / 100, BANDS)) == shown


@given(st.fractions(0, 3, max_denominator=10**6))
def test_what_is_printed_of_an_achievement_lies_in_its_own_band(share: Fraction) -> None:
    shown = Fraction(achievement_percent(share, BANDS))
    assert abs(shown - share * 100) <= Fraction(1, 10)
    for edge in (*BANDS, 100):
        assert (shown >= edge) == (share * 100 >= edge)
