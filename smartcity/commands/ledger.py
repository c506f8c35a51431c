"""The audit ledger: one sealed entry per command, in one unbroken chain."""

from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from smartcity.domain.access.roles import Actor
from smartcity.store.ledger import write_entry
from smartcity.store.tables import AuditEntry


def lock(session: Session) -> None:
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
    lock(session)
    return write_entry(session, actor.name, action, subject, at=at, before=before, after=after, reason=reason)
