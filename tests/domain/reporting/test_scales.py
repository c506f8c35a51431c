"""Numbers of one size: within twenty times, whatever their sign."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcity.domain.reporting.anomalies import are_far_apart, is_far_from, middle, outliers

SIZES = st.lists(st.decimals(0, 10**12, places=2), max_size=12)


@pytest.mark.parametrize(
    ("one", "two", "far"),
    [
        ("20", "1", False),
        ("20.01", "1", True),
        ("1", "20.01", True),
        ("-20.01", "1", True),
        ("0", "1000", False),
        ("0", "0", False),
        ("0.756", "12000", True),
    ],
)
def test_i14_beyond_twenty_is_far(one: str, two: str, *, far: bool) -> None:
    assert are_far_apart(Decimal(one), Decimal(two)) is far


@pytest.mark.parametrize(
    ("value", "goal", "is_part", "far"),
    [("1", "64", False, True), ("1", "64", True, False), ("0.79", "64", True, True), ("1300", "64", True, True)],
)
def test_i14_a_quarter_of_a_year_may_be_less(value: str, goal: str, *, is_part: bool, far: bool) -> None:
    assert is_far_from(Decimal(value), Decimal(goal), is_part=is_part) is far


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((), []),
        ((0, 0), []),
        ((1, 20), []),
        ((1, 21), [0, 1]),
        ((25, 25, 25, 1), [3]),
        ((1, 1, 1, 25), [3]),
        ((15_000_000, 305_689_779_000), [0, 1]),
        ((2, 5, 10, 41), [0, 3]),
        ((100, 110, 95, 100_000, 2, 0), [3, 4]),
    ],
)
def test_i14_those_far_from_the_middle_else_the_ends(values: tuple[int, ...], expected: list[int]) -> None:
    assert outliers([Decimal(value) for value in values]) == expected


def test_the_middle_of_sizes() -> None:
    assert middle([]) is None
    assert middle([Decimal(0)]) is None
    assert middle([Decimal(3), Decimal(-1), Decimal(2), Decimal(9), Decimal(0)]) == 2


@given(SIZES)
def test_whatever_spreads_beyond_twenty_has_outliers_and_nothing_else(values: list[Decimal]) -> None:
    sizes = [value for value in values if value]
    spreads = bool(sizes) and are_far_apart(min(sizes), max(sizes))
    assert bool(outliers(values)) == spreads
