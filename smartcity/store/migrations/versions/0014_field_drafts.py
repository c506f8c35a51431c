"""What an account has typed into a field of a form and not sent yet."""

import sqlalchemy as sa
from alembic import op

from smartcity.store.tables.columns import Instant

revision = "0014_field_drafts"
down_revision = "0013_rules"


def upgrade() -> None:
    op.create_table(
        "field_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(40), nullable=False),
        sa.Column("thing", sa.String(120), nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("saved_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("account_id", "form", "thing", "field"),
    )
    op.create_index("ix_field_draft_account_id", "field_draft", ["account_id"])
