"""Periods and what happened: updates, reviews, statements, evidence, moved dates."""

import sqlalchemy as sa
from alembic import op

from smartcity.store.tables.columns import Instant

revision = "0002_facts"
down_revision = "0001_plan"


def upgrade() -> None:
    op.create_table(
        "period",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("grace_days", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("batch_id", "kind", "year", "number"),
    )
    op.create_index("ix_period_batch_id", "period", ["batch_id"], unique=False)
    op.create_table(
        "milestone_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("claim", sa.String(40), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("achieved_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name="ck_milestone_update_percent_range"),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"]),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_milestone_update_batch_id", "milestone_update", ["batch_id"], unique=False)
    op.create_index("ix_milestone_update_milestone_id", "milestone_update", ["milestone_id"], unique=False)
    op.create_index("ix_milestone_update_recorded_at", "milestone_update", ["recorded_at"], unique=False)
    op.create_table(
        "update_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("update_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(40), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"]),
        sa.ForeignKeyConstraint(["update_id"], ["milestone_update.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_update_review_batch_id", "update_review", ["batch_id"], unique=False)
    op.create_index("ix_update_review_recorded_at", "update_review", ["recorded_at"], unique=False)
    op.create_index("ix_update_review_update_id", "update_review", ["update_id"], unique=False)
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("own_rating", sa.String(40), nullable=True),
        sa.Column("happened", sa.Text(), nullable=True),
        sa.Column("obstacle", sa.Text(), nullable=True),
        sa.Column("next_step", sa.Text(), nullable=True),
        sa.Column("help_needed", sa.Text(), nullable=True),
        sa.Column("help_from", sa.String(), nullable=True),
        sa.Column("obstacle_milestone_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"]),
        sa.ForeignKeyConstraint(["obstacle_milestone_id"], ["milestone.id"]),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"]),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_statement_batch_id", "statement", ["batch_id"], unique=False)
    op.create_index("ix_statement_obstacle_milestone_id", "statement", ["obstacle_milestone_id"], unique=False)
    op.create_index("ix_statement_period_id", "statement", ["period_id"], unique=False)
    op.create_index("ix_statement_programme_id", "statement", ["programme_id"], unique=False)
    op.create_index("ix_statement_recorded_at", "statement", ["recorded_at"], unique=False)
    op.create_table(
        "due_date_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=False),
        sa.Column("old_due_on", sa.Date(), nullable=False),
        sa.Column("new_due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=True),
        sa.Column("approved_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"]),
        sa.ForeignKeyConstraint(["milestone_id"], ["milestone.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_due_date_change_batch_id", "due_date_change", ["batch_id"], unique=False)
    op.create_index("ix_due_date_change_milestone_id", "due_date_change", ["milestone_id"], unique=False)
    op.create_index("ix_due_date_change_recorded_at", "due_date_change", ["recorded_at"], unique=False)
