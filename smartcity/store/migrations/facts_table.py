"""Makes tables of facts in a migration: what every fact has, its links with their indexes, its own columns."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.schema import SchemaItem

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
