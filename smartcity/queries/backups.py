"""What a backup must hold to be one: the facts for its manifest, and the proof of a copied database."""

from collections.abc import Set

from sqlalchemy import text
from sqlmodel import Session, col, select

from smartcity.domain.refusals import Refused
from smartcity.queries import ledger
from smartcity.store.tables import Evidence


def evidence_hashes(session: Session) -> list[str]:
    """SHA-256 of every file the evidence refers to."""
    asked = select(Evidence.file_sha256).where(col(Evidence.file_sha256).is_not(None)).distinct()
    return sorted(found for found in session.exec(asked) if found)


def refuse_broken(session: Session) -> None:
    """Raises Refused when SQLite finds its own file damaged."""
    said = session.connection().execute(text("PRAGMA integrity_check")).scalar()
    if said != "ok":
        raise Refused("backup.integrity", why=said)


def prove(session: Session, *, entry: tuple[int, str], evidence: Set[str]) -> None:
    """Asks a copied SQLite database whether it is whole; `evidence` are the hashes that came with it.

    Raises:
        Refused: with the first thing that is wrong.
    """
    refuse_broken(session)
    broken = ledger.first_broken(session)
    if broken is not None:
        raise Refused("backup.chain", number=broken)
    if ledger.newest_entry(session) != entry:
        raise Refused("backup.seal", number=entry[0])
    lacking = [sha256 for sha256 in evidence_hashes(session) if sha256 not in evidence]
    if lacking:
        raise Refused("backup.lacks_evidence", name=lacking[0])
