"""Readings that are reported: the reason for an unusual value, and the statement they came with."""

import sqlalchemy as sa
from alembic import op

revision = "0009_readings"
down_revision = "0008_foresight"


def upgrade() -> None:
    op.add_column("reading", sa.Column("reason", sa.Text(), nullable=True))
    link = sa.Column("statement_id", sa.Integer(), sa.ForeignKey("statement.id"), nullable=True)
    op.add_column("reading", link, inline_references=True)
    op.create_index("ix_reading_statement_id", "reading", ["statement_id"])
