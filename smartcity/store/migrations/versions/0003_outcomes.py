"""Indicators, budgets, quick wins by year, and the evidence of updates and readings."""

import sqlalchemy as sa

from smartcity.store.migrations.table_changes import facts_table, link, needed, optional, plan_table, reviews_table

revision = "0003_outcomes"
down_revision = "0002_facts"


def upgrade() -> None:
    plan_table(
        "indicator",
        *needed(sa.String(), "code", "name"),
        *optional(sa.Text(), "definition", "formula"),
        *needed(sa.String(), "unit"),
        *needed(sa.String(40), "direction", "calculation"),
        *needed(sa.Boolean(), "is_key", "is_sample"),
        *optional(sa.Numeric(24, 8), "baseline"),
        *optional(sa.Integer(), "baseline_year"),
        link("sub_dimension_id", "sub_dimension"),
        link("agency_id", "agency"),
        *optional(sa.Text(), "source"),
        *optional(sa.Date(), "retired_on"),
        link("replaced_by_id", "indicator", nullable=True),
        unique=("code",),
    )
    plan_table(
        "indicator_programme",
        link("indicator_id", "indicator"),
        link("programme_id", "programme"),
        unique=("indicator_id", "programme_id"),
    )
    plan_table(
        "target",
        link("indicator_id", "indicator"),
        *needed(sa.Integer(), "year"),
        *optional(sa.Integer(), "quarter"),
        *optional(sa.Numeric(24, 8), "value", "lower", "upper"),
        *optional(sa.String(), "text"),
        unique=("indicator_id", "year", "quarter"),
    )
    facts_table(
        "reading",
        link("indicator_id", "indicator"),
        *needed(sa.Integer(), "year", "quarter"),
        *optional(sa.Numeric(24, 8), "value", "numerator", "denominator"),
        *optional(sa.String(), "text"),
        link("area_id", "area", nullable=True),
        *optional(sa.Text(), "note"),
    )
    reviews_table("reading_review", {"reading_id": "reading"})
    facts_table(
        "evidence",
        link("update_id", "milestone_update", nullable=True),
        link("reading_id", "reading", nullable=True),
        *needed(sa.String(), "title"),
        *optional(sa.Text(), "url"),
        *optional(sa.String(), "file_name"),
        *optional(sa.String(64), "file_sha256"),
        *optional(sa.String(), "media_type"),
        *optional(sa.Integer(), "size_bytes"),
    )
    plan_table(
        "budget",
        link("programme_id", "programme"),
        *needed(sa.Integer(), "year"),
        *needed(sa.String(40), "source"),
        *needed(sa.Numeric(20, 2), "ceiling"),
        unique=("programme_id", "year", "source"),
    )
    facts_table(
        "budget_realisation",
        link("budget_id", "budget"),
        *needed(sa.Integer(), "quarter"),
        *needed(sa.Numeric(20, 2), "realised"),
    )
    plan_table(
        "quick_win_year",
        link("programme_id", "programme"),
        *needed(sa.Integer(), "year"),
        *needed(sa.String(40), "state"),
        *optional(sa.Text(), "note"),
        unique=("programme_id", "year"),
    )
