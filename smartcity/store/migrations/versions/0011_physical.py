"""Programmes measured physically: their measure, planned curves, reported percentages and the verdicts on them."""

import sqlalchemy as sa
from alembic import op

from smartcity.store.migrations.append_only import forbid_changes, forbid_replacing
from smartcity.store.migrations.table_changes import (
    add_link,
    facts_table,
    link,
    needed,
    optional,
    plan_table,
    reviews_table,
)

revision = "0011_physical"
down_revision = "0010_no_replacing"

APPENDED = ("physical_update", "physical_review")
NOT_NEGATIVE = "percent >= 0"


def upgrade() -> None:
    measure = sa.Column("measure", sa.String(40), nullable=False, server_default="milestones")
    op.add_column("programme", measure)
    _make_planned()
    facts_table(
        "physical_update",
        link("programme_id", "programme"),
        link("statement_id", "statement", nullable=True),
        *needed(sa.Date(), "day"),
        *needed(sa.Numeric(24, 8), "percent"),
        *optional(sa.Text(), "note"),
        sa.CheckConstraint(NOT_NEGATIVE, name="ck_physical_update_percent_not_negative"),
    )
    reviews_table("physical_review", {"physical_update_id": "physical_update"})
    add_link("evidence", "physical_update_id", "physical_update")
    forbid_changes(APPENDED)
    forbid_replacing(dict.fromkeys(APPENDED, ("id",)))


def _make_planned() -> None:
    plan_table(
        "planned_percent",
        link("programme_id", "programme"),
        *needed(sa.Date(), "day"),
        *optional(sa.Numeric(24, 8), "percent"),
        sa.CheckConstraint(NOT_NEGATIVE, name="ck_planned_percent_percent_not_negative"),
        unique=("programme_id", "day"),
    )
