"""Periods and what happened: updates, reviews, statements, evidence, moved dates."""

import sqlalchemy as sa

from smartcity.store.migrations.table_changes import facts_table, link, needed, optional, plan_table, reviews_table
from smartcity.store.tables.columns import Instant

revision = "0002_facts"
down_revision = "0001_plan"


def upgrade() -> None:
    plan_table(
        "period",
        *needed(sa.String(40), "kind"),
        *needed(sa.Integer(), "year", "number"),
        *needed(sa.Date(), "opens_on", "closes_on"),
        *needed(sa.Integer(), "grace_days"),
        unique=("kind", "year", "number"),
    )
    facts_table(
        "milestone_update",
        link("milestone_id", "milestone"),
        *needed(sa.String(40), "claim"),
        *optional(sa.Integer(), "percent"),
        *optional(sa.Date(), "achieved_on"),
        *optional(sa.Text(), "note"),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name="ck_milestone_update_percent_range"),
    )
    reviews_table("update_review", {"update_id": "milestone_update"})
    facts_table(
        "statement",
        link("programme_id", "programme"),
        link("period_id", "period"),
        *optional(sa.String(40), "own_rating"),
        *optional(sa.Text(), "happened", "obstacle", "next_step", "help_needed"),
        *optional(sa.String(), "help_from"),
        link("obstacle_milestone_id", "milestone", nullable=True),
    )
    facts_table(
        "due_date_change",
        link("milestone_id", "milestone"),
        *needed(sa.Date(), "old_due_on", "new_due_on"),
        *needed(sa.Text(), "reason"),
        *optional(sa.String(), "approved_by"),
        *optional(Instant(), "approved_at"),
    )
