"""The ledger, imports, accounts' ground and the masterplan."""

import sqlalchemy as sa

from smartcity.store.migrations.table_changes import link, make_table, needed, optional, plan_table
from smartcity.store.tables.columns import Instant

revision = "0001_plan"
down_revision = None


def upgrade() -> None:
    make_table(
        "audit_entry",
        *needed(Instant(), "at"),
        *needed(sa.String(), "actor"),
        *needed(sa.String(), "action", "subject", index=True),
        *optional(sa.JSON(), "before", "after"),
        *optional(sa.Text(), "reason"),
        *needed(sa.String(64), "previous"),
        *needed(sa.String(64), "seal", unique=True),
    )
    make_table(
        "batch",
        *needed(sa.String(), "file_name"),
        *needed(sa.String(64), "file_sha256"),
        *optional(sa.JSON(), "counts"),
        *needed(Instant(), "recorded_at"),
        *optional(Instant(), "withdrawn_at"),
        *needed(sa.Boolean(), "is_sample"),
    )
    make_table(
        "plan_change",
        link("batch_id", "batch", nullable=True),
        *needed(sa.String(), "noun", index=True),
        *needed(sa.Integer(), "row_id"),
        *needed(sa.String(), "field"),
        *optional(sa.JSON(), "old", "new"),
        *needed(Instant(), "recorded_at"),
    )
    plan_table(
        "masterplan",
        *needed(sa.String(), "name", "city"),
        *optional(sa.String(), "legal_basis"),
        *needed(sa.Integer(), "first_year", "last_year"),
        *needed(sa.String(40), "credit_rule"),
        *optional(sa.JSON(), "health_scheme"),
        *needed(sa.String(), "zone"),
        *needed(sa.Boolean(), "is_sample"),
    )
    plan_table(
        "dimension",
        *needed(sa.String(), "code", "name"),
        *needed(sa.Integer(), "position"),
        unique=("code",),
    )
    plan_table(
        "sub_dimension",
        *needed(sa.String(), "code", "name"),
        *optional(sa.String(), "alias"),
        *needed(sa.Integer(), "position"),
        link("dimension_id", "dimension"),
        unique=("code",),
    )
    plan_table(
        "agency",
        *needed(sa.String(), "code", "name", "short_name"),
        *optional(sa.JSON(), "aliases"),
        *optional(sa.Date(), "valid_from", "valid_until"),
        link("successor_id", "agency", nullable=True),
        unique=("code",),
    )
    plan_table(
        "area",
        *needed(sa.String(), "code", "name", "kind"),
        *optional(sa.String(), "parent"),
        unique=("code",),
    )
    plan_table(
        "mission",
        *needed(sa.String(), "code", "name"),
        unique=("code",),
    )
    plan_table(
        "programme",
        *needed(sa.String(), "code", "name"),
        *optional(sa.String(), "long_name"),
        *optional(sa.Text(), "description"),
        link("sub_dimension_id", "sub_dimension"),
        link("lead_agency_id", "agency"),
        *needed(sa.String(40), "horizon"),
        *needed(sa.Boolean(), "is_quick_win", "is_sample"),
        *needed(sa.Numeric(12, 4), "weight"),
        *needed(sa.Date(), "starts_on", "ends_on"),
        *optional(sa.Text(), "source"),
        sa.CheckConstraint("ends_on >= starts_on", name="ck_programme_ends_after_start"),
        sa.CheckConstraint("weight > 0", name="ck_programme_weight_positive"),
        unique=("code",),
    )
    plan_table(
        "programme_support",
        link("programme_id", "programme"),
        link("agency_id", "agency"),
        unique=("programme_id", "agency_id"),
    )
    plan_table(
        "programme_mission",
        link("programme_id", "programme"),
        link("mission_id", "mission"),
        unique=("programme_id", "mission_id"),
    )
    plan_table(
        "action_plan",
        *needed(sa.String(), "code", "name"),
        *needed(sa.String(40), "kind"),
        link("programme_id", "programme"),
        unique=("code",),
    )
    plan_table(
        "milestone",
        *needed(sa.String(), "code", "name"),
        link("action_plan_id", "action_plan"),
        *needed(sa.Numeric(12, 4), "weight"),
        *needed(sa.Date(), "starts_on", "due_on", "first_due_on"),
        *needed(sa.Boolean(), "needs_evidence"),
        *optional(sa.Date(), "cancelled_on", "postponed_on"),
        sa.CheckConstraint("due_on >= starts_on", name="ck_milestone_due_after_start"),
        sa.CheckConstraint("weight > 0", name="ck_milestone_weight_positive"),
        unique=("code",),
    )
