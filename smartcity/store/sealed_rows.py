"""Which tables the ledger seals, and the digests of their rows as stored, whichever database holds them."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import cache
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.types import NullType

from smartcity.domain.ledger import GONE, Packed, canonical, digest_of, normalised, packed, row_digest
from smartcity.store.tables import METADATA
from smartcity.store.tables.columns import Choice, Instant
from smartcity.store.tables.plan import PlanRow
from smartcity.store.tables.reporting import FactRow

# As SQLAlchemy writes an instant to SQLite: 2026-11-30 02:00:00.000000, in UTC.
_INSTANT_LENGTH, _DAY_LENGTH = 26, 10
AT_ONCE = 1000
_OWN = orjson.OPT_PASSTHROUGH_DATACLASS
# The running timer of an agenda item changes without an entry; the entry that closes the meeting tells its seconds.
UNSEALED_COLUMNS: Mapping[str, frozenset[str]] = {"agenda_item": frozenset({"started_at", "spent_seconds"})}
# Columns that may not be empty, added to tables that were sealed already, with the value the migration put into the
# rows that stood there. It is left out like NULL, so that the seals of these rows stay true.
FILLED_BY_MIGRATION: Mapping[str, Mapping[str, object]] = {}

Spell = Callable[[Any], Any]


def sealed_columns(table: sa.Table, only: frozenset[str] | None = None) -> list[sa.Column[Any]]:
    """What the seal of a row covers; `only` are the columns that exist yet."""
    live = UNSEALED_COLUMNS.get(table.name, frozenset())
    return [column for column in table.c if column.name not in live and (only is None or column.name in only)]


def typed(column: sa.Column[Any]) -> Any:
    """As a Python value; choices as their stored text."""
    return sa.type_coerce(column, sa.String).label(column.name) if isinstance(column.type, Choice) else column


def values_of(table: str, row: Mapping[str, object]) -> dict[str, object]:
    """By stored column; what a migration filled in is left out."""
    values = dict(row)
    for name, filled in FILLED_BY_MIGRATION.get(table, {}).items():
        if normalised(values.get(name)) == normalised(filled):
            del values[name]
    return values


@dataclass(frozen=True, slots=True)
class RowDigester:
    """`query` gives the sealed columns of every row, `spells` turn what is stored into the seal's.

    `names` are the columns in the order of the seal, which is that of the alphabet.
    """

    table: sa.Table
    query: sa.Select[Any]
    names: tuple[str, ...]
    spells: tuple[tuple[str, Spell], ...]

    def digests(self, connection: sa.Connection) -> Iterator[tuple[int, bytes]]:
        """Key and digest of every row, by ascending key.

        Raises:
            ValueError, TypeError: a value cannot be read as what its column holds.
        """
        return self._digests(connection.execute(self.query))

    def of_range(self, connection: sa.Connection, first: int, last: int) -> Iterator[tuple[int, bytes]]:
        """The same of the keys from first to last, both inside."""
        return self._digests(connection.execute(_run_of(self.query, self.table), {"first": first, "last": last}))

    def of_keys(self, connection: sa.Connection, keys: Sequence[int]) -> Iterator[tuple[int, bytes]]:
        """The same of these keys."""
        return self._digests(connection.execute(self.query.where(self.table.c.id.in_(keys))))

    def _digests(self, rows: sa.CursorResult[Any]) -> Iterator[tuple[int, bytes]]:
        place = self.names.index("id")
        for part in rows.partitions(AT_ONCE):
            for row in part:
                yield row[place], self._digest(row)

    def _digest(self, row: Any) -> bytes:
        values = {name: value for name, value in zip(self.names, row, strict=True) if value is not None}
        for name, spell in self.spells:
            if name in values and (spelled := spell(values[name])) is not None:
                values[name] = spelled
            else:
                values.pop(name, None)
        values = values_of(self.table.name, values) if self.table.name in FILLED_BY_MIGRATION else values
        try:
            return digest_of(self.table.name, orjson.dumps(values, default=_fragment, option=_OWN))
        except TypeError:
            return row_digest(self.table.name, {name: _plain(value) for name, value in values.items()})


@cache
def _run_of(query: sa.Select[Any], table: sa.Table) -> sa.Select[Any]:
    return query.where(table.c.id.between(sa.bindparam("first"), sa.bindparam("last")))


@dataclass(frozen=True, slots=True)
class Document:
    """A stored JSON value in its canonical spelling."""

    spelled: str


def _fragment(value: Any) -> orjson.Fragment:
    if isinstance(value, Document):
        return orjson.Fragment(value.spelled)
    raise TypeError


def _plain(value: Any) -> Any:
    """Beside what orjson cannot write: numbers beyond 64 bits, bytes."""
    return json.loads(value.spelled) if isinstance(value, Document) else value


@cache
def row_digester(table: sa.Table, dialect: str, only: frozenset[str] | None = None) -> RowDigester:
    """Made once, so that SQLAlchemy compiles its query once."""
    columns = sorted(sealed_columns(table, only), key=lambda column: column.name)
    is_sqlite = dialect == "sqlite"
    asked = [sa.type_coerce(c, NullType).label(c.name) if is_sqlite else typed(c) for c in columns]
    spells = [(c.name, _stored_spell(c) if is_sqlite else _spell(c)) for c in columns]
    query = sa.select(*asked).order_by(table.c.id)
    names = tuple(column.name for column in columns)
    return RowDigester(table, query, names, tuple((name, spell) for name, spell in spells if spell))


def _spell(column: sa.Column[Any]) -> Spell | None:
    if isinstance(column.type, sa.JSON):
        return _document
    return None if isinstance(column.type, Choice | sa.String | sa.Boolean) else normalised


def _document(value: Any) -> Any:
    """JSON's null is no value, like NULL."""
    return None if value is None else Document(canonical(value))


