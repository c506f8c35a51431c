"""The meeting at work: agenda with its rule and timer, attendance, answers to decisions, the stage, paired walls."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from smartcity.store.migrations.append_only import forbid_changes
from smartcity.store.migrations.table_changes import facts_table, reviews_table
from smartcity.store.tables.columns import Instant

revision = "0007_meetings"
down_revision = "0006_people"

ADDED: dict[str, tuple[sa.Column[Any], ...]] = {
    "meeting": (
        sa.Column("minutes_planned", sa.Integer(), nullable=True),
        sa.Column("started_at", Instant(), nullable=True),
    ),
    "agenda_item": (
        sa.Column("because", sa.JSON(), nullable=True),
        sa.Column("minutes", sa.Text(), nullable=True),
        sa.Column("started_at", Instant(), nullable=True),
        sa.Column("is_pinned", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("is_dropped", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("is_done", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("spent_seconds", sa.Integer(), nullable=False, server_default="0"),
    ),
    "snapshot": (
        sa.Column("audit_id", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("made_by", sa.String(), nullable=False, server_default=""),
    ),
    "screen": (
        sa.Column("code", sa.String(6), nullable=True),
        sa.Column("code_expires_at", Instant(), nullable=True),
        sa.Column("confirmed_at", Instant(), nullable=True),
        sa.Column("showing", sa.String(), nullable=True),
    ),
}


def upgrade() -> None:
    for table, columns in ADDED.items():
        for column in columns:
            op.add_column(table, column)
    op.create_index("ix_screen_code", "screen", ["code"])
    for target in ("milestone", "agency", "decision"):
        _link("agenda_item", f"{target}_id", target)
    _attendance()
    facts_table(
        "decision_answer",
        {"decision_id": "decision"},
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("is_done", sa.Boolean(), nullable=False),
    )
    reviews_table("decision_review", {"answer_id": "decision_answer"})
    _link("evidence", "answer_id", "decision_answer")
    _stage()
    forbid_changes(("decision_answer", "decision_review", "snapshot"))


def _link(table: str, column: str, target: str) -> None:
    made = sa.Column(column, sa.Integer(), sa.ForeignKey(f"{target}.id"), nullable=True)
    op.add_column(table, made, inline_references=True)
    op.create_index(f"ix_{table}_{column}", table, [column])


def _attendance() -> None:
    op.create_table(
        "attendance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("is_present", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"]),
        sa.ForeignKeyConstraint(["agency_id"], ["agency.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("meeting_id", "agency_id"),
    )
    for column in ("meeting_id", "agency_id"):
        op.create_index(f"ix_attendance_{column}", "attendance", [column])


def _stage() -> None:
    links = {"meeting_id": "meeting", "item_id": "agenda_item", "snapshot_id": "snapshot"}
    op.create_table(
        "stage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        *(sa.Column(column, sa.Integer(), nullable=True) for column in links),
        sa.Column("view", sa.String(), nullable=True),
        sa.Column("is_black", sa.Boolean(), nullable=False),
        sa.Column("shows_names", sa.Boolean(), nullable=False),
        sa.Column("changed_at", Instant(), nullable=False),
        *(sa.ForeignKeyConstraint([column], [f"{target}.id"]) for column, target in links.items()),
        sa.CheckConstraint("id = 1", name="ck_stage_only_one"),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in links:
        op.create_index(f"ix_stage_{column}", "stage", [column])
