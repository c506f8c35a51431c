"""How often a form was sent, so that what was typed before a sending does not come back after it."""

import sqlalchemy as sa
from alembic import op

revision = "0018_field_turns"
down_revision = "0017_meeting_changes"


def upgrade() -> None:
    op.add_column("field_draft", sa.Column("turn", sa.Integer(), nullable=False, server_default="0"))
