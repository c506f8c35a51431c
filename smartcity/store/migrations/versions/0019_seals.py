"""The ledger seals the rows beside it; a snapshot carries the seal it was frozen at."""

import sqlalchemy as sa
from alembic import op

from smartcity.store.migrations.seal_existing import seal_existing

revision = "0019_seals"
down_revision = "0018_field_turns"


def upgrade() -> None:
    op.add_column("audit_entry", sa.Column("rows", sa.JSON(), nullable=True))
    op.add_column("snapshot", sa.Column("seal", sa.String(64), nullable=True))
    seal_existing()
