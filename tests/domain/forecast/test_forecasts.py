"""Foresight over a plan: what has a range and what has none, the programme's end, the city's year."""

from datetime import date, timedelta
from typing import Any

import pytest

from smartcity.domain.forecast.forecasts import Forecasts
from smartcity.domain.forecast.slip_history import ENOUGH, Forecast
from smartcity.domain.plan.milestones import MilestoneFacts
from smartcity.domain.plan.programmes import Milestone
from tests.domain.cities import milestone, portfolio, programme
from tests.domain.plans import TODAY, done, step

YEAR_END = date(TODAY.year, 12, 31)


def of(number: int, facts: MilestoneFacts) -> Milestone:
    return milestone(number, facts)


def past(number: int, slip: int) -> Milestone:
    """Finished `slip` days after its promise, and verified."""
    due = TODAY - timedelta(days=200)
    claim = done(due + timedelta(days=slip))
    return of(number, step(due - timedelta(days=60), due, latest=claim, verified=claim))


def due_in(number: int, days: int, **facts: Any) -> Milestone:
    due = TODAY + timedelta(days=days)
    return of(number, step(due - timedelta(days=60), due, **facts))


def history(slip: int = 10, n: int = ENOUGH) -> list[Milestone]:
    return [past(100 + number, slip) for number in range(n)]


def ends(forecasts: Forecasts) -> dict[int, Forecast]:
    """By milestone, where there is one."""
    return {m.id: end for p, m in forecasts.plan.milestones if (end := forecasts.milestone(p, m))}


def test_every_open_milestone_has_a_range_and_no_other() -> None:
    claim = done(TODAY)
    mixed = [
        due_in(1, 5),
        due_in(2, 5, latest=claim),
        due_in(3, 5, cancelled_on=TODAY),
        due_in(4, 5, postponed=True),
        due_in(5, -50),
    ]
    milestones = ends(Forecasts(portfolio(programme(1, *history(), *mixed))))
    assert set(milestones) == {1}
    assert milestones[1].likely == milestones[1].late == TODAY + timedelta(days=15)


@pytest.mark.parametrize(("n", "enough"), [(ENOUGH - 1, False), (ENOUGH, True)])
def test_a_short_history_foresees_nothing(n: int, *, enough: bool) -> None:
    foreseen = Forecasts(portfolio(programme(1, *history(n=n), due_in(1, 5))))
    assert foreseen.is_enough is enough
    assert bool(ends(foreseen)) is enough
    assert (foreseen.year_end is not None) is enough


def test_a_programme_with_one_unknowable_milestone_has_no_end() -> None:
    fine, lost = programme(1, *history(), due_in(1, 5)), programme(2, due_in(2, 5), due_in(3, -50))
    foreseen = Forecasts(portfolio(fine, lost))
    assert foreseen.programme(fine) is not None
    assert foreseen.programme(lost) is None


def test_a_finished_programme_has_no_end_to_foresee() -> None:
    finished = programme(1, *history())
    assert Forecasts(portfolio(finished)).programme(finished) is None


@pytest.mark.parametrize(("days_before_new_year", "expected"), [(10, 1.0), (9, 0.5)])
def test_the_year_counts_what_is_likely_to_be_finished_in_it(days_before_new_year: int, expected: float) -> None:
    """Everything slips by ten days: due ten days before the year's end it is in, a day later it is not."""
    due = (YEAR_END - TODAY).days - days_before_new_year
    plan = portfolio(programme(1, *history()), programme(2, due_in(1, due)))
    year_end = Forecasts(plan).year_end
    assert year_end is not None
    assert (year_end.planned, year_end.expected) == (1.0, expected)


def test_the_same_state_gives_the_same_forecast() -> None:
    plan = portfolio(programme(1, *history(), due_in(1, 5), due_in(2, 90)))
    assert ends(Forecasts(plan)) == ends(Forecasts(plan))


def test_an_empty_plan_foresees_nothing() -> None:
    assert Forecasts(portfolio()).year_end is None
