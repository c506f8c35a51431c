"""What people call a stored row: its own code, or that of the nearest thing it belongs to."""

from typing import Any

from sqlalchemy import Table, select
from sqlmodel import Session

from smartcity.store.legible import legible
from smartcity.store.tables import METADATA

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
    return next(legible(session.connection().execute(asked).scalars()), None)
