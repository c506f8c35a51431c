"""What migrations share: tables of facts that refuse changes, columns that may be empty."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

from smartcity.store.tables.columns import Instant


def facts_table(table: str, links: dict[str, str], *columns: SchemaItem, optional: tuple[str, ...] = ()) -> None:
    """A table of facts with its links, column → table."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        *(sa.Column(column, sa.Integer(), nullable=column in optional) for column in links),
        *columns,
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"]),
        *(sa.ForeignKeyConstraint([column], [f"{target}.id"]) for column, target in links.items()),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("batch_id", "recorded_at", *links):
        op.create_index(f"ix_{table}_{column}", table, [column])


def reviews_table(table: str, links: dict[str, str]) -> None:
    """A table of facts that holds a verdict with its note; of two links exactly one is filled."""
    verdict = sa.Column("verdict", sa.String(40), nullable=False)
    optional = tuple(links) if len(links) > 1 else ()
    facts_table(table, links, verdict, sa.Column("note", sa.Text(), nullable=True), optional=optional)


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
