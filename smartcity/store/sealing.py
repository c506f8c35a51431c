"""Which tables the ledger seals, and the digests of their rows as stored, whichever database holds them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, String, Table, inspect, select, type_coerce

from smartcity.domain.sealing import GONE, Packed, packed, row_digest
from smartcity.store.base import Choice
from smartcity.store.facts import FactRow
from smartcity.store.plan import PlanRow
from smartcity.store.tables import METADATA

CHUNK = 5000
# Neither facts nor plan: who may enter, what is typed and not sent, what the walls show now, what is to be done later;
# the ledger seals itself.
UNSEALED = frozenset(
    {"account", "known_device", "sign_in", "sign_in_attempt"}
    | {"field_draft", "report_draft"}
    | {"screen", "stage", "job"}
    | {"audit_entry"}
)
# The running timer of an agenda item changes without an entry; the entry that closes the meeting tells its seconds.
LIVE: Mapping[str, frozenset[str]] = {"agenda_item": frozenset({"started_at", "spent_seconds"})}
# Columns that may not be empty, added to tables that were sealed already, with the value the migration put into the
# rows that stood there. It is left out like NULL, so that the seals of these rows stay true.
FILLED: Mapping[str, Mapping[str, object]] = {}


def _heirs(kind: type[object]) -> Iterator[str]:
    for heir in kind.__subclasses__():
        if name := getattr(heir, "__tablename__", None):
            yield str(name)
        yield from _heirs(heir)


_NAMES = {*_heirs(PlanRow), *_heirs(FactRow), "batch", "plan_change", "attendance", "snapshot"}
SEALED: tuple[Table, ...] = tuple(table for table in METADATA.sorted_tables if table.name in _NAMES)
SEALED_NAMES = frozenset(table.name for table in SEALED)
# Every value an earlier day knew of these rows stands in the log of plan changes.
LOGGED = frozenset(_heirs(PlanRow)) - {"agenda_item"}


def columns_of(table: Table, only: frozenset[str] | None = None) -> list[Any]:
    """What the seal of a row covers, choices as their stored text; `only` are the columns that exist yet."""
    live = LIVE.get(table.name, frozenset())
    there = [column for column in table.c if column.name not in live and (only is None or column.name in only)]
    return [
        type_coerce(column, String).label(column.name) if isinstance(column.type, Choice) else column
        for column in there
    ]


def values_of(table: str, row: Mapping[str, object]) -> dict[str, object]:
    """By stored column; what a migration filled in is left out."""
    values = dict(row)
    for name, filled in FILLED.get(table, {}).items():
        if values.get(name) == filled:
            del values[name]
    return values


def digests(connection: Connection, table: Table, keys: Sequence[int]) -> dict[int, bytes]:
    """Of rows by ascending keys; a row that is not there is gone."""
    found = dict.fromkeys(keys, GONE)
    asked = select(*columns_of(table))
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        is_run = part[-1] - part[0] + 1 == len(part)
        where = table.c.id.between(part[0], part[-1]) if is_run else table.c.id.in_(part)
        for row in connection.execute(asked.where(where)):
            found[row.id] = row_digest(table.name, values_of(table.name, row._asdict()))
    return found


def all_rows(connection: Connection) -> Packed:
    """Of every sealed row of a database whose tables may be older than the code."""
    there = inspect(connection)
    names = set(there.get_table_names())
    found: dict[str, dict[int, bytes]] = {}
    for table in SEALED:
        if table.name not in names:
            continue
        asked = select(*columns_of(table, frozenset(c["name"] for c in there.get_columns(table.name))))
        rows = connection.execute(asked.order_by(table.c.id))
        found[table.name] = {row.id: row_digest(table.name, values_of(table.name, row._asdict())) for row in rows}
    return packed(found)
