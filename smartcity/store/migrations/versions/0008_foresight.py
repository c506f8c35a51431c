"""Waiting on others; plausible bounds and areas of indicators."""

import sqlalchemy as sa
from alembic import op

from smartcity.store.migrations.append_only import forbid_changes
from smartcity.store.migrations.table_changes import facts_table, link, needed, no, optional

revision = "0008_foresight"
down_revision = "0007_meetings"


def upgrade() -> None:
    for column in (*optional(sa.Numeric(24, 8), "plausible_lower", "plausible_upper"), no("is_by_area")):
        op.add_column("indicator", column)
    facts_table(
        "waiting",
        link("milestone_id", "milestone"),
        link("on_milestone_id", "milestone", nullable=True),
        link("on_agency_id", "agency", nullable=True),
        *optional(sa.String(), "on_party"),
        *needed(sa.Date(), "since"),
        *optional(sa.Text(), "note"),
        keys_by_name=False,
    )
    facts_table(
        "waiting_end",
        link("waiting_id", "waiting"),
        *needed(sa.Date(), "ended_on"),
        *optional(sa.Text(), "note"),
    )
    forbid_changes(("waiting", "waiting_end"))
