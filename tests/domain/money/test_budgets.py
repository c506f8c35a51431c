"""Money: blank is not zero, what is not due yet is neither, sums by source and quarter."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from smartcity.domain.enums import BudgetSource
from smartcity.domain.money.budgets import Line, Spent, budget_rows, budget_total, spent

APBD, OTHER = BudgetSource.APBD, BudgetSource.NON_APBD
TODAY = date(2026, 11, 24)


def line(ceiling: int, *quarters: int, source: BudgetSource = APBD, year: int = 2026) -> Line:
    return Line("P", year, source, Decimal(ceiling), tuple((n, Decimal(q)) for n, q in enumerate(quarters, 1)))


@pytest.mark.parametrize(
    ("lines", "realised", "silent", "share"),
    [
        ([line(100, 25, 25)], 50, 0, Fraction(1, 2)),
        ([line(100)], None, 1, None),
        ([line(100, 0)], 0, 0, Fraction(0)),
        ([line(100, 50), line(300)], 50, 1, Fraction(1, 2)),
        ([line(0, 10)], 10, 0, None),
        ([line(100, 130)], 130, 0, Fraction(13, 10)),
    ],
)
def test_lines_become_one_purse(lines: list[Line], realised: int | None, silent: int, share: Fraction | None) -> None:
    total = budget_total(lines)
    assert total is not None
    assert (total.realised, total.silent, total.share) == (realised, silent, share)


amounts = st.lists(st.integers(0, 90), max_size=4)


@settings(max_examples=200)
@given(st.lists(amounts, min_size=1, max_size=4))
def test_f22_a_share_that_rises_without_a_realisation_says_that_one_more_is_silent(amounts: list[list[int]]) -> None:
    lines = [line(100, *quarters) for quarters in amounts]
    before = budget_total(lines)
    assert before is not None
    for place, one in enumerate(lines):
        for gone in one.quarters:
            remaining = tuple(quarter for quarter in one.quarters if quarter is not gone)
            after = budget_total([*lines[:place], replace(one, quarters=remaining), *lines[place + 1 :]])
            assert after is not None
            is_better = (after.share or Fraction(0)) > (before.share or Fraction(0))
            assert not is_better or after.silent > before.silent


def test_no_line_is_no_purse() -> None:
    assert budget_total([]) is None
    assert budget_rows([], TODAY) == ()


@pytest.mark.parametrize(
    ("today", "amounts", "due"),
    [
        (date(2026, 3, 31), (), 0),
        (date(2026, 4, 1), (), 1),
        (date(2026, 12, 31), (), 3),
        (date(2027, 1, 1), (), 4),
        (date(2026, 3, 31), (5,), 0),
    ],
)
def test_a_quarter_is_due_the_day_after_its_last(today: date, amounts: tuple[int, ...], due: int) -> None:
    spending = spent([line(100, *amounts)], 2026, today)
    assert [one.is_due for one in spending] == [number <= due for number in range(1, 5)]
    assert spending[0].amount == (5 if amounts else None)
    assert sum(one.silent for one in spending) == max(due - len(amounts), 0)


def test_a_quarter_sums_what_was_told_and_counts_who_was_silent() -> None:
    spending = spent([line(100, 10, 0), line(100, 5), line(100)], 2026, TODAY)
    assert spending == (
        Spent(1, Decimal(15), is_due=True, silent=1),
        Spent(2, Decimal(0), is_due=True, silent=2),
        Spent(3, None, is_due=True, silent=3),
        Spent(4, None, is_due=False, silent=0),
    )


def test_sources_stand_apart_their_sum_last_the_newest_year_first() -> None:
    lines = [line(10, 5, source=OTHER), line(100, 1), line(100, 2), line(50, 9, year=2025)]
    rows = [(row.year, row.source, row.total.ceiling, row.total.realised) for row in budget_rows(lines, TODAY)]
    assert rows == [(2026, APBD, 200, 3), (2026, OTHER, 10, 5), (2026, None, 210, 8), (2025, APBD, 50, 9)]
