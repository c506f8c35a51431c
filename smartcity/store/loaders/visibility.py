"""Which rows count: those known at the end of a day, with the values they had then, or those in force now."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, cached_property
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import BindParameter, ColumnElement, Executable, Result, Select, and_, bindparam, or_, true
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from smartcity.domain.errors import present
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
# The last instant of the day and the imports that do not count for it: `AsOf.execute` gives their values.
UNTIL: BindParameter[Any] = bindparam("until")
UNDONE: BindParameter[Any] = bindparam("undone", expanding=True)


def is_not_withdrawn(table: Any, until: BindParameter[Any] | None = None) -> ColumnElement[bool]:
    """The condition that a row was not taken back (by `until`); true for tables of which nothing ever is."""
    if table.__tablename__ not in _TAKEN_BACK:
        return true()
    gone: Any = VerdictWithdrawal
    withdrawn = select(gone.row_id).where(gone.noun == table.__tablename__)
    if until is not None:
        withdrawn = withdrawn.where(gone.recorded_at <= until)
    number: ColumnElement[int] = table.id
    return number.not_in(withdrawn)


@cache
def _visible(table: Any, given: frozenset[str]) -> ColumnElement[bool]:
    """The condition that a row counts: now, or as of what is `given` to the statement."""
    if UNTIL.key not in given:
        undone = select_columns(col(Batch.id)).where(col(Batch.withdrawn_at).is_not(None))
        return and_(is_not_withdrawn(table), or_(table.batch_id.is_(None), table.batch_id.not_in(undone)))
    counts = and_(table.recorded_at <= UNTIL, is_not_withdrawn(table, UNTIL))
    if UNDONE.key not in given:
        return counts
    return and_(counts, or_(table.batch_id.is_(None), table.batch_id.not_in(UNDONE)))


IN_TIME = ("recorded_at", "id")


@cache
def _select(table: Any, names: tuple[str, ...], order: tuple[str, ...], given: frozenset[str]) -> Select[Any]:
    """The columns of these names, all without names, of the rows that count."""
    columns = table.__table__.columns
    chosen = [columns[name] for name in names or columns.keys()]
    return select_columns(*chosen).where(_visible(table, given)).order_by(*(getattr(table, name) for name in order))


def last_instant(day: date, zone: ZoneInfo) -> datetime:
    """Of a local day, in UTC."""
    midnight = datetime.combine(day + timedelta(days=1), time(), zone).astimezone(UTC)
    return midnight - timedelta(microseconds=1)


Row = dict[str, Any]
Entity = TypeVar("Entity", bound=PlanRow)
Value = TypeVar("Value")


@dataclass(frozen=True)
class AsOf:
    """`until` is the last instant of the day, None for now; `undone` are the imports that do not count for the day."""

    session: Session
    day: date
    until: datetime | None = None
    undone: frozenset[int] = frozenset()
    zone_of_day: ZoneInfo | None = None

    @classmethod
    def end_of(cls, session: Session, day: date) -> "AsOf":
        """Everything recorded up to the end of `day` in the city's zone."""
        there = zone(session)
        until = last_instant(day, there)
        # An import that tells of earlier days and is undone was never known on them.
        undone, came = col(Batch.withdrawn_at), col(Batch.recorded_at)
        rows = session.exec(select(Batch.id).where(or_(undone <= until, and_(undone.is_not(None), came > until))))
        return cls(session, day, until, frozenset(number for number in rows if number is not None), there)

    @classmethod
    def now(cls, session: Session) -> "AsOf":
        """Everything in force, whichever day it speaks of: what commands decide by."""
        return cls(session, date.max)

    @cached_property
    def zone(self) -> ZoneInfo:
        return self.zone_of_day or zone(self.session)

    @cached_property
    def _values(self) -> Mapping[str, Any]:
        """Those that its statements are given."""
        if self.until is None:
            return {}
        return {UNTIL.key: self.until} | ({UNDONE.key: sorted(self.undone)} if self.undone else {})

    @cached_property
    def _given(self) -> frozenset[str]:
        return frozenset(self._values)

    def visible(self, table: Any) -> ColumnElement[bool]:
        """The condition that a row of `table` counts, in a statement that `execute` is asked for."""
        return _visible(table, self._given)

    def execute(self, statement: Executable) -> Result[Any]:
        """What a statement with `visible` conditions finds."""
        return self.session.execute(statement, self._values)

    def rows(self, table: Any, *conditions: ColumnElement[bool]) -> list[Row]:
        """In the order they came in, with the values known then. Conditions see the values of now."""
        rows = self.in_time(table, *conditions, order=("id",))
        return [self.history.over(table.__tablename__, row) for row in rows]

    def entities(self, table: type[Entity], *conditions: Any) -> list[Entity]:
        """The rows that count as objects of the session, in the order they came in: to be changed by a command."""
        counts = select_columns(table).where(self.visible(table), *conditions)
        return list(self.execute(counts.order_by(col(table.id))).scalars())

    def in_time(self, table: Any, *conditions: ColumnElement[bool], order: tuple[str, ...] = IN_TIME) -> list[Row]:
        """Facts in the order they were recorded, whichever import brought them."""
        names = table.__table__.columns.keys()
        return [dict(zip(names, row, strict=True)) for row in self.columns(table, (), *conditions, order=order)]

    def columns(
        self, table: Any, names: tuple[str, ...], *conditions: ColumnElement[bool], order: tuple[str, ...] = IN_TIME
    ) -> Sequence[Any]:
        """Some columns of facts, all without names, in the order they were recorded."""
        statement = _select(table, names, order, self._given)
        return self.execute(statement.where(*conditions) if conditions else statement).all()

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
    until = present(when.until)
    values: dict[tuple[str, int], dict[str, Any]] = {}
    for row in when.session.exec(select(PlanChange).order_by(col(PlanChange.id))):
        fields = values.setdefault((row.noun, row.row_id), {})
        is_seen = row.recorded_at <= until and row.batch_id not in when.undone
        if is_seen:
            fields[row.field] = (row.new or {}).get("v")
        else:
            fields.setdefault(row.field, (row.old or {}).get("v"))
    return HistoricalValues(values)
