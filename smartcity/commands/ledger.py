"""The audit ledger: one sealed entry per command, in one unbroken chain."""

from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from smartcity.domain.roles import Actor
from smartcity.store.tables import AuditEntry
from smartcity.store.unsealed import write_entry


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
    return write_entry(session, actor.name, action, subject, at=at, before=before, after=after, reason=reason)
