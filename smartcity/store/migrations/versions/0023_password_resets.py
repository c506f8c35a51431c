"""Requests for a link that resets a forgotten password."""

import sqlalchemy as sa
from alembic import op

from smartcity.store.tables.columns import Instant

revision = "0023_password_resets"
down_revision = "0022_closed_accounts"


def upgrade() -> None:
    op.create_table(
        "password_reset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", Instant(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("token_sha256", sa.String(64), nullable=True),
        sa.Column("expires_at", Instant(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_sha256"),
    )
    for column in ("at", "account_id"):
        op.create_index(f"ix_password_reset_{column}", "password_reset", [column])
