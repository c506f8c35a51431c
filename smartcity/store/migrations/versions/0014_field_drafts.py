"""What an account has typed into a field of a form and not sent yet."""

import sqlalchemy as sa

from smartcity.store.migrations.table_changes import link, make_table, needed
from smartcity.store.tables.columns import Instant

revision = "0014_field_drafts"
down_revision = "0013_rules"


def upgrade() -> None:
    make_table(
        "field_draft",
        link("account_id", "account"),
        *needed(sa.String(40), "form"),
        *needed(sa.String(120), "thing"),
        *needed(sa.String(40), "field"),
        *needed(sa.JSON(), "value"),
        *needed(Instant(), "saved_at"),
        unique=("account_id", "form", "thing", "field"),
    )
