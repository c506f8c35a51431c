"""What was said of each milestone: the newest update that was not returned, and the newest verified one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from smartcity.domain.claims import NOTHING_SAID, Claims
from smartcity.domain.kinds import Verdict
from smartcity.domain.milestones import Said
from smartcity.queries.known import Known
from smartcity.store.tables import DueDateChange, MilestoneUpdate, UpdateReview


def claims(session: Session, when: Known) -> Mapping[int, Claims]:
    """By milestone id; milestones nobody spoke of are missing."""
    answered = verdicts(session, when)
    update: Any = MilestoneUpdate
    rows = session.execute(
        select(update.id, update.milestone_id, update.claim, update.percent, update.achieved_on, update.recorded_at)
        .where(when.sees(update))
        .order_by(update.recorded_at, update.id)
    ).all()
    found: dict[int, Claims] = {}
    for row in rows:
        before, said = found.get(row.milestone_id, NOTHING_SAID), Said(row.claim, row.percent, row.achieved_on)
        found[row.milestone_id] = before.after(said, answered.get(row.id), when.local(row.recorded_at), when.as_of)
    return found


def verdicts(session: Session, when: Known) -> Mapping[int, Verdict]:
    """The newest on each update, by its id; those without one are missing."""
    review: Any = UpdateReview
    rows = session.execute(
        select(review.update_id, review.verdict).where(when.sees(review)).order_by(review.recorded_at, review.id)
    )
    return {row.update_id: row.verdict for row in rows}


@dataclass(frozen=True, slots=True)
class Promise:
    """The due date as promised then, how often it had been moved, and when that was last approved."""

    due_on: date
    moves: int
    promised_at: datetime


def promises(session: Session, when: Known) -> Mapping[int, Promise]:
    """By milestone id, approved changes only; milestones never moved are missing."""
    change: Any = DueDateChange
    rows = session.execute(
        select(change.milestone_id, change.new_due_on, change.approved_at)
        .where(when.sees(change), change.approved_at <= when.until)
        .order_by(change.approved_at, change.id)
    ).all()
    found: dict[int, Promise] = {}
    for milestone_id, new_due_on, approved_at in rows:
        moves = found[milestone_id].moves + 1 if milestone_id in found else 1
        found[milestone_id] = Promise(new_due_on, moves, when.local(approved_at))
    return found


def newest(instants: Iterable[datetime | None]) -> datetime | None:
    """The latest of the known instants."""
    return max((at for at in instants if at is not None), default=None)
