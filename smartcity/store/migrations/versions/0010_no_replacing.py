"""INSERT OR REPLACE is a change too: what is appended refuses it."""

from smartcity.store.migrations.append_only import forbid_replacing

revision = "0010_no_replacing"
down_revision = "0009_readings"

APPENDED = (
    "plan_change",
    "milestone_update",
    "update_review",
    "evidence",
    "reading",
    "reading_review",
    "budget_realisation",
    "lock_exception",
    "due_date_change",
    "milestone_proposal",
    "change_review",
    "comment",
    "decision_answer",
    "decision_review",
    "snapshot",
    "waiting",
    "waiting_end",
)


def upgrade() -> None:
    forbid_replacing(dict.fromkeys(APPENDED, ("id",)))
    forbid_replacing({"audit_entry": ("id", "seal"), "statement": ("id", "submission_key")})
