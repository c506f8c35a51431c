"""Requests for a link that resets a forgotten password."""

import sqlalchemy as sa

from smartcity.store.migrations.table_changes import link, make_table, needed, optional
from smartcity.store.tables.columns import Instant

revision = "0023_password_resets"
down_revision = "0022_closed_accounts"


def upgrade() -> None:
    make_table(
        "password_reset",
        *needed(Instant(), "at", index=True),
        *needed(sa.String(), "name", "address"),
        link("account_id", "account", nullable=True),
        *optional(sa.String(64), "token_sha256", unique=True),
        *optional(Instant(), "expires_at"),
    )
