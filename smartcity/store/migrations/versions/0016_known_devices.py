"""Browsers that an account was opened in before; until when a one-time password opens."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

from smartcity.store.migrations.table_changes import link, make_table, needed
from smartcity.store.tables.columns import Instant

revision = "0016_known_devices"
down_revision = "0015_verdict_withdrawals"


def upgrade() -> None:
    make_table(
        "known_device",
        link("account_id", "account"),
        *needed(sa.String(64), "token_sha256", unique=True),
        *needed(Instant(), "created_at"),
    )
    op.add_column("sign_in_attempt", sa.Column("device_sha256", sa.String(64), nullable=True))
    op.create_index("ix_sign_in_attempt_device_sha256", "sign_in_attempt", ["device_sha256"])
    op.add_column("account", sa.Column("one_time_until", Instant(), nullable=True))
    account = sa.table("account", sa.column("must_change_password", sa.Boolean), sa.column("one_time_until", Instant()))
    until = datetime.now(UTC) + timedelta(hours=72)
    op.execute(sa.update(account).where(account.c.must_change_password).values(one_time_until=until))
