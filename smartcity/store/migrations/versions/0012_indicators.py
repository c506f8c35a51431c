"""Indicators of real plans: supporting agencies, none at all, no unit; whole years, halves, the plan's end; scales."""

import sqlalchemy as sa
from alembic import op

from smartcity.store.migrations.table_changes import allow_empty
from smartcity.store.tables.columns import Instant

revision = "0012_indicators"
down_revision = "0011_physical"


def upgrade() -> None:
    op.add_column("masterplan", sa.Column("predicate_scale", sa.JSON(), nullable=True))
    allow_empty("indicator", {"unit": sa.String(), "agency_id": sa.Integer()})
    op.create_table(
        "indicator_support",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"]),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"]),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("batch_id", "indicator_id", "agency_id"),
    )
    for column in ("batch_id", "indicator_id", "agency_id"):
        op.create_index(f"ix_indicator_support_{column}", "indicator_support", [column])
    op.add_column("target", sa.Column("half", sa.Integer(), nullable=True))
    op.add_column("target", _no("is_end"))
    allow_empty("reading", {"quarter": sa.Integer()})
    op.add_column("reading", sa.Column("half", sa.Integer(), nullable=True))
    op.add_column("reading", _no("is_not_applicable"))


def _no(column: str) -> sa.Column[bool]:
    return sa.Column(column, sa.Boolean(), nullable=False, server_default=sa.false())
