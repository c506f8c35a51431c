"""Whether the rows beside the ledger are those it sealed: every row is read, compared, named where it differs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, select
from sqlmodel import Session

from smartcity.domain.ledger import GONE, Anchor, Breach, Integrity, Sealed, first_broken, unpacked
from smartcity.domain.reasons import Fault
from smartcity.queries import ledger
from smartcity.queries.row_history import RowHistory
from smartcity.store.sealed_rows import LOGGED, SEALED, row_digester
from smartcity.store.storage_errors import decodable
from smartcity.store.tables import METADATA
from smartcity.store.triggers import first_unguarded_table

NAMING = ("code", "name", "file_name")


def row_name(session: Session, table: str, key: int) -> str:
    """Empty where the row is gone or belongs to nothing that has a code.

    Raises:
        ValueError: what stands there is no text.
    """
    target = METADATA.tables[table]
    own = next((name for name in NAMING if name in target.c), None)
    if own is not None:
        return str(_value(session, target, own, key) or "")
    for link in sorted(target.foreign_keys, key=lambda link: link.parent.name):
        owner = link.column.table
        if owner.name in ("batch", table):
            continue
        if isinstance(number := _value(session, target, link.parent.name, key), int):
            return row_name(session, owner.name, number)
    return ""


def _value(session: Session, table: Table, column: str, key: int) -> Any:
    asked = select(table.c[column]).where(table.c.id == key)
    return next(decodable(session.connection().execute(asked).scalars()), None)


UNREADABLE = (ValueError, TypeError, KeyError)
AT_ONCE = 2000
CLOSED = "meeting.close"


@dataclass(slots=True)
class Seals:
    """By table and key: the newest entry that names a row and its digest there; and those of older entries."""

    newest: dict[str, dict[int, tuple[int, bytes]]] = field(default_factory=dict)
    older: dict[tuple[str, int], list[tuple[int, bytes]]] = field(default_factory=dict)
    seals: list[str] = field(default_factory=list)
    seconds: dict[str, object] = field(default_factory=dict)

    def add(self, entry: Sealed) -> None:
        self.seals.append(entry.seal)
        rows, after = entry.content.get("rows"), entry.content.get("after")
        if entry.content["action"] == CLOSED and isinstance(after, dict):
            self.seconds |= after.get("seconds", {})
        for table, key, digest in unpacked(rows) if isinstance(rows, dict) else ():
            newest = self.newest.setdefault(table, {})
            if key in newest:
                self.older.setdefault((table, key), []).append(newest[key])
            newest[key] = (entry.number, digest)


def verify(session: Session, anchors: Sequence[Anchor] = ()) -> Integrity:
    """Chain, triggers, every sealed row, the values before an edit, the seals of snapshots and the meetings' timers.

    `anchors` are earlier seals that were kept outside; each must still be on the chain.
    """
    seals = Seals()
    try:
        broken = first_broken(_added(session, seals))
    except UNREADABLE:
        broken = ledger.first_broken(session) or len(seals.seals)
    if broken is not None:
        return Integrity(ledger.newest(session), 0, Breach(Fault.ENTRY, broken))
    rows = sum(len(sealed) for sealed in seals.newest.values())
    return Integrity(len(seals.seals), rows, next(_breaches(session, seals, anchors), None))


def _added(session: Session, seals: Seals) -> Iterator[Sealed]:
    """Every entry of the chain, once, after `seals` took it."""
    for entry in ledger.chain(session):
        seals.add(entry)
        yield entry


def _breaches(session: Session, seals: Seals, anchors: Sequence[Anchor]) -> Iterator[Breach]:
    for anchor in anchors:
        if seals.seals[anchor.number - 1 : anchor.number] != [anchor.seal]:
            yield Breach(Fault.OUTSIDE, anchor.number, name=anchor.seal[:12])
    if (table := first_unguarded_table(session.connection())) is not None:
        yield Breach(Fault.TRIGGER, table=table)
    for sealed in SEALED:
        for breach in _of_table(session, sealed, seals):
            yield _named(session, breach)
    for breach in _of_history(session, seals):
        yield _named(session, breach)
    yield from _of_snapshots(session, seals)
    yield from _of_timers(session, seals)


def _named(session: Session, breach: Breach) -> Breach:
    try:
        name = row_name(session, breach.table, breach.key)
    except ValueError:
        name = ""
    return Breach(breach.fault, breach.entry, breach.table, breach.key, name)


def _of_table(session: Session, table: Table, seals: Seals) -> Iterator[Breach]:
    newest, seen = seals.newest.get(table.name, {}), set()
    for key, digest in _stored(session, table):
        seen.add(key)
        entry, sealed = newest.get(key, (0, None))
        if sealed is None:
            yield Breach(Fault.UNSEALED, 0, table.name, key)
        elif digest != sealed:
            yield Breach(Fault.ALTERED, entry, table.name, key)
    for key in sorted(newest.keys() - seen):
        entry, sealed = newest[key]
        if sealed != GONE:
            yield Breach(Fault.MISSING, entry, table.name, key)


def _stored(session: Session, table: Table) -> Iterator[tuple[int, bytes | None]]:
    """By ascending key; None for a row in which a value cannot be read as what its column holds."""
    last = None
    while True:
        ids = select(table.c.id).order_by(table.c.id).limit(AT_ONCE)
        keys = list(session.connection().execute(ids if last is None else ids.where(table.c.id > last)).scalars())
        if not keys:
            return
        try:
            yield from _read(session, table, keys[0], keys[-1])
        except UNREADABLE:
            for key in keys:
                yield from _read_one(session, table, key)
        last = keys[-1]


def _read(session: Session, table: Table, first: int, last: int) -> list[tuple[int, bytes | None]]:
    connection = session.connection()
    return list(decodable(row_digester(table, connection.dialect.name).of_range(connection, first, last)))


def _read_one(session: Session, table: Table, key: int) -> list[tuple[int, bytes | None]]:
    try:
        return _read(session, table, key, key)
    except UNREADABLE:
        return [(key, None)]


def _of_history(session: Session, seals: Seals) -> Iterator[Breach]:
    """Rows that were edited: what the log of changes says of their earlier values."""
    history = RowHistory(session, seals.newest)
    for (name, key), older in seals.older.items():
        if name in LOGGED:
            for entry, sealed in older:
                digest = history.digest(METADATA.tables[name], key, entry)
                if digest is not None and digest != sealed:
                    yield Breach(Fault.HISTORY, entry, name, key)


def _of_snapshots(session: Session, seals: Seals) -> Iterator[Breach]:
    table = METADATA.tables["snapshot"].c
    for key, number, seal in session.connection().execute(select(table.id, table.audit_id, table.seal)):
        if seal is not None and seals.seals[number - 1 : number] != [seal]:
            yield Breach(Fault.ANCHOR, number, "snapshot", key, str(key))


def _of_timers(session: Session, seals: Seals) -> Iterator[Breach]:
    """What the closing of a meeting told of each item's seconds."""
    item, meeting = (METADATA.tables[name].c for name in ("agenda_item", "meeting"))
    closed = (item.meeting_id == meeting.id, meeting.closed_at.is_not(None))
    for key, spent in session.connection().execute(select(item.id, item.spent_seconds).where(*closed)):
        if seals.seconds.get(str(key), spent) != spent:
            yield _named(session, Breach(Fault.TIMER, 0, "agenda_item", key))
