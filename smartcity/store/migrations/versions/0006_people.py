"""People at work: attempts to sign in, drafts, proposed changes and their answers, comments."""

import sqlalchemy as sa
from alembic import op

from smartcity.store.migrations.append_only import forbid_changes
from smartcity.store.migrations.table_changes import facts_table, reviews_table
from smartcity.store.tables.columns import Instant

revision = "0006_people"
down_revision = "0005_append_only"


def upgrade() -> None:
    _extend()
    _attempts()
    _drafts()
    facts_table(
        "milestone_proposal",
        {"milestone_id": "milestone"},
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("weight", sa.Numeric(12, 4), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    reviews_table("change_review", {"due_date_change_id": "due_date_change", "proposal_id": "milestone_proposal"})
    facts_table("comment", {"programme_id": "programme"}, sa.Column("text", sa.Text(), nullable=False))
    forbid_changes(("milestone_proposal", "change_review", "comment"))


def _extend() -> None:
    op.add_column("account", sa.Column("email", sa.String(), nullable=True))
    op.add_column("account", sa.Column("phone", sa.String(), nullable=True))
    op.add_column("statement", sa.Column("submission_key", sa.String(36), nullable=True))
    op.create_index("ix_statement_submission_key", "statement", ["submission_key"], unique=True)
    link = sa.Column("statement_id", sa.Integer(), sa.ForeignKey("statement.id"), nullable=True)
    op.add_column("milestone_update", link, inline_references=True)
    op.create_index("ix_milestone_update_statement_id", "milestone_update", ["statement_id"])


def _attempts() -> None:
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("at", "name", "address"):
        op.create_index(f"ix_sign_in_attempt_{column}", "sign_in_attempt", [column])


def _drafts() -> None:
    op.create_table(
        "report_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("period_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(36), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"]),
        sa.ForeignKeyConstraint(["period_id"], ["period.id"]),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("programme_id", "period_id", "account_id"),
        sa.UniqueConstraint("key"),
    )
    for column in ("programme_id", "period_id", "account_id"):
        op.create_index(f"ix_report_draft_{column}", "report_draft", [column])
