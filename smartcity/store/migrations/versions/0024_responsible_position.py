"""The office (jabatan) that answers for a programme within its leading agency."""

import sqlalchemy as sa
from alembic import op

revision = "0024_responsible_position"
down_revision = "0023_password_resets"


def upgrade() -> None:
    op.add_column("programme", sa.Column("responsible_position", sa.String(), nullable=True))
