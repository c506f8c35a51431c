"""Evidence files: where the content of one is kept, and what it was called."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from smartcity.domain.access.roles import Actor
from smartcity.domain.facts.evidence import MediaType, may_open
from smartcity.store.loaders.verification import confidential_answers, public_evidence
from smartcity.store.tables import Batch, Evidence


@dataclass(frozen=True, slots=True)
class StoredFile:
    """`name` carries the ending that its content asks for."""

    sha256: str
    name: str
    media_type: MediaType


def stored_file(session: Session, number: int, reader: Actor) -> StoredFile | None:
    """None for a link, for what was withdrawn, for what is not there, and for what the reader may not know."""
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
    answered = () if row.answer_id is None else (row.answer_id,)
    secret_of = next(iter(confidential_answers(session, answered).values()), None)
    if not may_open(reader, is_public=number in public_evidence(session, [number]), secret_of=secret_of):
        return None
    return StoredFile(row.file_sha256, row.file_name or row.title, MediaType(row.media_type))
