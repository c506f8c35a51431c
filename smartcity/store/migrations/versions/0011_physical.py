"""Programmes measured physically: their measure, planned curves, reported percentages and the verdicts on them."""

import sqlalchemy as sa
from alembic import op

from smartcity.store.migrations.append_only import forbid_changes, forbid_replacing
from smartcity.store.migrations.table_changes import facts_table, reviews_table
from smartcity.store.tables.columns import Instant

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
        {"programme_id": "programme", "statement_id": "statement"},
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("percent", sa.Numeric(24, 8), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint(NOT_NEGATIVE, name="ck_physical_update_percent_not_negative"),
        optional=("statement_id",),
    )
    reviews_table("physical_review", {"physical_update_id": "physical_update"})
    link = sa.Column("physical_update_id", sa.Integer(), sa.ForeignKey("physical_update.id"), nullable=True)
    op.add_column("evidence", link, inline_references=True)
    op.create_index("ix_evidence_physical_update_id", "evidence", ["physical_update_id"])
    forbid_changes(APPENDED)
    forbid_replacing(dict.fromkeys(APPENDED, ("id",)))


def _make_planned() -> None:
    op.create_table(
        "planned_percent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("percent", sa.Numeric(24, 8), nullable=True),
        sa.CheckConstraint(NOT_NEGATIVE, name="ck_planned_percent_percent_not_negative"),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"]),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("batch_id", "programme_id", "day"),
    )
    for column in ("batch_id", "programme_id"):
        op.create_index(f"ix_planned_percent_{column}", "planned_percent", [column])
