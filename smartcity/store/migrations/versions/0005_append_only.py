"""What is appended stays: triggers refuse UPDATE and DELETE."""

from smartcity.store.migrations.append_only import forbid_changes, forbid_changes_but_approval

revision = "0005_append_only"
down_revision = "0004_cycle"

APPENDED = (
    "audit_entry",
    "plan_change",
    "milestone_update",
    "update_review",
    "statement",
    "evidence",
    "reading",
    "reading_review",
    "budget_realisation",
    "lock_exception",
)
PROMISE = ("id", "batch_id", "recorded_at", "recorded_by", "milestone_id", "old_due_on", "new_due_on", "reason")


def upgrade() -> None:
    forbid_changes(APPENDED)
    forbid_changes_but_approval("due_date_change", PROMISE)
