"""Verdicts taken back within seconds: the rows that count no more."""

import sqlalchemy as sa

from smartcity.store.migrations.append_only import forbid_changes, forbid_replacing
from smartcity.store.migrations.table_changes import facts_table, needed

revision = "0015_verdict_withdrawals"
down_revision = "0014_field_drafts"


def upgrade() -> None:
    facts_table("verdict_withdrawal", *needed(sa.String(40), "noun"), *needed(sa.Integer(), "row_id"))
    forbid_changes(("verdict_withdrawal",))
    forbid_replacing({"verdict_withdrawal": ("id",)})
