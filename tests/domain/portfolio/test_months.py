"""Groups month by month: a share and a health by the days things happened, promises by the day they fell due."""

from datetime import date, timedelta
from fractions import Fraction

from smartcity.domain.enums import Health
from smartcity.domain.grouping import Count
from smartcity.domain.portfolio.months import MonthState, agency_months, dimension_months
from smartcity.domain.portfolio.portfolio import Portfolio
from tests.domain.cities import DLH, milestone, portfolio, programme
from tests.domain.plans import TODAY, done, step

JULY, AUGUST, SEPTEMBER = date(2026, 7, 31), date(2026, 8, 31), date(2026, 9, 30)
OCTOBER, DECEMBER = date(2026, 10, 31), date(2026, 12, 31)
LATE = step(date(2026, 7, 1), JULY, verified=done(date(2026, 8, 20)))
KEPT = step(date(2026, 7, 1), SEPTEMBER, verified=done(date(2026, 9, 29)))


def months_of(plan: Portfolio, code: str = DLH.code) -> dict[date, MonthState]:
    return {one.day: one for one in agency_months(plan) if one.group.code == code}


def test_a_month_stands_by_what_had_happened_when_it_ended() -> None:
    months = months_of(portfolio(programme(1, milestone(1, LATE), milestone(2, KEPT))))
    assert list(months) == [JULY, AUGUST, SEPTEMBER, OCTOBER, TODAY]
    assert [one.progress and (one.progress.planned, one.progress.verified) for one in months.values()] == [
        (Fraction(1, 2), 0),
        (Fraction(1, 2), Fraction(1, 2)),
        (1, 1),
        (1, 1),
        (1, 1),
    ]
    assert [one.health for one in months.values()] == [Health.LATE, Health.ON_TRACK, *[Health.DONE] * 3]


def test_a_promise_falls_due_the_day_after() -> None:
    months = months_of(portfolio(programme(1, milestone(1, LATE), milestone(2, KEPT))))
    assert [one.promises for one in months.values()] == [
        Count(0, 0),
        Count(0, 1),
        Count(0, 1),
        Count(1, 2),
        Count(1, 2),
    ]


def test_after_the_day_only_the_plan_is_known() -> None:
    months = months_of(portfolio(programme(1, milestone(1, step(date(2026, 11, 1), DECEMBER)))))
    assert list(months) == [TODAY, DECEMBER]
    coming = months[DECEMBER]
    assert (coming.planned, coming.progress, coming.health, coming.promises) == (1, None, None, None)


def test_what_is_cancelled_leaves_from_its_day_on_and_nothing_counts_is_unknown() -> None:
    gone = step(date(2026, 7, 1), AUGUST, cancelled_on=OCTOBER - timedelta(days=10))
    plan = portfolio(programme(1, milestone(1, gone)), programme(2, milestone(2, KEPT)))
    by_agency, by_dimension = months_of(plan), {one.day: one for one in dimension_months(plan)}
    assert list(by_agency) == list(by_dimension)
    assert [by_dimension[day].planned for day in (SEPTEMBER, OCTOBER)] == [1, 1]
    assert [one.health for one in months_of(portfolio(programme(1, milestone(1, gone)))).values()] == [
        Health.NOT_DUE,
        Health.LATE,
        Health.LATE,
        Health.UNKNOWN,
        Health.UNKNOWN,
    ]


def test_an_agency_without_programmes_is_there_and_a_plan_without_milestones_has_no_months() -> None:
    nobody = months_of(portfolio(programme(1, milestone(1, KEPT))), "PUPR")
    assert {(one.planned, one.health) for one in nobody.values()} == {(None, Health.UNKNOWN)}
    assert list(agency_months(portfolio(programme(1)))) == []
