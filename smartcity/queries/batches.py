"""The imports, those typed on a screen too: what each brought, and whether it still counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from smartcity.store.tables import Batch


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


def newest(session: Session, most: int, *, names: tuple[str, ...] = ()) -> tuple[BatchLine, ...]:
    """The newest first; with `names` only those."""
    asked = select(Batch).order_by(col(Batch.id).desc()).limit(most)
    if names:
        asked = asked.where(col(Batch.file_name).in_(names))
    return tuple(_line(row) for row in session.exec(asked).all())


def _line(row: Batch) -> BatchLine:
    counts: list[Any] = list((row.counts or {}).values())
    return BatchLine(
        number=row.id or 0,
        name=row.file_name,
        recorded_at=row.recorded_at,
        withdrawn_at=row.withdrawn_at,
        new=sum(count["new"] for count in counts),
        changed=sum(count["changed"] for count in counts),
        is_sample=row.is_sample,
    )
