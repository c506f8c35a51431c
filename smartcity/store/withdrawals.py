"""Which rows still count of those that a verifier may take back."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select, true

from smartcity.store.facts import (
    ChangeReview,
    DueDateChange,
    UpdateReview,
    VerdictWithdrawal,
)
from smartcity.store.meetings import DecisionReview
from smartcity.store.outcomes import ReadingReview
from smartcity.store.physical import PhysicalReview

# Tables of verdicts, and the column that names what was answered; a change names one of two.
REVIEWS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (UpdateReview, ("update_id",)),
    (ReadingReview, ("reading_id",)),
    (PhysicalReview, ("physical_update_id",)),
    (ChangeReview, ("due_date_change_id", "proposal_id")),
    (DecisionReview, ("answer_id",)),
)
_TAKEN_BACK = frozenset(str(table.__tablename__) for table, _ in REVIEWS) | {str(DueDateChange.__tablename__)}


def still_counts(table: Any, until: datetime | None = None) -> ColumnElement[bool]:
    """The condition that a row was not taken back (by `until`); true for tables of which nothing ever is."""
    if table.__tablename__ not in _TAKEN_BACK:
        return true()
    gone: Any = VerdictWithdrawal
    found = select(gone.row_id).where(gone.noun == table.__tablename__)
    if until is not None:
        found = found.where(gone.recorded_at <= until)
    return table.id.not_in(found)  # type: ignore[no-any-return]