def _stored_spell(column: sa.Column[Any]) -> Spell | None:
    kind = column.type
    if isinstance(kind, sa.Numeric):
        return _decimal_spell(kind)
    by_kind: tuple[tuple[type[Any], Spell], ...] = (
        (sa.JSON, lambda stored: _document(json.loads(stored))),
        (Instant, _instant),
        (sa.Boolean, lambda stored: {0: False, 1: True}.get(stored, stored)),
        (sa.Time, lambda stored: time.fromisoformat(stored).isoformat()),
    )
    return next((spell for column_type, spell in by_kind if isinstance(kind, column_type)), None)


def _instant(stored: str) -> str:
    if len(stored) == _INSTANT_LENGTH and stored[_DAY_LENGTH] == " ":
        return f"{stored[:_DAY_LENGTH]}T{stored[_DAY_LENGTH + 1 :]}+00:00"
    return f"{datetime.fromisoformat(stored).isoformat(timespec='microseconds')}+00:00"


def _decimal_spell(kind: sa.Numeric[Any]) -> Spell:
    """Rounded to the column's places, as PostgreSQL keeps it."""
    places = f"%.{kind.scale if kind.scale is not None else kind._default_decimal_return_scale}f"
    return lambda stored: f"{float(places % stored):.15g}"


CHUNK = 5000
# Neither facts nor plan: who may enter, what is typed and not sent, what the walls show now, what is to be done later;
# the ledger seals itself.
UNSEALED = frozenset(
    {"account", "known_device", "password_reset", "sign_in", "sign_in_attempt"}
    | {"field_draft", "report_draft"}
    | {"screen", "stage", "job"}
    | {"audit_entry"}
)


def _tables_of(kind: type[object]) -> Iterator[str]:
    for heir in kind.__subclasses__():
        if hasattr(heir, "__table__"):
            yield str(heir.__table__.name)
        yield from _tables_of(heir)


_NAMES = {*_tables_of(PlanRow), *_tables_of(FactRow), "batch", "plan_change", "attendance", "snapshot"}
SEALED: tuple[sa.Table, ...] = tuple(table for table in METADATA.sorted_tables if table.name in _NAMES)
SEALED_NAMES = frozenset(table.name for table in SEALED)
# Every value an earlier day knew of these rows stands in the log of plan changes.
LOGGED = frozenset(_tables_of(PlanRow)) - {"agenda_item"}


def row_digests(connection: sa.Connection, table: sa.Table, keys: Sequence[int]) -> dict[int, bytes]:
    """Of rows by ascending keys; a row that is not there is gone."""
    by_key = dict.fromkeys(keys, GONE)
    rows = row_digester(table, connection.dialect.name)
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        is_run = part[-1] - part[0] + 1 == len(part)
        by_key.update(rows.of_range(connection, part[0], part[-1]) if is_run else rows.of_keys(connection, part))
    return by_key


def pack_sealed_rows(connection: sa.Connection) -> Packed:
    """Of every sealed row of a database whose tables may be older than the code."""
    there = sa.inspect(connection)
    names = set(there.get_table_names())
    by_table: dict[str, dict[int, bytes]] = {}
    for table in SEALED:
        if table.name in names:
            only = frozenset(c["name"] for c in there.get_columns(table.name))
            by_table[table.name] = dict(row_digester(table, connection.dialect.name, only).digests(connection))
    return packed(by_table)
