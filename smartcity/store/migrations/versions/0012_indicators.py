"""Indicators of real plans: supporting agencies, none at all, no unit; whole years, halves, the plan's end; scales."""

import sqlalchemy as sa
from alembic import op

from smartcity.store.migrations.table_changes import allow_empty, link, no, plan_table

revision = "0012_indicators"
down_revision = "0011_physical"


def upgrade() -> None:
    op.add_column("masterplan", sa.Column("predicate_scale", sa.JSON(), nullable=True))
    allow_empty("indicator", {"unit": sa.String(), "agency_id": sa.Integer()})
    plan_table(
        "indicator_support",
        link("indicator_id", "indicator"),
        link("agency_id", "agency"),
        unique=("indicator_id", "agency_id"),
        keys_by_name=False,
    )
    op.add_column("target", sa.Column("half", sa.Integer(), nullable=True))
    op.add_column("target", no("is_end"))
    allow_empty("reading", {"quarter": sa.Integer()})
    op.add_column("reading", sa.Column("half", sa.Integer(), nullable=True))
    op.add_column("reading", no("is_not_applicable"))
