"""Indicators, budgets, quick wins by year, and the evidence of updates and readings."""

import sqlalchemy as sa
from alembic import op

from smartcity.store.tables.columns import Instant

revision = "0003_outcomes"
down_revision = "0002_facts"


def upgrade() -> None:
    op.create_table(
        "indicator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=True),
        sa.Column("formula", sa.Text(), nullable=True),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("direction", sa.String(40), nullable=False),
        sa.Column("calculation", sa.String(40), nullable=False),
        sa.Column("is_key", sa.Boolean(), nullable=False),
        sa.Column("is_sample", sa.Boolean(), nullable=False),
        sa.Column("baseline", sa.Numeric(precision=24, scale=8), nullable=True),
        sa.Column("baseline_year", sa.Integer(), nullable=True),
        sa.Column("sub_dimension_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("replaced_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"]),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"]),
        sa.ForeignKeyConstraint(["replaced_by_id"], ["indicator.id"]),
        sa.ForeignKeyConstraint(["sub_dimension_id"], ["sub_dimension.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("batch_id", "code"),
    )
    op.create_index("ix_indicator_agency_id", "indicator", ["agency_id"], unique=False)
    op.create_index("ix_indicator_batch_id", "indicator", ["batch_id"], unique=False)
    op.create_index("ix_indicator_replaced_by_id", "indicator", ["replaced_by_id"], unique=False)
    op.create_index("ix_indicator_sub_dimension_id", "indicator", ["sub_dimension_id"], unique=False)
    op.create_table(
        "indicator_programme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"]),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"]),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("batch_id", "indicator_id", "programme_id"),
    )
    op.create_index("ix_indicator_programme_batch_id", "indicator_programme", ["batch_id"], unique=False)
    op.create_index("ix_indicator_programme_indicator_id", "indicator_programme", ["indicator_id"], unique=False)
    op.create_index("ix_indicator_programme_programme_id", "indicator_programme", ["programme_id"], unique=False)
    op.create_table(
        "target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=True),
        sa.Column("value", sa.Numeric(precision=24, scale=8), nullable=True),
        sa.Column("lower", sa.Numeric(precision=24, scale=8), nullable=True),
        sa.Column("upper", sa.Numeric(precision=24, scale=8), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"]),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("batch_id", "indicator_id", "year", "quarter"),
    )
    op.create_index("ix_target_batch_id", "target", ["batch_id"], unique=False)
    op.create_index("ix_target_indicator_id", "target", ["indicator_id"], unique=False)
    op.create_table(
        "reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("indicator_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("value", sa.Numeric(precision=24, scale=8), nullable=True),
        sa.Column("numerator", sa.Numeric(precision=24, scale=8), nullable=True),
        sa.Column("denominator", sa.Numeric(precision=24, scale=8), nullable=True),
        sa.Column("text", sa.String(), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"]),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"]),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_reading_area_id", "reading", ["area_id"], unique=False)
    op.create_index("ix_reading_batch_id", "reading", ["batch_id"], unique=False)
    op.create_index("ix_reading_indicator_id", "reading", ["indicator_id"], unique=False)
    op.create_index("ix_reading_recorded_at", "reading", ["recorded_at"], unique=False)
    op.create_table(
        "reading_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("reading_id", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.String(40), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"]),
        sa.ForeignKeyConstraint(["reading_id"], ["reading.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_reading_review_batch_id", "reading_review", ["batch_id"], unique=False)
    op.create_index("ix_reading_review_reading_id", "reading_review", ["reading_id"], unique=False)
    op.create_index("ix_reading_review_recorded_at", "reading_review", ["recorded_at"], unique=False)
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("update_id", sa.Integer(), nullable=True),
        sa.Column("reading_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("file_name", sa.String(), nullable=True),
        sa.Column("file_sha256", sa.String(64), nullable=True),
        sa.Column("media_type", sa.String(), nullable=True),
        sa.Column("size_bytes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"]),
        sa.ForeignKeyConstraint(["reading_id"], ["reading.id"]),
        sa.ForeignKeyConstraint(["update_id"], ["milestone_update.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_evidence_batch_id", "evidence", ["batch_id"], unique=False)
    op.create_index("ix_evidence_reading_id", "evidence", ["reading_id"], unique=False)
    op.create_index("ix_evidence_recorded_at", "evidence", ["recorded_at"], unique=False)
    op.create_index("ix_evidence_update_id", "evidence", ["update_id"], unique=False)
    op.create_table(
        "budget",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(40), nullable=False),
        sa.Column("ceiling", sa.Numeric(precision=20, scale=2), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"]),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("batch_id", "programme_id", "year", "source"),
    )
    op.create_index("ix_budget_batch_id", "budget", ["batch_id"], unique=False)
    op.create_index("ix_budget_programme_id", "budget", ["programme_id"], unique=False)
    op.create_table(
        "budget_realisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("budget_id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("realised", sa.Numeric(precision=20, scale=2), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"]),
        sa.ForeignKeyConstraint(["budget_id"], ["budget.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_budget_realisation_batch_id", "budget_realisation", ["batch_id"], unique=False)
    op.create_index("ix_budget_realisation_budget_id", "budget_realisation", ["budget_id"], unique=False)
    op.create_index("ix_budget_realisation_recorded_at", "budget_realisation", ["recorded_at"], unique=False)
    op.create_table(
        "quick_win_year",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", Instant(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"]),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("batch_id", "programme_id", "year"),
    )
    op.create_index("ix_quick_win_year_batch_id", "quick_win_year", ["batch_id"], unique=False)
    op.create_index("ix_quick_win_year_programme_id", "quick_win_year", ["programme_id"], unique=False)
