"""People at work: attempts to sign in, drafts, proposed changes and their answers, comments."""

import sqlalchemy as sa
from alembic import op

from smartcity.store.migrations.append_only import forbid_changes
from smartcity.store.migrations.table_changes import (
    add_link,
    facts_table,
    link,
    make_table,
    needed,
    optional,
    reviews_table,
)
from smartcity.store.tables.columns import Instant

revision = "0006_people"
down_revision = "0005_append_only"


def upgrade() -> None:
    _extend()
    _attempts()
    _drafts()
    facts_table(
        "milestone_proposal",
        link("milestone_id", "milestone"),
        *needed(sa.String(40), "kind"),
        *optional(sa.Numeric(12, 4), "weight"),
        *needed(sa.Text(), "reason"),
    )
    reviews_table("change_review", {"due_date_change_id": "due_date_change", "proposal_id": "milestone_proposal"})
    facts_table("comment", link("programme_id", "programme"), *needed(sa.Text(), "text"))
    forbid_changes(("milestone_proposal", "change_review", "comment"))


def _extend() -> None:
    for column in optional(sa.String(), "email", "phone"):
        op.add_column("account", column)
    op.add_column("statement", sa.Column("submission_key", sa.String(36), nullable=True))
    op.create_index("ix_statement_submission_key", "statement", ["submission_key"], unique=True)
    add_link("milestone_update", "statement_id", "statement")


def _attempts() -> None:
    make_table(
        "sign_in_attempt",
        *needed(Instant(), "at", index=True),
        *needed(sa.String(), "name", "address", index=True),
        *needed(sa.Boolean(), "succeeded"),
    )


def _drafts() -> None:
    make_table(
        "report_draft",
        link("programme_id", "programme"),
        link("period_id", "period"),
        link("account_id", "account"),
        *needed(sa.String(36), "key", unique=True),
        *needed(sa.Integer(), "based_on"),
        *needed(sa.JSON(), "content"),
        *needed(Instant(), "saved_at"),
        unique=("programme_id", "period_id", "account_id"),
        keys_by_name=False,
    )
