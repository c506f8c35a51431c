"""Meetings that were called off; items put off to the next meeting."""

import sqlalchemy as sa
from alembic import op

from smartcity.store.tables.columns import Instant

revision = "0017_meeting_changes"
down_revision = "0016_known_devices"


def upgrade() -> None:
    op.add_column("meeting", sa.Column("called_off_at", Instant(), nullable=True))
    op.add_column("meeting", sa.Column("called_off_reason", sa.Text(), nullable=True))
    op.add_column("agenda_item", sa.Column("is_put_off", sa.Boolean(), nullable=False, server_default=sa.false()))
    link = sa.Column("put_off_from_id", sa.Integer(), sa.ForeignKey("agenda_item.id"), nullable=True)
    op.add_column("agenda_item", link, inline_references=True)
    op.create_index("ix_agenda_item_put_off_from_id", "agenda_item", ["put_off_from_id"])
