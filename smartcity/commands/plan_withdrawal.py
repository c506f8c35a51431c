"""What stands in the way of taking an import back, and putting back what it had changed."""

from typing import Any

from sqlalchemy import Column, ColumnElement, Table, update
from sqlmodel import Session, col, select

from smartcity.store import tables as t
from smartcity.store.frozen import thaw


def is_built_on(session: Session, number: int) -> bool:
    """Something later refers to its rows, changed them, or moved on a date that it had moved."""
    return _is_referred_to(session, number) or _is_changed(session, number) or _is_moved_on(session, number)


def _later(batch_id: Column[Any] | Any, number: int) -> ColumnElement[bool]:
    """Rows of other imports in force, or of no import at all."""
    gone = select(t.Batch.id).where(col(t.Batch.withdrawn_at).is_not(None))
    later: ColumnElement[bool] = batch_id.is_(None) | ((batch_id != number) & batch_id.not_in(gone))
    return later


def _imported() -> list[Table]:
    return [table for table in t.METADATA.sorted_tables if "batch_id" in table.c and table.name != "plan_change"]


def _is_referred_to(session: Session, number: int) -> bool:
    for table in _imported():
        for key in table.foreign_keys:
            target = key.column.table
            if target.name == "batch" or "batch_id" not in target.c:
                continue
            mine = select(target.c.id).where(target.c.batch_id == number)
            later = _later(table.c.batch_id, number)
            if session.execute(select(table.c.id).where(key.parent.in_(mine), later).limit(1)).first():
                return True
    return False


def _is_changed(session: Session, number: int) -> bool:
    """A later import changed a row that this one brought, or a value that this one had changed."""
    change: Any = t.PlanChange
    later = session.execute(
        select(change.noun, change.row_id, change.field).where(_later(change.batch_id, number))
    ).all()
    own = session.execute(select(change.noun, change.row_id, change.field).where(change.batch_id == number)).all()
    if {tuple(slot) for slot in own} & {tuple(slot) for slot in later if _comes_after(session, slot, number)}:
        return True
    return any(_brought(session, noun, row_id, number) for noun, row_id, _field in later)


def _comes_after(session: Session, slot: Any, number: int) -> bool:
    change: Any = t.PlanChange
    here = (change.noun == slot[0], change.row_id == slot[1], change.field == slot[2])
    last_own = session.execute(
        select(change.id).where(*here, change.batch_id == number).order_by(change.id.desc())
    ).scalar()
    last = session.execute(
        select(change.id).where(*here, _later(change.batch_id, number)).order_by(change.id.desc())
    ).scalar()
    return last is not None and last_own is not None and last > last_own


def _brought(session: Session, noun: str, row_id: int, number: int) -> bool:
    table = t.METADATA.tables[noun]
    return (
        session.execute(select(table.c.id).where(table.c.id == row_id, table.c.batch_id == number)).first() is not None
    )


def _is_moved_on(session: Session, number: int) -> bool:
    """A promised date that this import moved was moved again since."""
    move: Any = t.DueDateChange
    own = session.execute(select(move.milestone_id, move.id).where(move.batch_id == number)).all()
    last = dict(own)
    later = session.execute(select(move.milestone_id, move.id).where(_later(move.batch_id, number))).all()
    return any(milestone in last and identity > last[milestone] for milestone, identity in later)


def restore(session: Session, number: int) -> None:
    """Puts the values back that this import had changed, the last change first."""
    change: Any = t.PlanChange
    rows = session.execute(select(change).where(change.batch_id == number).order_by(change.id.desc())).scalars().all()
    for row in rows:
        table = t.METADATA.tables[row.noun]
        old: Any = thaw(table.c[row.field], (row.old or {}).get("v"))
        session.execute(update(table).where(table.c.id == row.row_id).values({row.field: old}))
