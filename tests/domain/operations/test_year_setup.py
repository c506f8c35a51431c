"""F25: what a year lacks, from the first of December on, to the day; and its periods as those of the year before."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from smartcity.domain.calendar import Period, PeriodDates, PeriodName
from smartcity.domain.enums import BudgetSource, Health, PeriodKind, Severity
from smartcity.domain.indicators.achievement import Goal
from smartcity.domain.money.budgets import Line
from smartcity.domain.operations.checks import year_findings
from smartcity.domain.operations.year_setup import (
    YearGap,
    copied_periods,
    lacking_budgets,
    lacking_periods,
    lacks_targets,
    urgent_periods,
    year_gaps,
    years_to_check,
)
from smartcity.domain.reasons import Check
from tests.domain.cities import PLAN, portfolio, programme
from tests.domain.indicators.test_outcomes import card, outcome

GOAL = Goal(None, None, None, "ada")
NAMES = [PeriodName(2026, number) for number in range(1, 5)]


def period(name: PeriodName, opens: date | None = None, closes: date | None = None) -> Period:
    """Opens the day after the quarter, due 20 days in."""
    usual = date(name.ends_on.year + name.ends_on.month // 12, name.ends_on.month % 12 + 1, 1)
    return Period(hash(name), name, PeriodDates(opens or usual, closes or usual.replace(day=20), 5))


YEAR = [period(name) for name in NAMES]


@pytest.mark.parametrize(
    ("today", "years"),
    [
        (date(2026, 11, 30), (2026,)),
        (date(2026, 12, 1), (2026, 2027)),
        (date(2026, 12, 31), (2026, 2027)),
        (date(2027, 1, 1), (2027,)),
        (date(2030, 12, 31), (2030,)),
        (date(2031, 1, 1), ()),
        (date(2025, 12, 1), (2026,)),
    ],
)
def test_f25_the_next_year_is_looked_at_from_december_and_only_within_the_plan(
    today: date, years: tuple[int, ...]
) -> None:
    """The plan runs from 2026 to 2030."""
    assert years_to_check(PLAN, today) == years


def test_f25_a_year_without_periods_lacks_all_of_the_kind_in_use() -> None:
    december = date(2026, 12, 1)
    assert lacking_periods(YEAR, 2027, december) == tuple(PeriodName(2027, number) for number in range(1, 5))
    months = [period(PeriodName(2026, number, PeriodKind.MONTH)) for number in range(1, 13)]
    assert [name.number for name in lacking_periods(months, 2027, december)] == list(range(1, 13))
    assert lacking_periods(YEAR, 2026, december) == ()


def test_f25_what_was_over_before_reporting_began_is_not_lacking() -> None:
    assert lacking_periods(YEAR[2:], 2026, date(2026, 12, 1)) == ()
    assert lacking_periods([], 2026, date(2026, 11, 30)) == (PeriodName(2026, 4),)
    assert lacking_periods([YEAR[0], YEAR[3]], 2026, date(2026, 12, 1)) == (NAMES[1], NAMES[2])


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2026, 12, 31), [1, 2, 3, 4]),
        (date(2027, 1, 2), [1, 2, 3, 4]),
        (date(2027, 12, 31), [1, 2, 3, 4]),
    ],
)
def test_f25_a_year_with_no_period_at_all_is_told_whole(today: date, expected: list[int]) -> None:
    assert [name.number for name in urgent_periods(YEAR, 2027, today)] == expected


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        (date(2027, 5, 29), []),
        (date(2027, 5, 30), [2]),
        (date(2027, 7, 1), [2]),
        (date(2027, 8, 30), [2, 3]),
    ],
)
def test_f25_who_opens_one_after_the_other_is_told_a_month_before_each_ends(today: date, expected: list[int]) -> None:
    periods = [*YEAR, period(PeriodName(2027, 1))]
    assert [name.number for name in urgent_periods(periods, 2027, today)] == expected


def test_f25_copied_periods_keep_their_dates_and_none_is_late_from_the_start() -> None:
    copied = copied_periods(YEAR, 2027, date(2026, 12, 30))
    assert [(str(name), dates.opens_on, dates.closes_on, dates.grace_days) for name, dates in copied] == [
        ("I/2027", date(2027, 4, 1), date(2027, 4, 20), 5),
        ("II/2027", date(2027, 7, 1), date(2027, 7, 20), 5),
        ("III/2027", date(2027, 10, 1), date(2027, 10, 20), 5),
        ("IV/2027", date(2028, 1, 1), date(2028, 1, 20), 5),
    ]
    assert [name.number for name, _ in copied_periods(YEAR, 2027, date(2027, 4, 20))] == [1, 2, 3, 4]
    assert [name.number for name, _ in copied_periods(YEAR, 2027, date(2027, 4, 21))] == [2, 3, 4]
    assert copied_periods(YEAR, 2028, date(2026, 12, 30)) == ()
    assert copied_periods(YEAR, 2026, date(2026, 12, 30)) == ()


@pytest.mark.parametrize(
    ("year_goals", "retired_on", "is_lacking"),
    [
        (((2026, GOAL),), None, True),
        (((2026, GOAL), (2027, GOAL)), None, False),
        (((2028, GOAL),), None, False),
        ((), None, False),
        (((2026, GOAL),), date(2026, 12, 31), False),
        (((2026, GOAL),), date(2028, 1, 1), True),
    ],
    ids=["ends", "goes on", "begins later", "never had any", "retired", "retires later"],
)
def test_f25_targets_that_end_with_the_year(
    year_goals: tuple[tuple[int, Goal], ...], retired_on: date | None, *, is_lacking: bool
) -> None:
    indicator = replace(outcome(), card=replace(card(), retired_on=retired_on), year_goals=year_goals, quarters=())
    assert lacks_targets(indicator, 2027) is is_lacking


def test_f25_budgets_of_programmes_that_go_on() -> None:
    goes_on, over = programme(1, ends_on=date(2027, 6, 30)), programme(2, ends_on=date(2026, 12, 31))
    whole = programme(3, ends_on=date(2027, 6, 30), health=Health.DONE)
    lines = [Line(code, 2026, BudgetSource.APBD, Decimal(10)) for code in ("P1", "P2", "P3")]
    assert [p.code for p in lacking_budgets((goes_on, over, whole), lines, 2027)] == ["P1"]
    assert [p.code for p in lacking_budgets((programme(1, ends_on=date(2028, 6, 30)),), lines, 2028)] == ["P1"]
    all_lines = [*lines, Line("P1", 2027, BudgetSource.NON_APBD, Decimal(1))]
    assert list(lacking_budgets((goes_on, over, whole), all_lines, 2027)) == []
    assert list(lacking_budgets((goes_on,), (), 2027)) == [], "who keeps no budgets here lacks none"


def test_f25_the_checks_say_it_softly_before_and_plainly_in_the_year() -> None:
    plan, indicator = portfolio(programme(1)), replace(outcome(), year_goals=((2026, GOAL),), quarters=())
    for today, severity in ((date(2026, 12, 31), Severity.DOUBT), (date(2027, 1, 1), Severity.WRONG)):
        lacks = year_gaps(plan, YEAR, [indicator], [], today)
        assert [lack.year for lack in lacks] == [2027]
        by_check = {f.check: f for f in year_findings(lacks, today)}
        assert (by_check[Check.PERIOD_LACKING].severity, by_check[Check.PERIOD_LACKING].count) == (severity, 4)
        assert (by_check[Check.INDICATOR_YEARLESS].severity, by_check[Check.INDICATOR_YEARLESS].count) == (severity, 1)
        assert by_check[Check.PROGRAMME_UNFUNDED].severity is Severity.FINE
    assert year_gaps(plan, YEAR, [indicator], [], date(2026, 11, 30)) == ()
    assert YearGap(2027).is_empty
