"""Lets columns be empty, without touching a row: on SQLite in the stored text of the table, as its manual describes."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.types import TypeEngine


def allow_empty(table: str, columns: Mapping[str, TypeEngine[Any]]) -> None:
    """Drops NOT NULL from the columns."""
    if op.get_bind().dialect.name != "sqlite":
        for column, kind in columns.items():
            op.alter_column(table, column, existing_type=kind, nullable=True)
        return
    bind = op.get_bind()
    bind.exec_driver_sql("PRAGMA writable_schema=ON")
    for column, kind in columns.items():
        typed = kind.compile(dialect=bind.dialect)
        old, new = (f"{column} {typed}{end}" for end in (" NOT NULL", ""))
        changed = "UPDATE sqlite_master SET sql = replace(sql, :old, :new) WHERE type = 'table' AND name = :table"
        bind.execute(sa.text(changed), {"old": f"\t{old}", "new": f"\t{new}", "table": table})
    version = bind.exec_driver_sql("PRAGMA schema_version").scalar_one()
    bind.exec_driver_sql(f"PRAGMA schema_version={version + 1}")
    bind.exec_driver_sql("PRAGMA writable_schema=OFF")
