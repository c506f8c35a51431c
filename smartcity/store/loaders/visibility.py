"""Which rows count: those known at the end of a day, with the values they had then, or those in force now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, or_, true
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from smartcity.domain.errors import instance_of, present
from smartcity.store.masterplan import zone
from smartcity.store.tables import METADATA, Batch, PlanChange
from smartcity.store.tables.columns import column_value
from smartcity.store.tables.meetings import DecisionReview
from smartcity.store.tables.outcomes import ReadingReview
from smartcity.store.tables.physical import PhysicalReview
from smartcity.store.tables.plan import PlanRow
from smartcity.store.tables.reporting import ChangeReview, DueDateChange, UpdateReview, VerdictWithdrawal

# Tables of verdicts, and the column that names what was answered; a change names one of two.
REVIEWS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (UpdateReview, ("update_id",)),
    (ReadingReview, ("reading_id",)),
    (PhysicalReview, ("physical_update_id",)),
    (ChangeReview, ("due_date_change_id", "proposal_id")),
    (DecisionReview, ("answer_id",)),
)
_TAKEN_BACK = frozenset(str(table.__tablename__) for table, _ in REVIEWS) | {str(DueDateChange.__tablename__)}


def is_not_withdrawn(table: Any, until: datetime | None = None) -> ColumnElement[bool]:
    """The condition that a row was not taken back (by `until`); true for tables of which nothing ever is."""
    if table.__tablename__ not in _TAKEN_BACK:
        return true()
    gone: Any = VerdictWithdrawal
    withdrawn = select(gone.row_id).where(gone.noun == table.__tablename__)
    if until is not None:
        withdrawn = withdrawn.where(gone.recorded_at <= until)
    number: ColumnElement[int] = table.id
    return number.not_in(withdrawn)


def last_instant(day: date, zone: ZoneInfo) -> datetime:
    """Of a local day, in UTC."""
    midnight = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
    return midnight - timedelta(microseconds=1)


Row = dict[str, Any]
Entity = TypeVar("Entity", bound=PlanRow)
Value = TypeVar("Value")


@dataclass(frozen=True)
class AsOf:
    """`until` is the last instant of the day, None for now; `undone` are the imports that do not count for it."""

    session: Session
    day: date
    until: datetime | None
    undone: frozenset[int] | Select[Any]

    @classmethod
    def end_of(cls, session: Session, day: date) -> "AsOf":
        """Everything recorded up to the end of `day` in the city's zone."""
        until = last_instant(day, zone(session))
        # An import that tells of earlier days and is undone was never known on them.
        undone, came = col(Batch.withdrawn_at), col(Batch.recorded_at)
        rows = session.exec(select(Batch.id).where(or_(undone <= until, and_(undone.is_not(None), came > until))))
        return cls(session, day, until, frozenset(number for number in rows if number is not None))

    @classmethod
    def now(cls, session: Session) -> "AsOf":
        """Everything in force, whichever day it speaks of: what commands decide by."""
        return cls(session, date.max, None, select_columns(col(Batch.id)).where(col(Batch.withdrawn_at).is_not(None)))

    @cached_property
    def zone(self) -> ZoneInfo:
        return zone(self.session)

    def visible(self, table: Any) -> ColumnElement[bool]:
        """The condition that a row of `table` counts."""
        counts = is_not_withdrawn(table, self.until)
        if self.until is not None:
            counts = and_(table.recorded_at <= self.until, counts)
        if self.undone == frozenset():
            return counts
        return and_(counts, or_(table.batch_id.is_(None), table.batch_id.not_in(self.undone)))

    def select(self, table: Any, *conditions: ColumnElement[bool]) -> Select[Any]:
        """All columns of the rows that count."""
        return select_columns(*table.__table__.columns).where(self.visible(table), *conditions)

    def rows(self, table: Any, *conditions: ColumnElement[bool]) -> list[Row]:
        """In the order they came in, with the values known then. Conditions see the values of now."""
        result = self.session.execute(self.select(table, *conditions).order_by(table.id))
        return [self.history.over(table.__tablename__, dict(row)) for row in result.mappings()]

    def entities(self, table: type[Entity], *conditions: Any) -> list[Entity]:
        """The rows that count as objects of the session, in the order they came in: to be changed by a command."""
        counts = select(table).where(self.visible(table), *conditions)
        return list(self.session.exec(counts.order_by(col(table.id))).all())

    def in_time(self, table: Any, *conditions: ColumnElement[bool]) -> list[Row]:
        """Facts in the order they were recorded, whichever import brought them."""
        result = self.session.execute(self.select(table, *conditions).order_by(table.recorded_at, table.id))
        return [dict(row) for row in result.mappings()]

    def has_happened(self, at: datetime | None) -> bool:
        """Whether the instant is known and not after the end of the day."""
        return at is not None and (self.until is None or at <= self.until)

    def local(self, at: datetime) -> datetime:
        """The instant in the city's zone, so that its `.date()` is the local day."""
        return at.astimezone(self.zone)

    @cached_property
    def history(self) -> "HistoricalValues":
        return HistoricalValues({}) if self.until is None else _values_at(self)


@cache
def _field_names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def value_of(kind: Callable[..., Value], row: Mapping[str, Any], when: AsOf, /, **given: Any) -> Value:
    """A frozen value: each field as given, else the column of its name, instants in the city's zone."""
    stored = {name: row[name] for name in _field_names(kind) if name not in given and name in row}
    return kind(**{name: when.local(v) if isinstance(v, datetime) else v for name, v in stored.items()}, **given)


def row_of(when: AsOf, table: Any, number: int) -> Row | None:
    """The row of this id, where it is in force."""
    return next(iter(when.rows(table, table.id == number)), None)


@dataclass(frozen=True, slots=True)
class HistoricalValues:
    """Values of changed plan fields as they were known: (table, row id) → {field: value}."""

    values: Mapping[tuple[str, int], Mapping[str, Any]]

    def over(self, table: str, row: Row) -> Row:
        """The row with the values known at the instant in place of today's."""
        then = self.values.get((table, row["id"]))
        if not then:
            return row
        columns = METADATA.tables[table].c
        return row | {field: column_value(columns[field], value) for field, value in then.items()}


def _values_at(when: AsOf) -> HistoricalValues:
    """Walks the changes once: the last one seen gives its new value; where none is seen the first gives its old."""
    until, undone = present(when.until), instance_of(frozenset, when.undone)
    values: dict[tuple[str, int], dict[str, Any]] = {}
    for row in when.session.exec(select(PlanChange).order_by(col(PlanChange.id))):
        fields = values.setdefault((row.noun, row.row_id), {})
        is_seen = row.recorded_at <= until and row.batch_id not in undone
        if is_seen:
            fields[row.field] = (row.new or {}).get("v")
        else:
            fields.setdefault(row.field, (row.old or {}).get("v"))
    return HistoricalValues(values)
