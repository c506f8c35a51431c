"""Evidence files: where the content of one is kept, and what it was called."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from smartcity.domain.evidence import MediaType
from smartcity.domain.roles import Actor
from smartcity.queries.meetings import may_read
from smartcity.store.tables import Agency, Batch, Decision, DecisionAnswer, Evidence


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
    if row.answer_id is not None and _is_secret(session, row.answer_id, reader):
        return None
    return StoredFile(row.file_sha256, row.file_name or row.title, MediaType(row.media_type))


def _is_secret(session: Session, answer_id: int, reader: Actor) -> bool:
    """Whether it proves what was done about a decision that the reader may not know."""
    answered = (col(DecisionAnswer.decision_id) == col(Decision.id), col(Decision.agency_id) == col(Agency.id))
    owner = session.exec(
        select(Agency.code).where(*answered, DecisionAnswer.id == answer_id, col(Decision.is_confidential))
    ).first()
    return owner is not None and not may_read(reader, owner)
