"""Verdicts taken back within seconds: the rows that count no more."""

import sqlalchemy as sa

from smartcity.store.migrations.append_only import forbid_changes, forbid_replacing
from smartcity.store.migrations.table_changes import facts_table

revision = "0015_verdict_withdrawals"
down_revision = "0014_field_drafts"


def upgrade() -> None:
    of, row = sa.Column("noun", sa.String(40), nullable=False), sa.Column("row_id", sa.Integer(), nullable=False)
    facts_table("verdict_withdrawal", {}, of, row)
    forbid_changes(("verdict_withdrawal",))
    forbid_replacing({"verdict_withdrawal": ("id",)})
