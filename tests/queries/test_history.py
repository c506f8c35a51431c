"""What was cancelled or postponed later was neither on an earlier day, whenever the import told of it."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import Engine

from smartcity.domain.enums import MilestoneStatus
from smartcity.domain.plan.programmes import Milestone
from smartcity.domain.portfolio.portfolio import progress_curve_of
from smartcity.queries import portfolio
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.plan import BEGUN, build

EDITED = date(2026, 11, 3)


@pytest.fixture
def city(database: Engine) -> Engine:
    """One import of January whose rows say that M-5 was cancelled and M-6 postponed on 3 November."""
    build(database)
    days = {"starts_on": date(2026, 1, 2), "due_on": date(2026, 12, 20), "first_due_on": date(2026, 12, 20)}
    fields: dict[str, Any] = {"batch_id": 1, "recorded_at": BEGUN, "action_plan_id": 1, **days}
    with writing(database) as session:
        session.add(t.Milestone(**fields, code="M-5", name="Batal", cancelled_on=EDITED))
        session.add(t.Milestone(**fields, code="M-6", name="Tunda", postponed_on=EDITED))
    return database


def seen(engine: Engine, day: date) -> dict[str, Milestone]:
    with reading(engine) as session:
        plan = portfolio.load_portfolio(session, day)
    assert plan is not None
    return {milestone.code: milestone for _, milestone in plan.milestones}


@pytest.mark.parametrize(
    ("day", "statuses"),
    [
        (date(2026, 11, 2), (MilestoneStatus.AT_RISK, MilestoneStatus.AT_RISK)),
        (EDITED, (MilestoneStatus.CANCELLED, MilestoneStatus.POSTPONED)),
    ],
)
def test_an_edit_counts_from_its_day(city: Engine, day: date, statuses: tuple[MilestoneStatus, ...]) -> None:
    shown = seen(city, day)
    assert (shown["M-5"].status, shown["M-6"].status) == statuses


def test_the_planned_curve_of_an_earlier_day_does_not_know_it(city: Engine) -> None:
    with reading(city) as session:
        plan = portfolio.load_portfolio(session, date(2026, 11, 2))
    assert plan is not None
    later = progress_curve_of(plan.programmes[0], plan.plan.rule).progress_on(date(2026, 12, 10))
    assert later is not None
    assert later.planned == Fraction(2, 6)
