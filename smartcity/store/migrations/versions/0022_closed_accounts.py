"""Accounts that were closed: since when, and the digest of the name that earlier entries still hold."""

import sqlalchemy as sa
from alembic import op

from smartcity.store.tables.columns import Instant

revision = "0022_closed_accounts"
down_revision = "0021_evidence_release"


def upgrade() -> None:
    op.add_column("account", sa.Column("closed_at", Instant(), nullable=True))
    op.add_column("account", sa.Column("former_sha256", sa.String(64), nullable=True))
