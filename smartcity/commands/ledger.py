"""The audit ledger: one sealed entry per command, in one unbroken chain."""

from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from smartcity.domain.ledger import GENESIS, entry_content, seal
from smartcity.domain.roles import Actor
from smartcity.store.tables import AuditEntry
from smartcity.store.unsealed import take


def take_turns(session: Session) -> None:
    """Whoever writes after this waits until this transaction ends; SQLite's BEGIN IMMEDIATE has seen to it already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE audit_entry IN EXCLUSIVE MODE"))


def append(
    session: Session,
    actor: Actor,
    action: str,
    subject: str,
    *,
    at: datetime,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str | None = None,
) -> AuditEntry:
    """Adds the next entry, which seals the rows this transaction wrote since the one before.

    Two writers at once wait for each other (SQLite by BEGIN IMMEDIATE, PostgreSQL by lock).
    """
    take_turns(session)
    rows = take(session)
    last = session.exec(select(AuditEntry.id, AuditEntry.seal).order_by(col(AuditEntry.id).desc()).limit(1)).first()
    number, previous = last or (0, GENESIS)
    content = entry_content(at, actor.name, action, subject, before, after, reason, rows)
    entry = AuditEntry(
        id=(number or 0) + 1,
        at=at,
        actor=actor.name,
        action=action,
        subject=subject,
        before=before,
        after=after,
        reason=reason,
        rows=rows,
        previous=previous,
        seal=seal(previous, content),
    )
    session.add(entry)
    session.flush()
    return entry
