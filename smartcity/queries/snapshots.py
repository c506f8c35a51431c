"""Frozen snapshots: listed, opened, proved against their SHA-256; what came in afterwards; which of them use a fact."""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, or_, select
from sqlmodel import Session

from smartcity.domain.ledger import Anchor, digest
from smartcity.domain.portfolio.snapshot import PortfolioSnapshot
from smartcity.store.loaders.visibility import AsOf
from smartcity.store.snapshot_documents import from_json
from smartcity.store.tables import METADATA, AuditEntry, Snapshot


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


def list_snapshots(session: Session) -> tuple[SnapshotCard, ...]:
    """Newest first."""
    rows = session.execute(select(*_CARD).order_by(_SNAPSHOT.id.desc()))
    return tuple(SnapshotCard(*row) for row in rows)


def snapshot_card(session: Session, number: int) -> SnapshotCard | None:
    row = session.execute(select(*_CARD).where(_SNAPSHOT.id == number)).first()
    return SnapshotCard(*row) if row else None


def snapshot_figures(session: Session, number: int) -> PortfolioSnapshot | None:
    """The figures as they were computed then; None when there is no such number."""
    figures = session.execute(select(_SNAPSHOT.figures).where(_SNAPSHOT.id == number)).scalar()
    return from_json(figures) if figures else None


def snapshot_anchor(session: Session, number: int) -> tuple[Anchor, datetime] | None:
    """The seal that was the newest when it was frozen; None for one frozen before snapshots carried it."""
    entry: Any = AuditEntry
    asked = select(_SNAPSHOT.audit_id, _SNAPSHOT.seal, entry.at).join(entry, entry.id == _SNAPSHOT.audit_id)
    row = session.execute(asked.where(_SNAPSHOT.id == number)).first()
    return (Anchor(row.audit_id, row.seal), row.at) if row and row.seal else None


def is_snapshot_intact(session: Session, number: int) -> bool:
    """Whether the stored figures still have the SHA-256 that was sealed with them, here and in the ledger."""
    row = session.execute(select(_SNAPSHOT.figures, _SNAPSHOT.sha256).where(_SNAPSHOT.id == number)).first()
    entry: Any = AuditEntry
    recorded = session.execute(select(entry.after).where(entry.subject == f"snapshot:{number}")).scalar()
    return row is not None and recorded is not None and digest(row.figures) == row.sha256 == recorded["sha256"]


def count_entries_since(session: Session, card: SnapshotCard) -> int:
    """How many changes the ledger took since, the freezing itself left out."""
    entry: Any = AuditEntry
    later = (entry.id > card.audit_id, entry.action != "snapshot.freeze")
    count: int = session.execute(select(func.count(entry.id)).where(*later)).scalar_one()
    return count


@dataclass(frozen=True, slots=True)
class FactUses:
    """Numbers of frozen data, and meetings by name and day: those with figures or minutes of then, and agendas."""

    snapshots: tuple[int, ...] = ()
    meetings: tuple[tuple[str, date], ...] = ()


def fact_uses(session: Session, as_of: date, verified_at: datetime, programmes: Collection[int] = ()) -> FactUses:
    """Of what has been verified since `verified_at`; `programmes` are those it belongs to, by id."""
    when = AsOf.end_of(session, as_of)
    snapshot = METADATA.tables["snapshot"].c
    taken = select(snapshot.id).where(snapshot.at >= verified_at, snapshot.at <= when.until).order_by(snapshot.id)
    snapshots = tuple(session.execute(taken).scalars())
    meeting, item = (METADATA.tables[name].c for name in ("meeting", "agenda_item"))
    spoken = select(item.meeting_id).where(item.programme_id.in_(programmes), item.is_dropped.is_(False))
    since = verified_at.astimezone(when.zone).date()
    mine = or_(meeting.snapshot_id.in_(snapshots), meeting.id.in_(spoken) & (meeting.held_on >= since))
    asked = select(meeting.name, meeting.held_on).where(mine, meeting.called_off_at.is_(None)).order_by(meeting.held_on)
    return FactUses(snapshots, tuple((row.name, row.held_on) for row in session.execute(asked)))
