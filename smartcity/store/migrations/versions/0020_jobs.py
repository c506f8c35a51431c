"""What is to be done later or by itself."""

import sqlalchemy as sa
from alembic import op

from smartcity.store.migrations.table_changes import make_table, needed, optional
from smartcity.store.tables.columns import Instant

revision = "0020_jobs"
down_revision = "0019_seals"


def upgrade() -> None:
    make_table(
        "job",
        *needed(sa.String(40), "kind"),
        *needed(sa.String(200), "about"),
        *needed(Instant(), "due_at"),
        *needed(sa.String(40), "state"),
        *needed(sa.Integer(), "tries"),
        *optional(sa.JSON(), "error", "progress"),
        *optional(sa.String(40), "claimed_by"),
        *optional(Instant(), "claimed_until"),
        *needed(Instant(), "entered_at"),
        *optional(Instant(), "ended_at"),
        unique=("kind", "about"),
    )
    op.create_index("ix_job_state_due_at", "job", ["state", "due_at"])
