"""Money: blank is not zero, sums by source, the gap to the work done."""

from decimal import Decimal
from fractions import Fraction

import pytest

from smartcity.domain.budgets import Line, Purse, by_source, purse
from smartcity.domain.kinds import BudgetSource

APBD, OTHER = BudgetSource.APBD, BudgetSource.NON_APBD


def line(ceiling: int, *quarters: int, source: BudgetSource = APBD) -> Line:
    return Line("P", 2026, source, Decimal(ceiling), tuple((n, Decimal(q)) for n, q in enumerate(quarters, 1)))


@pytest.mark.parametrize(
    ("lines", "realised", "silent", "share"),
    [
        ([line(100, 25, 25)], 50, 0, Fraction(1, 2)),
        ([line(100)], None, 1, None),
        ([line(100, 0)], 0, 0, Fraction(0)),
        ([line(100, 50), line(100)], 50, 1, Fraction(1, 4)),
        ([line(0, 10)], 10, 0, None),
        ([line(100, 130)], 130, 0, Fraction(13, 10)),
    ],
)
def test_lines_become_one_purse(lines: list[Line], realised: int | None, silent: int, share: Fraction | None) -> None:
    found = purse(lines)
    assert found is not None
    assert (found.realised, found.silent, found.share) == (realised, silent, share)


def test_no_line_is_no_purse() -> None:
    assert purse([]) is None
    assert by_source([]) == ()


def test_sources_stand_apart() -> None:
    found = by_source([line(10, 5, source=OTHER), line(100, 1), line(100, 2)])
    assert [(source, summed.ceiling, summed.realised) for source, summed in found] == [(APBD, 200, 3), (OTHER, 10, 5)]


@pytest.mark.parametrize(
    ("physical", "gap"), [(Fraction(3, 4), 25), (Fraction(1, 2), 0), (Fraction(1, 4), -25), (None, None)]
)
def test_the_gap_is_in_points(physical: Fraction | None, gap: int | None) -> None:
    assert Purse(Decimal(100), Decimal(50), 1, 0).gap(physical) == gap
    assert Purse(Decimal(100), None, 1, 1).gap(physical) is None


def test_the_newest_quarter_is_named() -> None:
    assert line(1, 1, 2).newest_quarter == 2
    assert line(1).newest_quarter is None
