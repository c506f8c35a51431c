"""Readings that are reported: the reason for an unusual value, and the statement they came with."""

import sqlalchemy as sa
from alembic import op

from smartcity.store.migrations.table_changes import add_link

revision = "0009_readings"
down_revision = "0008_foresight"


def upgrade() -> None:
    op.add_column("reading", sa.Column("reason", sa.Text(), nullable=True))
    add_link("reading", "statement_id", "statement")
