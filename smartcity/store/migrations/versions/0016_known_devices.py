"""Browsers that an account was opened in before; until when a one-time password opens."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

from smartcity.store.tables.columns import Instant

revision = "0016_known_devices"
down_revision = "0015_verdict_withdrawals"


def upgrade() -> None:
    op.create_table(
        "known_device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_sha256", sa.String(64), nullable=False),
        sa.Column("created_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_sha256"),
    )
    op.create_index("ix_known_device_account_id", "known_device", ["account_id"])
    op.add_column("sign_in_attempt", sa.Column("device_sha256", sa.String(64), nullable=True))
    op.create_index("ix_sign_in_attempt_device_sha256", "sign_in_attempt", ["device_sha256"])
    op.add_column("account", sa.Column("one_time_until", Instant(), nullable=True))
    account = sa.table("account", sa.column("must_change_password", sa.Boolean), sa.column("one_time_until", Instant()))
    until = datetime.now(UTC) + timedelta(hours=72)
    op.execute(sa.update(account).where(account.c.must_change_password).values(one_time_until=until))
