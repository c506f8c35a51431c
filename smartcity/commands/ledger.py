"""The audit ledger: one sealed entry per command, in one unbroken chain."""

from typing import Unpack

from sqlalchemy import text
from sqlmodel import Session

from smartcity.domain.access.roles import Act, Actor, require
from smartcity.store.ledger import EntryFields, write_entry
from smartcity.store.tables import AuditEntry


def lock(session: Session) -> None:
    """Whoever writes after this waits until this transaction ends; SQLite's BEGIN IMMEDIATE has seen to it already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE audit_entry IN EXCLUSIVE MODE"))


def take_turn(session: Session, actor: Actor, act: Act, *, agency: str | None = None) -> None:
    """Raises Forbidden as `require` does; then locks."""
    require(actor, act, agency=agency)
    lock(session)


def append(session: Session, actor: Actor, action: str, subject: str, **fields: Unpack[EntryFields]) -> AuditEntry:
    """Adds the next entry, which seals the rows this transaction wrote since the one before.

    Two writers at once wait for each other (SQLite by BEGIN IMMEDIATE, PostgreSQL by lock).
    """
    lock(session)
    return write_entry(session, actor.name, action, subject, **fields)
