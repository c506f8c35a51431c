"""Meetings and decisions, snapshots, walls, accounts."""

import sqlalchemy as sa

from smartcity.store.migrations.table_changes import facts_table, link, make_table, needed, optional, plan_table
from smartcity.store.tables.columns import Instant

revision = "0004_cycle"
down_revision = "0003_outcomes"


def upgrade() -> None:
    make_table(
        "snapshot",
        *needed(Instant(), "at"),
        *needed(sa.Date(), "as_of"),
        *optional(sa.JSON(), "figures"),
        *needed(sa.String(64), "sha256"),
        *needed(sa.String(), "application_version", "rules_version"),
    )
    plan_table(
        "meeting",
        *needed(sa.String(), "code", "name"),
        *needed(sa.Date(), "held_on"),
        *optional(sa.Time(), "starts_at"),
        *optional(sa.String(), "place"),
        *optional(sa.Text(), "minutes"),
        link("snapshot_id", "snapshot", nullable=True),
        *optional(Instant(), "closed_at"),
        unique=("code",),
    )
    plan_table(
        "agenda_item",
        link("meeting_id", "meeting"),
        *needed(sa.Integer(), "position"),
        *needed(sa.String(), "title"),
        *optional(sa.String(), "rule"),
        link("programme_id", "programme", nullable=True),
        *optional(sa.Integer(), "minutes_planned"),
    )
    plan_table(
        "decision",
        *needed(sa.String(), "code"),
        link("meeting_id", "meeting"),
        *needed(sa.Text(), "text"),
        link("agency_id", "agency"),
        link("programme_id", "programme", nullable=True),
        *optional(sa.Date(), "due_on"),
        *needed(sa.Boolean(), "is_confidential"),
        *optional(sa.Date(), "closed_on"),
        *optional(sa.Text(), "follow_up"),
        unique=("code",),
    )
    facts_table(
        "lock_exception",
        link("period_id", "period"),
        link("agency_id", "agency"),
        *needed(Instant(), "until"),
        *needed(sa.Text(), "reason"),
    )
    make_table(
        "screen",
        *needed(sa.String(), "name"),
        *needed(sa.String(64), "token_sha256", unique=True),
        *needed(Instant(), "created_at"),
        *optional(Instant(), "revoked_at", "last_seen_at"),
    )
    make_table(
        "account",
        *needed(sa.String(), "name", unique=True),
        *needed(sa.String(), "label"),
        *needed(sa.String(40), "role"),
        link("agency_id", "agency", nullable=True),
        *optional(sa.String(), "password_hash"),
        *needed(sa.Boolean(), "must_change_password", "is_sample"),
        *needed(Instant(), "created_at"),
        *optional(Instant(), "disabled_at", "last_signed_in_at"),
    )
    make_table(
        "sign_in",
        link("account_id", "account"),
        *needed(sa.String(64), "token_sha256", unique=True),
        *needed(Instant(), "created_at", "expires_at"),
        *optional(Instant(), "revoked_at"),
    )
