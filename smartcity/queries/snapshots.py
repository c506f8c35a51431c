"""Frozen snapshots: listed, opened with their figures, proved against their SHA-256; and what came in afterwards."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from smartcity.domain.anchors import Anchor
from smartcity.domain.figures import Figures
from smartcity.domain.ledger import digest
from smartcity.store.freezing import thawed
from smartcity.store.tables import AuditEntry, Snapshot


@dataclass(frozen=True, slots=True)
class SnapshotCard:
    """What is said of a snapshot without opening it; `at` in UTC."""

    number: int
    at: datetime
    as_of: date
    sha256: str
    application_version: str
    rules_version: str
    audit_id: int
    made_by: str


_SNAPSHOT: Any = Snapshot
_CARD = tuple(getattr(_SNAPSHOT, "id" if field.name == "number" else field.name) for field in fields(SnapshotCard))


def listed(session: Session) -> tuple[SnapshotCard, ...]:
    """Newest first."""
    rows = session.execute(select(*_CARD).order_by(_SNAPSHOT.id.desc()))
    return tuple(SnapshotCard(*row) for row in rows)


def card(session: Session, number: int) -> SnapshotCard | None:
    row = session.execute(select(*_CARD).where(_SNAPSHOT.id == number)).first()
    return SnapshotCard(*row) if row else None


def opened(session: Session, number: int) -> Figures | None:
    """The figures as they were computed then; None when there is no such number."""
    found = session.execute(select(_SNAPSHOT.figures).where(_SNAPSHOT.id == number)).scalar()
    return thawed(found) if found else None


def anchor(session: Session, number: int) -> tuple[Anchor, datetime] | None:
    """The seal that was the newest when it was frozen; None for one frozen before snapshots carried it."""
    entry: Any = AuditEntry
    asked = select(_SNAPSHOT.audit_id, _SNAPSHOT.seal, entry.at).join(entry, entry.id == _SNAPSHOT.audit_id)
    row = session.execute(asked.where(_SNAPSHOT.id == number)).first()
    return (Anchor(row.audit_id, row.seal), row.at) if row and row.seal else None


def is_whole(session: Session, number: int) -> bool:
    """Whether the stored figures still have the SHA-256 that was sealed with them, here and in the ledger."""
    row = session.execute(select(_SNAPSHOT.figures, _SNAPSHOT.sha256).where(_SNAPSHOT.id == number)).first()
    entry: Any = AuditEntry
    told = session.execute(select(entry.after).where(entry.subject == f"snapshot:{number}")).scalar()
    return row is not None and told is not None and digest(row.figures) == row.sha256 == told["sha256"]


def came_after(session: Session, found: SnapshotCard) -> int:
    """How many changes the ledger took since, the freezing itself left out."""
    entry: Any = AuditEntry
    later = (entry.id > found.audit_id, entry.action != "snapshot.freeze")
    count: int = session.execute(select(func.count(entry.id)).where(*later)).scalar_one()
    return count
