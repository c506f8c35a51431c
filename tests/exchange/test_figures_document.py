"""The document of all figures says what is unknown as unknown, and the age of what was told."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.snapshot import take_snapshot
from smartcity.exchange.figures_document import Instant, figures_document
from tests.domain.cities import days_ago, milestone, portfolio, programme
from tests.domain.plans import TODAY, running, step

BEGUN, DUE = TODAY - timedelta(days=90), TODAY - timedelta(days=30)


def document(one: Programme) -> dict[str, Any]:
    plan = replace(portfolio(one), period=None)
    return figures_document(take_snapshot(plan, (), ()), Instant(1))


def test_f5_an_update_ages_without_a_reporting_period() -> None:
    claimed = milestone(1, step(BEGUN, DUE, latest=running(100)), said_at=days_ago(60))
    (row,) = document(programme(1, claimed))["milestones"]
    assert (row["status"], row["age_days"]) == ("late", 60)


def test_where_nothing_counts_the_curve_knows_as_little_as_the_headline() -> None:
    cancelled = milestone(1, step(BEGUN, DUE, cancelled_on=TODAY - timedelta(days=10)))
    answer = document(programme(1, cancelled, progress=None))
    at = {point["day"]: point for point in answer["curve"]}
    names = ("planned", "verified", "claimed")
    assert [at[TODAY.isoformat()][name] for name in names] == [answer["city"][name] for name in names] == [None] * 3
    assert [point["planned"] for point in answer["curve"] if point["day"] < DUE.isoformat()] == [0.0, 0.0]
