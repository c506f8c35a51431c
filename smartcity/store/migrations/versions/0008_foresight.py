"""Waiting on others; plausible bounds and areas of indicators."""

import sqlalchemy as sa
from alembic import op

from smartcity.store.migrations.append_only import forbid_changes
from smartcity.store.migrations.table_changes import facts_table

revision = "0008_foresight"
down_revision = "0007_meetings"


def upgrade() -> None:
    for bound in ("plausible_lower", "plausible_upper"):
        op.add_column("indicator", sa.Column(bound, sa.Numeric(24, 8), nullable=True))
    op.add_column("indicator", sa.Column("is_by_area", sa.Boolean(), nullable=False, server_default=sa.false()))
    facts_table(
        "waiting",
        {"milestone_id": "milestone", "on_milestone_id": "milestone", "on_agency_id": "agency"},
        sa.Column("on_party", sa.String(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        optional=("on_milestone_id", "on_agency_id"),
    )
    facts_table(
        "waiting_end",
        {"waiting_id": "waiting"},
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
    )
    forbid_changes(("waiting", "waiting_end"))
