"""Whether an overdue milestone caps the health of its programme; whether a milestone's start is an estimate."""

import sqlalchemy as sa
from alembic import op

revision = "0013_rules"
down_revision = "0012_indicators"


def upgrade() -> None:
    op.add_column("masterplan", sa.Column("overdue_cap", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("milestone", sa.Column("start_is_estimated", sa.Boolean(), nullable=False, server_default=sa.false()))
