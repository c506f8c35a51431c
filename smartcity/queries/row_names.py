"""What people call a stored row: its own code, or that of the nearest thing it belongs to."""

from sqlalchemy import select
from sqlmodel import Session

from smartcity.store.tables import METADATA

NAMING = ("code", "name", "file_name")


def row_name(session: Session, table: str, key: int) -> str:
    """Empty where the row is gone or belongs to nothing that has a code."""
    target = METADATA.tables[table]
    own = next((name for name in NAMING if name in target.c), None)
    if own is not None:
        return str(session.connection().execute(select(target.c[own]).where(target.c.id == key)).scalar() or "")
    for link in sorted(target.foreign_keys, key=lambda link: link.parent.name):
        owner = link.column.table
        if owner.name in ("batch", table):
            continue
        asked = select(link.parent).where(target.c.id == key)
        if isinstance(number := session.connection().execute(asked).scalar(), int):
            return row_name(session, owner.name, number)
    return ""
