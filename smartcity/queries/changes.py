"""Changes that were asked for of milestones, with their answers, as known on a day."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from smartcity.domain.history import Change, Move, Proposal
from smartcity.domain.kinds import ChangeKind, Verdict
from smartcity.domain.verification import Answer
from smartcity.queries.known import Known
from smartcity.queries.updates import answers
from smartcity.store import tables as t


def changes_asked(session: Session, when: Known) -> tuple[Change, ...]:
    """Moved dates and other proposals, oldest first."""
    found: list[Change] = [*_moves(session, when), *_proposals(session, when)]
    return tuple(sorted(found, key=lambda change: change.recorded_at))


def _moves(session: Session, when: Known) -> list[Move]:
    rows = _rows(session, when, t.DueDateChange)
    given = answers(session, when, t.ChangeReview, "due_date_change_id", [row.id for row in rows])
    return [
        Move(
            id=row.id,
            milestone_id=row.milestone_id,
            old_due_on=row.old_due_on,
            new_due_on=row.new_due_on,
            reason=row.reason,
            proposed_by=row.recorded_by,
            recorded_at=when.local(row.recorded_at),
            answer=_answer(row, given, when),
        )
        for row in rows
    ]


def _answer(row: Any, given: Mapping[int, Answer], when: Known) -> Answer | None:
    """A date that was moved by an import carries its approval itself."""
    if row.approved_at is None or row.approved_at > when.until or row.id in given:
        return given.get(row.id)
    return Answer(Verdict.VERIFIED, row.approved_by or "", when.local(row.approved_at))


def _proposals(session: Session, when: Known) -> list[Proposal]:
    rows = _rows(session, when, t.MilestoneProposal)
    given = answers(session, when, t.ChangeReview, "proposal_id", [row.id for row in rows])
    return [
        Proposal(
            id=row.id,
            milestone_id=row.milestone_id,
            kind=ChangeKind(row.kind),
            weight=None if row.weight is None else Fraction(row.weight),
            reason=row.reason,
            proposed_by=row.recorded_by,
            recorded_at=when.local(row.recorded_at),
            answer=given.get(row.id),
        )
        for row in rows
    ]


def _rows(session: Session, when: Known, table: Any) -> list[Any]:
    columns = select(*table.__table__.columns)
    return list(session.execute(columns.where(when.sees(table)).order_by(table.recorded_at, table.id)).all())
