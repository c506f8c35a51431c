"""What migrations share: how tables of the plan, of facts and of reviews are made, links, columns that may be empty."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeEngine

from smartcity.store.tables.columns import Instant


def needed(kind: TypeEngine[Any], *names: str, index: bool = False, unique: bool = False) -> list[sa.Column[Any]]:
    """Columns of one type that are never empty."""
    return [sa.Column(name, kind, nullable=False, index=index, unique=unique) for name in names]


def optional(kind: TypeEngine[Any], *names: str, unique: bool = False) -> list[sa.Column[Any]]:
    """Columns of one type that may be empty."""
    return [sa.Column(name, kind, nullable=True, unique=unique) for name in names]


def link(column: str, table: str, *, nullable: bool = False) -> sa.Column[Any]:
    """A column of a new table that holds the id of a row of `table`."""
    return sa.Column(column, sa.Integer(), nullable=nullable, index=True, info={"table": table})


def make_table(table: str, *parts: SchemaItem, unique: tuple[str, ...] = (), keys_by_name: bool = True) -> None:
    """A table with an id; its foreign keys stand by name or in the order of the columns, as databases have them."""
    links = [part for part in parts if isinstance(part, sa.Column) and "table" in part.info]
    ordered = sorted(links, key=lambda column: column.name) if keys_by_name else links
    keys = [sa.ForeignKeyConstraint([column.name], [f"{column.info['table']}.id"]) for column in ordered]
    rules = [sa.UniqueConstraint(*unique)] if unique else []
    op.create_table(table, sa.Column("id", sa.Integer(), primary_key=True), *parts, *keys, *rules)


def plan_table(table: str, *parts: SchemaItem, unique: tuple[str, ...] = (), keys_by_name: bool = True) -> None:
    """A table of what imports write; `unique` columns are so within one batch."""
    of_batch = ("batch_id", *unique) if unique else ()
    batch, at = link("batch_id", "batch"), needed(Instant(), "recorded_at")
    make_table(table, batch, *at, *parts, unique=of_batch, keys_by_name=keys_by_name)


def facts_table(table: str, *parts: SchemaItem, keys_by_name: bool = True) -> None:
    """A table of facts: who recorded them and when, and the batch of those that came with an import."""
    batch = link("batch_id", "batch", nullable=True)
    recorded = *needed(Instant(), "recorded_at", index=True), *needed(sa.String(), "recorded_by")
    make_table(table, batch, *recorded, *parts, keys_by_name=keys_by_name)


def reviews_table(table: str, links: dict[str, str], *, keys_by_name: bool = True) -> None:
    """A table of facts that holds a verdict with its note; of two links, column → table, exactly one is filled."""
    to = (link(column, target, nullable=len(links) > 1) for column, target in links.items())
    verdict = *needed(sa.String(40), "verdict"), *optional(sa.Text(), "note")
    facts_table(table, *to, *verdict, keys_by_name=keys_by_name)


def add_link(table: str, column: str, target: str) -> None:
    """A new column of a table that holds the id of a row of `target`, or nothing."""
    made = sa.Column(column, sa.Integer(), sa.ForeignKey(f"{target}.id"), nullable=True)
    op.add_column(table, made, inline_references=True)
    op.create_index(f"ix_{table}_{column}", table, [column])


def no(column: str) -> sa.Column[bool]:
    """A new column that says no in the rows there are."""
    return sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false())


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
