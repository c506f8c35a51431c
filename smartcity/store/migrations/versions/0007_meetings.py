"""The meeting at work: agenda with its rule and timer, attendance, answers to decisions, the stage, paired walls."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from smartcity.store.migrations.append_only import forbid_changes
from smartcity.store.migrations.table_changes import (
    add_link,
    facts_table,
    link,
    make_table,
    needed,
    no,
    optional,
    reviews_table,
)
from smartcity.store.tables.columns import Instant

revision = "0007_meetings"
down_revision = "0006_people"

ADDED: dict[str, tuple[sa.Column[Any], ...]] = {
    "meeting": (*optional(sa.Integer(), "minutes_planned"), *optional(Instant(), "started_at")),
    "agenda_item": (
        *optional(sa.JSON(), "because"),
        *optional(sa.Text(), "minutes"),
        *optional(Instant(), "started_at"),
        *(no(column) for column in ("is_pinned", "is_dropped", "is_done")),
        sa.Column("spent_seconds", sa.Integer(), nullable=False, server_default="0"),
    ),
    "snapshot": (
        sa.Column("audit_id", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("made_by", sa.String(), nullable=False, server_default=""),
    ),
    "screen": (
        *optional(sa.String(6), "code"),
        *optional(Instant(), "code_expires_at", "confirmed_at"),
        *optional(sa.String(), "showing"),
    ),
}


def upgrade() -> None:
    for table, columns in ADDED.items():
        for column in columns:
            op.add_column(table, column)
    op.create_index("ix_screen_code", "screen", ["code"])
    for target in ("milestone", "agency", "decision"):
        add_link("agenda_item", f"{target}_id", target)
    _attendance()
    facts_table(
        "decision_answer",
        link("decision_id", "decision"),
        *needed(sa.Text(), "text"),
        *needed(sa.Boolean(), "is_done"),
    )
    reviews_table("decision_review", {"answer_id": "decision_answer"}, keys_by_name=False)
    add_link("evidence", "answer_id", "decision_answer")
    _stage()
    forbid_changes(("decision_answer", "decision_review", "snapshot"))


def _attendance() -> None:
    make_table(
        "attendance",
        link("meeting_id", "meeting"),
        link("agency_id", "agency"),
        *needed(sa.Boolean(), "is_present"),
        *optional(sa.String(), "note"),
        unique=("meeting_id", "agency_id"),
        keys_by_name=False,
    )


def _stage() -> None:
    links = {"meeting_id": "meeting", "item_id": "agenda_item", "snapshot_id": "snapshot"}
    op.create_table(
        "stage",
        sa.Column("id", sa.Integer(), nullable=False),
        *needed(sa.Integer(), "turn"),
        *(link(column, target, nullable=True) for column, target in links.items()),
        *optional(sa.String(), "view"),
        *needed(sa.Boolean(), "is_black", "shows_names"),
        *needed(Instant(), "changed_at"),
        *(sa.ForeignKeyConstraint([column], [f"{target}.id"]) for column, target in links.items()),
        sa.CheckConstraint("id = 1", name="ck_stage_only_one"),
        sa.PrimaryKeyConstraint("id"),
    )
