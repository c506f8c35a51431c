"""Which tables the ledger seals, and the digests of their rows as stored, whichever database holds them."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Table, inspect

from smartcity.domain.sealing import GONE, Packed, packed
from smartcity.store.facts import FactRow
from smartcity.store.plan import PlanRow
from smartcity.store.sealed_rows import reader
from smartcity.store.tables import METADATA

CHUNK = 5000
# Neither facts nor plan: who may enter, what is typed and not sent, what the walls show now, what is to be done later;
# the ledger seals itself.
UNSEALED = frozenset(
    {"account", "known_device", "password_reset", "sign_in", "sign_in_attempt"}
    | {"field_draft", "report_draft"}
    | {"screen", "stage", "job"}
    | {"audit_entry"}
)


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


def digests(connection: Connection, table: Table, keys: Sequence[int]) -> dict[int, bytes]:
    """Of rows by ascending keys; a row that is not there is gone."""
    found = dict.fromkeys(keys, GONE)
    rows = reader(table, connection.dialect.name)
    for start in range(0, len(keys), CHUNK):
        part = keys[start : start + CHUNK]
        is_run = part[-1] - part[0] + 1 == len(part)
        found.update(rows.run(connection, part[0], part[-1]) if is_run else rows.listed(connection, part))
    return found


def all_rows(connection: Connection) -> Packed:
    """Of every sealed row of a database whose tables may be older than the code."""
    there = inspect(connection)
    names = set(there.get_table_names())
    found: dict[str, dict[int, bytes]] = {}
    for table in SEALED:
        if table.name in names:
            only = frozenset(c["name"] for c in there.get_columns(table.name))
            found[table.name] = dict(reader(table, connection.dialect.name, only).digests(connection))
    return packed(found)
