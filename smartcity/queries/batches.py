"""The imports, those typed on a screen too: what each brought, what the ledger says of it, whether it still counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from smartcity.domain.ledger import Entry
from smartcity.queries.ledger import entry
from smartcity.store.tables import AuditEntry, Batch
from smartcity.store.zone import zone


@dataclass(frozen=True, slots=True)
class BatchLine:
    """`name` is the file, or the path of the screen it was typed on; `new` and `changed` count rows."""

    number: int
    name: str
    recorded_at: datetime
    withdrawn_at: datetime | None
    new: int
    changed: int
    is_sample: bool
    entry: Entry | None


def newest(session: Session, most: int, *, names: tuple[str, ...] = ()) -> tuple[BatchLine, ...]:
    """The newest first; with `names` only those."""
    asked = select(Batch).order_by(col(Batch.id).desc()).limit(most)
    if names:
        asked = asked.where(col(Batch.file_name).in_(names))
    rows = session.exec(asked).all()
    entries = _entries(session, [row.recorded_at for row in rows])
    return tuple(_line(row, entries.get(row.id or 0)) for row in rows)


def _entries(session: Session, instants: Sequence[datetime]) -> Mapping[int, Entry]:
    """By batch: its entry bears the same instant."""
    rows = session.exec(select(AuditEntry).where(col(AuditEntry.at).in_(instants))).all()
    there = zone(session)
    found = (entry(row, there) for row in rows)
    return {told.after["batch"]: told for told in found if isinstance(told.after.get("batch"), int)}  # type: ignore[misc]


def _line(row: Batch, told: Entry | None) -> BatchLine:
    counts: list[Any] = list((row.counts or {}).values())
    return BatchLine(
        number=row.id or 0,
        name=row.file_name,
        recorded_at=row.recorded_at,
        withdrawn_at=row.withdrawn_at,
        new=sum(count["new"] for count in counts),
        changed=sum(count["changed"] for count in counts),
        is_sample=row.is_sample,
        entry=told,
    )
