"""What was known at an instant: rows recorded by then, less the imports withdrawn by then or not yet there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, select

from smartcity.store.frozen import thaw
from smartcity.store.tables import METADATA, Batch, PlanChange
from smartcity.store.withdrawals import still_counts
from smartcity.store.zone import zone


@dataclass(frozen=True, slots=True)
class Known:
    """The as-of day in the city's zone, the last instant of it, and the undone imports that do not count for it."""

    as_of: date
    until: datetime
    zone: ZoneInfo
    withdrawn: frozenset[int] = frozenset()

    def sees(self, table: Any) -> ColumnElement[bool]:
        """The condition that a row of `table` was known."""
        recorded: ColumnElement[bool] = and_(table.recorded_at <= self.until, still_counts(table, self.until))
        if not self.withdrawn:
            return recorded
        kept = or_(table.batch_id.is_(None), table.batch_id.not_in(self.withdrawn))
        return and_(recorded, kept)

    def local(self, at: datetime) -> datetime:
        """The instant in the city's zone, so that its `.date()` is the local day."""
        return at.astimezone(self.zone)


def known(session: Session, as_of: date) -> Known:
    """Everything recorded up to the end of `as_of` in the city's zone."""
    there = zone(session)
    midnight = datetime.combine(as_of + timedelta(days=1), time(), there).astimezone(UTC)
    until = midnight - timedelta(microseconds=1)
    # An import that tells of earlier days and is undone was never known on them.
    undone, came = col(Batch.withdrawn_at), col(Batch.recorded_at)
    gone = or_(undone <= until, and_(undone.is_not(None), came > until))
    withdrawn = session.exec(select(Batch.id).where(gone)).all()
    return Known(as_of, until, there, frozenset(number for number in withdrawn if number is not None))


@dataclass(frozen=True, slots=True)
class Overlay:
    """Values of changed plan fields as they were known: (table, row id) → {field: value}."""

    values: Mapping[tuple[str, int], Mapping[str, Any]]

    def over(self, table: str, row: Any) -> dict[str, Any]:
        """The selected row as a dict, with the values known at the instant in place of today's."""
        found = dict(row._mapping)
        columns = METADATA.tables[table].c
        then = self.values.get((table, found["id"]), {})
        return {**found, **{field: thaw(columns[field], value) for field, value in then.items()}}


def overlay(session: Session, when: Known) -> Overlay:
    """Walks the changes once: the last one seen gives its new value; where none is seen the first gives its old."""
    rows = session.exec(select(PlanChange).order_by(col(PlanChange.id))).all()
    values: dict[tuple[str, int], dict[str, Any]] = {}
    for row in rows:
        fields = values.setdefault((row.noun, row.row_id), {})
        is_seen = row.recorded_at <= when.until and row.batch_id not in when.withdrawn
        if is_seen:
            fields[row.field] = (row.new or {}).get("v")
        else:
            fields.setdefault(row.field, (row.old or {}).get("v"))
    return Overlay(values)
