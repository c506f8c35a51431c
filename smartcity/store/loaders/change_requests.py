"""Changes that were asked for of milestones, with their answers, as known on a day."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from smartcity.domain.history import Change, Move, Proposal
from smartcity.domain.kinds import ChangeKind, Verdict
from smartcity.domain.verification import Answer
from smartcity.store import tables as t
from smartcity.store.loaders.claims import Ids, among
from smartcity.store.loaders.updates import answers
from smartcity.store.loaders.visibility import AsOf


def change_requests(when: AsOf, milestone_ids: Ids = None) -> tuple[Change, ...]:
    """Moved dates and other proposals, oldest first."""
    found: list[Change] = [*moves(when, milestone_ids), *proposals(when, milestone_ids)]
    return tuple(sorted(found, key=lambda change: change.recorded_at))


def moves(when: AsOf, milestone_ids: Ids = None) -> list[Move]:
    """Promised dates that were asked for, oldest first."""
    rows = _rows(when, t.DueDateChange, milestone_ids)
    given = answers(when, t.ChangeReview, "due_date_change_id", [row.id for row in rows])
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


def _answer(row: Any, given: Mapping[int, Answer], when: AsOf) -> Answer | None:
    """A date that was moved by an import carries its approval itself."""
    if not when.has_happened(row.approved_at) or row.id in given:
        return given.get(row.id)
    return Answer(Verdict.VERIFIED, row.approved_by or "", when.local(row.approved_at))


def proposals(when: AsOf, milestone_ids: Ids = None) -> list[Proposal]:
    """Other weights, ends and pauses that were asked for, oldest first."""
    rows = _rows(when, t.MilestoneProposal, milestone_ids)
    given = answers(when, t.ChangeReview, "proposal_id", [row.id for row in rows])
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


def _rows(when: AsOf, table: Any, milestone_ids: Ids) -> list[Any]:
    counts = when.select(table, *among(table.milestone_id, milestone_ids))
    return list(when.session.execute(counts.order_by(table.recorded_at, table.id)).all())
