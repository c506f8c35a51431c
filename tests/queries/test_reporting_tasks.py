"""What an agency must say first, and how a programme would stand when it has been said; on the miniature plan."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import Engine

from smartcity.commands.contexts import milestones
from smartcity.domain.enums import Claim, Health, MilestoneStatus, OwnRating, Reporting, Role, Verdict
from smartcity.domain.errors import present
from smartcity.domain.forecast.preview import as_if_sent, changed
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.reasons import TaskReason
from smartcity.domain.reporting.reporting_tasks import ReportingTask, ranked_tasks
from smartcity.domain.reporting.submission import ReportContext, Step, Submission
from smartcity.queries import history, portfolio
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.people import make_account
from tests.plan import FOURTH, M1, M2, M3, M4, NOON, TODAY, build

DAY = timedelta(days=1)


@pytest.fixture
def plan(engine: Engine) -> Portfolio:
    build(engine)
    with reading(engine) as session:
        shown_plan = portfolio.load_portfolio(session, TODAY)
    assert shown_plan is not None
    return shown_plan


@pytest.fixture
def first(plan: Portfolio) -> Programme:
    shown_programme = plan.programme("P-1")
    assert shown_programme is not None
    return shown_programme


@pytest.fixture
def context(engine: Engine, plan: Portfolio) -> Iterator[ReportContext]:  # noqa: ARG001 - `plan` fills the database
    actor = make_account(engine, Role.AGENCY, "A")
    with reading(engine) as session:
        yield milestones.report_context(session, actor, "P-1", FOURTH, NOON)


def task(programme: Programme, returned: set[int] | None = None, today: date = TODAY) -> ReportingTask:
    return ranked_tasks([programme], returned or set(), today)[0]


def without(programme: Programme, *ids: int) -> Programme:
    return replace(programme, milestones=tuple(m for m in programme.milestones if m.id not in ids))


def test_a_programme_is_listed_for_its_strongest_duty(first: Programme) -> None:
    listed_task = task(first, {M2})
    assert (listed_task.reason, [m.id for m in listed_task.milestones]) == (TaskReason.RETURNED, [M2])
    listed_task = task(first)
    assert (listed_task.reason, [m.id for m in listed_task.milestones], listed_task.days) == (TaskReason.LATE, [M1], 24)
    listed_task = task(without(first, M1))
    assert (listed_task.reason, [m.id for m in listed_task.milestones], listed_task.days) == (
        TaskReason.DUE_SOON,
        [M3],
        21,
    )
    assert task(without(first, M1, M3)).reason is TaskReason.UNREPORTED
    reported = replace(without(first, M1, M3), reporting=Reporting.ON_TIME)
    assert task(reported).reason is TaskReason.REST


@pytest.mark.parametrize(
    ("days", "reason"), [(13, TaskReason.DUE_SOON), (14, TaskReason.DUE_SOON), (15, TaskReason.UNREPORTED)]
)
def test_soon_is_two_weeks(first: Programme, days: int, reason: TaskReason) -> None:
    """M-2 runs and is due on 31 December."""
    assert task(without(first, M1, M3, M4), today=date(2026, 12, 31) - days * DAY).reason is reason


def test_returned_before_late_before_soon_before_unreported_before_the_rest(first: Programme) -> None:
    quiet = without(first, M1, M3)
    rest = replace(quiet, code="E", reporting=Reporting.ON_TIME)
    late_and_sent = replace(without(first, M2), code="B2", reporting=Reporting.LATE)
    back = replace(first, code="A", milestones=(replace(first.milestones[1], id=99),))
    everything = [rest, replace(quiet, code="D"), late_and_sent, replace(without(first, M1, M2), code="C")]
    everything += [replace(without(first, M2), code="B1"), back]
    assert [task_row.programme.code for task_row in ranked_tasks(everything, {99}, TODAY)] == [
        "A",
        "B1",
        "B2",
        "C",
        "D",
        "E",
    ]
    waits = {task_row.programme.code: task_row.waits for task_row in ranked_tasks(everything, set(), TODAY)}
    assert waits == {"A": True, "B1": True, "B2": False, "C": True, "D": True, "E": False}


@pytest.mark.usefixtures("plan")
def test_a_returned_claim_is_no_longer_one_once_claimed_anew(engine: Engine) -> None:
    def claim(verdict: Verdict | None) -> None:
        with writing(engine) as session:
            at: dict[str, Any] = {"recorded_at": NOON, "recorded_by": "Operator A"}
            update = t.MilestoneUpdate(**at, milestone_id=M2, claim=Claim.DONE, achieved_on=TODAY)
            session.add(update)
            session.flush()
            if verdict:
                session.add(t.UpdateReview(**at, update_id=present(update.id), verdict=verdict, note="Foto buram"))

    claim(Verdict.RETURNED)
    with reading(engine) as session:
        returned = history.returned_updates(session, TODAY, (M1, M2))
    assert {number: update.answer and update.answer.note for number, update in returned.items()} == {M2: "Foto buram"}
    claim(None)
    with reading(engine) as session:
        assert history.returned_updates(session, TODAY, (M1, M2)) == {}


def test_the_outlook_is_what_every_screen_will_compute(
    first: Programme, context: ReportContext, plan: Portfolio
) -> None:
    given = Submission(
        own_rating=OwnRating.ON_TRACK,
        obstacle="hujan",
        obstacle_milestone=M2,
        steps={M1: Step(Claim.DONE, None, TODAY), M3: Step(Claim.RUNNING, 10)},
    )
    after = as_if_sent(first, given, context, plan.plan)
    assert first.progress is not None
    assert after.progress is not None
    assert (first.progress.claimed, after.progress.claimed) == (Fraction(1, 4), Fraction(1, 2))
    assert after.progress.verified == first.progress.verified == Fraction(1, 4)
    assert (after.health, after.is_semangka) == (Health.LATE, True)
    assert after.report is not None
    assert (after.report.obstacle, after.report.period.number) == ("hujan", 4)
    seen = {old.id: (old.status, new.status) for old, new in changed(first, after)}
    assert seen == {
        M1: (MilestoneStatus.LATE, MilestoneStatus.AWAITING_VERIFICATION),
        M2: (MilestoneStatus.ON_TRACK, MilestoneStatus.AT_RISK),
        M3: (MilestoneStatus.AT_RISK, MilestoneStatus.ON_TRACK),
    }


def test_the_ground_is_what_the_screens_show(first: Programme, context: ReportContext) -> None:
    """The command reads by itself; it must find the same facts."""
    shown = {m.id: replace(m.facts, has_obstacle=False) for m in first.milestones}
    assert {number: state.facts for number, state in context.milestones.items()} == shown
    assert [number for number, state in context.milestones.items() if state.has_evidence] == [M4]
    assert (context.newest, context.agency) == (1, "A")
