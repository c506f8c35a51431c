"""The session that remembers which sealed rows it wrote, and the ledger entries that carry their digests."""

from datetime import datetime
from typing import Any, Required, TypedDict, Unpack

from sqlalchemy import Table, event, func, inspect, select
from sqlalchemy.orm import ORMExecuteState, UOWTransaction
from sqlalchemy.orm import Session as AnySession
from sqlalchemy.sql.dml import Delete, Update, UpdateBase
from sqlmodel import Session, col

from smartcity.domain.access.roles import SYSTEM
from smartcity.domain.ledger import GENESIS, Packed, entry_content, packed, seal
from smartcity.store.sealed_rows import SEALED, SEALED_NAMES, UNSEALED_COLUMNS, row_digests
from smartcity.store.tables.ledger import AuditEntry

WRITTEN, NEWEST = "smartcity.written", "smartcity.newest"
SEALING = "ledger.seal"
LATE = "Ditulis setelah entri terakhir transaksi ini."
_NEWEST = select(col(AuditEntry.id), col(AuditEntry.seal)).order_by(col(AuditEntry.id).desc()).limit(1)


class WritingSession(Session):
    """Every row it writes into a sealed table, by object or by statement, is remembered until an entry seals it."""


class EntryFields(TypedDict, total=False):
    """What an entry says beside who did what to which subject."""

    at: Required[datetime]
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str | None


def write_entry(
    session: AnySession, actor: str, action: str, subject: str, **fields: Unpack[EntryFields]
) -> AuditEntry:
    """The next entry of the chain, with the digests of what was written since the one before."""
    rows = _digests_of_written(session)
    number, previous = session.execute(_NEWEST).first() or (0, GENESIS)
    place: dict[str, Any] = {"id": (number or 0) + 1, "previous": previous, "seal": "", "rows": rows}
    entry = AuditEntry(actor=actor, action=action, subject=subject, **place, **fields)
    entry.seal = seal(previous, content_of(entry))
    session.add(entry)
    session.flush()
    session.info[NEWEST] = fields["at"]
    return entry


def content_of(entry: AuditEntry) -> dict[str, object]:
    """What the seal of an entry covers."""
    what = (entry.action, entry.subject, entry.before, entry.after, entry.reason, entry.rows)
    return entry_content(entry.at, entry.actor, *what)


def _digests_of_written(session: AnySession) -> Packed | None:
    """None where nothing was written since the entry before."""
    session.flush()
    keys_by_table: dict[str, set[int]] = session.info.pop(WRITTEN, {})
    connection = session.connection()
    tables = [table for table in SEALED if table.name in keys_by_table]
    digests_by_table = {
        table.name: row_digests(connection, table, sorted(keys_by_table[table.name])) for table in tables
    }
    return packed(digests_by_table) or None


def _remember(session: AnySession, table: str, keys: Any) -> None:
    session.info.setdefault(WRITTEN, {}).setdefault(table, set()).update(keys)


def _of_objects(session: AnySession, _context: UOWTransaction) -> None:
    dirty = session.dirty
    for row in (*session.new, *dirty, *session.deleted):
        name = str(row.__tablename__)
        if name in SEALED_NAMES and (row not in dirty or _is_changed(row, UNSEALED_COLUMNS.get(name, frozenset()))):
            _remember(session, name, (row.id,))


def _is_changed(row: Any, live: frozenset[str]) -> bool:
    """In what its seal covers."""
    return any(field.history.has_changes() for field in inspect(row).attrs if field.key not in live)


def _of_statements(state: ORMExecuteState) -> Any:
    statement = state.statement
    table = getattr(statement, "table", None)
    if not isinstance(statement, UpdateBase) or not isinstance(table, Table) or table.name not in SEALED_NAMES:
        return None
    connection = state.session.connection()
    if isinstance(statement, Update | Delete):
        touched = select(table.c.id)
        if (where := statement.whereclause) is not None:
            touched = touched.where(where)
        _remember(state.session, table.name, connection.execute(touched).scalars())
        return None
    parameters: Any = state.parameters
    given = parameters if isinstance(parameters, list) else [parameters or {}]
    if given and all("id" in row for row in given):
        _remember(state.session, table.name, [row["id"] for row in given])
        return None
    last = connection.execute(select(func.max(table.c.id))).scalar() or 0
    result = state.invoke_statement()
    _remember(state.session, table.name, connection.execute(select(table.c.id).where(table.c.id > last)).scalars())
    return result


def _seal_what_came_late(session: AnySession) -> None:
    """Rows written after the last entry of a transaction get one more, so that none of them ever looks slipped in."""
    session.flush()
    if NEWEST in session.info and session.info.get(WRITTEN):
        write_entry(session, SYSTEM.name, SEALING, "ledger", at=session.info[NEWEST], reason=LATE)


def _forget(session: AnySession, *_: object) -> None:
    session.info.pop(WRITTEN, None)
    session.info.pop(NEWEST, None)


event.listen(WritingSession, "after_flush", _of_objects)
event.listen(WritingSession, "do_orm_execute", _of_statements)
event.listen(WritingSession, "before_commit", _seal_what_came_late)
event.listen(WritingSession, "after_commit", _forget)
event.listen(WritingSession, "after_rollback", _forget)
