"""Evidence files: where the content of one is kept, and what it was called."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from smartcity.domain.evidence import MediaType
from smartcity.store.tables import Batch, Evidence


@dataclass(frozen=True, slots=True)
class StoredFile:
    """`name` carries the ending that its content asks for."""

    sha256: str
    name: str
    media_type: MediaType


def stored_file(session: Session, number: int) -> StoredFile | None:
    """None for a link, for what was withdrawn, and where there is no such evidence."""
    gone = select(Batch.id).where(col(Batch.withdrawn_at).is_not(None))
    row = session.exec(
        select(Evidence).where(
            Evidence.id == number,
            col(Evidence.file_sha256).is_not(None),
            col(Evidence.batch_id).is_(None) | col(Evidence.batch_id).not_in(gone),
        )
    ).first()
    if row is None or row.file_sha256 is None or row.media_type not in list(MediaType):
        return None
    return StoredFile(row.file_sha256, row.file_name or row.title, MediaType(row.media_type))
