"""Claims, verdicts and promised dates of milestones: the newest update not returned, and the newest verified one."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement

from smartcity.domain.enums import Verdict
from smartcity.domain.facts.claims import NO_CLAIMS, Claims
from smartcity.domain.plan.milestones import MilestoneClaim
from smartcity.store import tables as t
from smartcity.store.loaders.visibility import AsOf, Row

Ids = Collection[int] | None  # None: all


def among(column: Any, ids: Ids) -> list[ColumnElement[bool]]:
    """The condition that a column names one of the ids; none where all are meant."""
    return [] if ids is None else [column.in_(ids)]


def load_claims(when: AsOf, milestone_ids: Ids = None) -> Mapping[int, Claims]:
    """By milestone id; milestones nobody spoke of are missing."""
    update: Any = t.MilestoneUpdate
    columns = ("id", "milestone_id", "claim", "percent", "achieved_on", "recorded_at")
    rows = when.columns(update, columns, *among(update.milestone_id, milestone_ids))
    answered = load_verdicts(
        when, t.UpdateReview, "update_id", None if milestone_ids is None else [row.id for row in rows]
    )
    by_milestone: dict[int, Claims] = {}
    for row in rows:
        before, claim = (
            by_milestone.get(row.milestone_id, NO_CLAIMS),
            MilestoneClaim(row.claim, row.percent, row.achieved_on),
        )
        by_milestone[row.milestone_id] = before.after(
            claim, answered.get(row.id), when.local(row.recorded_at), when.day
        )
    return by_milestone


def load_verdicts(when: AsOf, reviews: Any, link: str, ids: Ids = None) -> Mapping[int, Verdict]:
    """The newest verdict on each fact that the column `link` of a table of reviews names; those without are missing."""
    rows = when.columns(reviews, (link, "verdict"), *among(getattr(reviews, link), ids))
    return {number: Verdict(verdict) for number, verdict in rows}


@dataclass(frozen=True, slots=True)
class Promise:
    """The due date as promised then, how often it had been moved, and when that was last approved."""

    due_on: date
    moves: int
    promised_at: datetime


def approved_moves(when: AsOf, milestone_ids: Ids = None, more: Iterable[Row] = ()) -> list[Row]:
    """The rows of approved due dates in the order of their approval; `more` rows are about to be stored."""
    change: Any = t.DueDateChange
    rows = [*when.rows(change, *among(change.milestone_id, milestone_ids)), *more]
    approved = (row for row in rows if when.has_happened(row["approved_at"]))
    return sorted(approved, key=lambda row: (row["approved_at"], row["id"]))


def load_promises(when: AsOf, milestone_ids: Ids = None) -> Mapping[int, Promise]:
    """By milestone id, approved changes only; milestones never moved are missing."""
    by_milestone: dict[int, Promise] = {}
    for row in approved_moves(when, milestone_ids):
        number = row["milestone_id"]
        moves = by_milestone[number].moves + 1 if number in by_milestone else 1
        by_milestone[number] = Promise(row["new_due_on"], moves, when.local(row["approved_at"]))
    return by_milestone
