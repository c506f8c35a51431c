"""The audit ledger, read: its newest number and whether its chain is whole."""

from collections.abc import Iterator

from sqlalchemy import func
from sqlmodel import Session, col, select

from smartcity.domain import ledger
from smartcity.domain.ledger import GENESIS, Sealed, entry_content
from smartcity.store.tables import AuditEntry


def newest(session: Session) -> int:
    """The newest entry's number, 0 when there is none; every cached answer is keyed by it."""
    return session.exec(select(func.max(AuditEntry.id))).one() or 0


def newest_entry(session: Session) -> tuple[int, str]:
    """Number and seal of the newest entry: the seal tells apart two databases whose ledgers are equally long."""
    query = select(AuditEntry.id, AuditEntry.seal).order_by(col(AuditEntry.id).desc()).limit(1)
    number, seal = session.exec(query).first() or (0, GENESIS)
    return number or 0, seal


def chain(session: Session) -> Iterator[Sealed]:
    """All entries in order, streamed."""
    rows = session.exec(select(AuditEntry).order_by(col(AuditEntry.id)).execution_options(yield_per=500))
    for row in rows:
        content = entry_content(row.at, row.actor, row.action, row.subject, row.before, row.after, row.reason)
        yield Sealed(row.id or 0, row.previous, row.seal, content)


def first_broken(session: Session) -> int | None:
    """Number of the first entry that does not fit the chain; None when the chain is whole."""
    return ledger.first_broken(chain(session))
