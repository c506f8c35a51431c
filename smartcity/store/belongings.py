"""What the database keeps for one account alone: it goes when the account is closed."""

from typing import Any

from sqlalchemy import delete, func, select
from sqlmodel import Session

from smartcity.store.cycle import ReportDraft
from smartcity.store.people import FieldDraft, KnownDevice, PasswordReset, SignIn

# What people call it → the tables that hold it.
BELONGINGS: dict[str, tuple[Any, ...]] = {
    "sessions": (SignIn,),
    "devices": (KnownDevice,),
    "drafts": (ReportDraft, FieldDraft),
}


def counted(session: Session, account_id: int) -> dict[str, int]:
    """How much there is of each; of sessions those that were not ended."""
    return {name: sum(_count(session, table, account_id) for table in tables) for name, tables in BELONGINGS.items()}


def _count(session: Session, table: Any, account_id: int) -> int:
    where = [table.account_id == account_id]
    if "revoked_at" in table.__table__.c:
        where.append(table.revoked_at.is_(None))
    return int(session.execute(select(func.count(table.id)).where(*where)).scalar_one())


def remove(session: Session, account_id: int) -> None:
    for tables in (*BELONGINGS.values(), (PasswordReset,)):
        for table in tables:
            session.execute(delete(table).where(table.account_id == account_id))
