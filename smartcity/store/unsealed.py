"""The session that remembers which sealed rows it wrote, so that its next ledger entry can carry their digests."""

from typing import Any

from sqlalchemy import Table, event, func, select
from sqlalchemy.orm import ORMExecuteState, UOWTransaction
from sqlalchemy.orm import Session as AnySession
from sqlalchemy.sql.dml import Insert, UpdateBase
from sqlmodel import Session

from smartcity.domain.sealing import Packed, packed
from smartcity.store.sealing import SEALED, SEALED_NAMES, digests

WRITTEN, HAS_ENTRY = "smartcity.written", "smartcity.has_entry"


class WritingSession(Session):
    """Every row it writes into a sealed table, by object or by statement, is remembered until an entry seals it."""


def take(session: AnySession) -> Packed | None:
    """The digests of what was written since the entry before; None where nothing was."""
    session.flush()
    written: dict[str, set[int]] = session.info.pop(WRITTEN, {})
    session.info[HAS_ENTRY] = True
    connection = session.connection()
    tables = [table for table in SEALED if table.name in written]
    found = {table.name: digests(connection, table, sorted(written[table.name])) for table in tables}
    return packed(found) or None


def _remember(session: AnySession, table: str, keys: Any) -> None:
    session.info.setdefault(WRITTEN, {}).setdefault(table, set()).update(keys)


def _of_objects(session: AnySession, _context: UOWTransaction) -> None:
    for row in (*session.new, *session.dirty, *session.deleted):
        name = str(row.__tablename__)
        if name in SEALED_NAMES and (row not in session.dirty or session.is_modified(row)):
            _remember(session, name, (row.id,))


def _of_statements(state: ORMExecuteState) -> Any:
    statement = state.statement
    table = getattr(statement, "table", None)
    if not isinstance(statement, UpdateBase) or not isinstance(table, Table) or table.name not in SEALED_NAMES:
        return None
    connection = state.session.connection()
    if not isinstance(statement, Insert):
        touched = select(table.c.id)
        if (where := statement.whereclause) is not None:  # type: ignore[attr-defined]
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


def _refuse_rows_behind_their_entry(session: AnySession) -> None:
    session.flush()
    behind = session.info.get(WRITTEN) if session.info.get(HAS_ENTRY) else None
    if behind:
        raise RuntimeError(f"Written after the last ledger entry of the transaction: {behind}")


def _forget(session: AnySession, *_: object) -> None:
    session.info.pop(WRITTEN, None)
    session.info.pop(HAS_ENTRY, None)


event.listen(WritingSession, "after_flush", _of_objects)
event.listen(WritingSession, "do_orm_execute", _of_statements)
event.listen(WritingSession, "before_commit", _refuse_rows_behind_their_entry)
event.listen(WritingSession, "after_commit", _forget)
event.listen(WritingSession, "after_rollback", _forget)
