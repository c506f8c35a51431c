"""What is held of persons: every such column (`docs/privacy.md`), and rows that go when an account is closed."""

from typing import Any

from sqlalchemy import delete, func, select
from sqlmodel import Session

from smartcity.store.tables.access import FieldDraft, KnownDevice, PasswordReset, SignIn
from smartcity.store.tables.reporting import ReportDraft

# Who somebody is, how he is reached, where he came from.
PERSONAL_COLUMNS: dict[str, tuple[str, ...]] = {
    "account": ("name", "label", "email", "phone", "password_hash", "last_signed_in_at", "former_sha256"),
    "sign_in": ("account_id", "token_sha256"),
    "known_device": ("account_id", "token_sha256"),
    "sign_in_attempt": ("name", "address", "device_sha256"),
    "password_reset": ("name", "address", "account_id", "token_sha256"),
    "field_draft": ("account_id", "value"),
    "report_draft": ("account_id", "content"),
    "attendance": ("note",),
    "audit_entry": ("actor", "before", "after", "reason"),
    "evidence": ("title", "url", "file_name", "file_sha256"),
    "job": ("progress", "error"),
    "snapshot": ("made_by", "figures"),
    "due_date_change": ("approved_by",),
}
# In whatever table they stand: who recorded a fact, and free text, in which somebody may be named.
PERSONAL_IN_EVERY_TABLE = ("recorded_by",)
# Columns by these names hold something of a person wherever they appear.
PERSONAL_NAMES = frozenset(
    {"account_id", "email", "phone", "address", "actor", "password_hash", "made_by", "approved_by", "device_sha256"}
)


# What people call it → the tables that hold it.
OWN_ROWS: dict[str, tuple[Any, ...]] = {
    "sessions": (SignIn,),
    "devices": (KnownDevice,),
    "drafts": (ReportDraft, FieldDraft),
}


def count_own_rows(session: Session, account_id: int) -> dict[str, int]:
    """How much there is of each; of sessions those that were not ended."""
    return {name: sum(_count(session, table, account_id) for table in tables) for name, tables in OWN_ROWS.items()}


def _count(session: Session, table: Any, account_id: int) -> int:
    where = [table.account_id == account_id]
    if "revoked_at" in table.__table__.c:
        where.append(table.revoked_at.is_(None))
    return int(session.execute(select(func.count(table.id)).where(*where)).scalar_one())


def remove_own_rows(session: Session, account_id: int) -> None:
    for tables in (*OWN_ROWS.values(), (PasswordReset,)):
        for table in tables:
            session.execute(delete(table).where(table.account_id == account_id))
