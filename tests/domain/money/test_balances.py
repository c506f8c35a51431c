"""Money beside work: the year's own work, the gap in points, the widest first, several programmes as one."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from smartcity.domain.enums import BudgetSource, CreditRule
from smartcity.domain.money.balances import (
    Balance,
    CombinedSpending,
    combined_spending,
    spendings,
    widest_first,
    work_of_year,
)
from smartcity.domain.money.budgets import BudgetTotal, Line
from smartcity.domain.plan.milestones import MilestoneFacts
from tests.domain.cities import milestone, programme
from tests.domain.plans import TODAY, done, running, step

RULE = CreditRule.COMPLETED_ONLY
LAST, FIRST = date(2025, 12, 31), date(2026, 1, 1)
HALF = Fraction(1, 2)


def due(day: date, weight: int = 1, **facts: Any) -> MilestoneFacts:
    return step(day - timedelta(days=30), day, weight, **facts)


@pytest.mark.parametrize(
    ("milestones", "share"),
    [
        ([], None),
        ([due(date(2026, 12, 31))], 0),
        ([due(date(2027, 1, 1))], None),
        ([due(date(2027, 1, 1), verified=done(TODAY))], None),
        ([due(LAST, verified=done(LAST))], None),
        ([due(LAST, verified=done(FIRST))], 1),
        ([due(LAST)], 0),
        ([due(TODAY, 3, verified=done(TODAY)), due(TODAY)], Fraction(3, 4)),
        ([due(TODAY, verified=done(TODAY)), due(TODAY, cancelled_on=TODAY)], 1),
        ([due(TODAY, latest=done(TODAY))], 0),
    ],
    ids=[
        "nothing",
        "due on the last day",
        "due the day after",
        "done early",
        "done the year before",
        "done this year",
        "carried over",
        "weights",
        "cancelled",
        "claimed only",
    ],
)
def test_the_work_of_a_year(milestones: list[MilestoneFacts], share: Fraction | int | None) -> None:
    assert work_of_year(milestones, RULE, 2026, TODAY) == share


def test_the_credit_rule_of_the_plan_counts_here_too() -> None:
    claimed, confirmed = due(TODAY, latest=running(40)), due(TODAY, verified=running(40))
    assert work_of_year([claimed], CreditRule.REPORTED_PERCENT, 2026, TODAY) == 0
    assert work_of_year([confirmed], CreditRule.REPORTED_PERCENT, 2026, TODAY) == Fraction(2, 5)


@pytest.mark.parametrize(
    ("physical", "gap"), [(Fraction(3, 4), 25), (HALF, 0), (Fraction(1, 4), -25), (Fraction(0), -50), (None, None)]
)
def test_the_gap_is_in_points(physical: Fraction | None, gap: int | None) -> None:
    assert Balance(BudgetTotal(Decimal(100), Decimal(50), Decimal(100), 1, 0), physical).gap == gap
    assert Balance(BudgetTotal(Decimal(100), None, Decimal(0), 1, 1), physical).gap is None


def line(code: str, ceiling: int, *quarters: int, year: int = 2026) -> Line:
    quarterly = tuple((n, Decimal(amount)) for n, amount in enumerate(quarters, 1))
    return Line(code, year, BudgetSource.APBD, Decimal(ceiling), quarterly)


CITY = [
    programme(1, milestone(1, due(TODAY, verified=done(TODAY)))),
    programme(2, milestone(2, due(TODAY))),
    programme(3, milestone(3, due(TODAY))),
    programme(4),
    programme(5, milestone(5, due(TODAY))),
]
LINES = [line("P1", 100, 70), line("P2", 300, 120), line("P3", 50), line("P4", 10, 5), line("P1", 80, 80, year=2025)]
LINES += [line("P2", 999, year=2027)]


def test_every_programme_with_a_budget_in_its_newest_year() -> None:
    by_code = {one.programme.code: (one.year, one.balance.gap) for one in spendings(CITY, LINES, RULE, TODAY)}
    assert by_code == {"P1": (2026, 30), "P2": (2026, -40), "P3": (2026, None), "P4": (2026, None)}


def test_the_widest_gap_comes_first_whichever_way() -> None:
    ranked = widest_first(spendings(CITY, LINES, RULE, TODAY))
    assert [one.programme.code for one in ranked] == ["P2", "P1", "P3", "P4"]


def test_several_as_one_weigh_by_their_ceilings_and_name_who_is_missing() -> None:
    compared = spendings(CITY, LINES, RULE, TODAY)
    whole = combined_spending(compared, LINES)
    assert isinstance(whole, CombinedSpending)
    assert (whole.year, whole.n, whole.missing) == (2026, 4, 2)
    assert (whole.balance.budget.ceiling, whole.balance.budget.realised) == (460, 195)
    assert whole.balance.physical == Fraction(100, 400)
    assert whole.balance.financial == Fraction(195, 410)
    assert combined_spending([], LINES) is None
