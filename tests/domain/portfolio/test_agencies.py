"""Reliability of agencies: kept promises with their n, own lateness apart, who is waited for; best first."""

from datetime import timedelta

from smartcity.domain.grouping import Count
from smartcity.domain.plan.blockers import Lateness, with_blockers
from smartcity.domain.plan.dependencies import Wait
from smartcity.domain.plan.programmes import Milestone
from smartcity.domain.portfolio.agencies import Reliability, promises_of_all, reliabilities
from smartcity.domain.portfolio.portfolio import Portfolio
from tests.domain.cities import DLH, PUPR, milestone, portfolio, programme
from tests.domain.plans import TODAY, done, step

DAY = timedelta(days=1)


def promise_met(number: int, *, late_by: int = 0) -> Milestone:
    """Promised for ten days ago, and done `late_by` days after."""
    due = TODAY - 10 * DAY
    return milestone(number, step(due - 60 * DAY, due, verified=done(due + late_by * DAY)))


def promise_open(number: int) -> Milestone:
    return milestone(number, step(TODAY, TODAY + DAY))


def city(own: tuple[Milestone, ...], others: tuple[Milestone, ...], *waits: Wait) -> Portfolio:
    """DLH leads the first, PUPR the others."""
    both = (programme(1, *own), programme(2, *others, lead=PUPR))
    return portfolio(*with_blockers(both, waits, (DLH, PUPR), TODAY))


def test_the_best_share_comes_first_then_the_larger_n_and_no_promise_last() -> None:
    ranked = reliabilities(city((promise_met(1), promise_met(2, late_by=1)), (promise_met(3), promise_met(4))))
    assert [(one.agency, one.promises) for one in ranked] == [(PUPR, Count(2, 2)), (DLH, Count(1, 2))]
    ranked = reliabilities(city((promise_met(1),), (promise_met(3), promise_met(4))))
    assert [one.promises.of for one in ranked] == [2, 1]
    assert promises_of_all(ranked) == Count(3, 3)


def test_who_promised_nothing_yet_is_listed_only_where_somebody_waits() -> None:
    assert reliabilities(city((promise_open(1),), (promise_open(2),))) == ()
    wait = Wait(1, 1, TODAY, TODAY, on_agency="PUPR")
    assert reliabilities(city((promise_open(1),), (promise_open(2),), wait)) == (
        Reliability(PUPR, Count(0, 0), Lateness(0, 0), 1),
    )


def test_own_lateness_stands_apart_and_a_milestone_that_waits_twice_counts_once() -> None:
    since = TODAY - 30 * DAY
    waits = [Wait(1, 1, since, since, on_agency="PUPR"), Wait(2, 1, since, since, on_milestone=3)]
    by_agency = {one.agency: one for one in reliabilities(city((milestone(1), milestone(2)), (milestone(3),), *waits))}
    assert (by_agency[DLH].late, by_agency[DLH].awaited) == (Lateness(1, 1), 0)
    assert (by_agency[PUPR].late, by_agency[PUPR].awaited) == (Lateness(1, 0), 1)
    assert promises_of_all([]).share is None
