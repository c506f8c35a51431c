"""What a backup must hold to be one: the facts for its manifest, and the proof of a copied database."""

from collections.abc import Set

from sqlalchemy import text
from sqlmodel import Session, col, select

from smartcity.domain.backups import DOUBTED, MADE
from smartcity.domain.refusals import Refused
from smartcity.domain.sealing import Fault
from smartcity.queries import integrity, ledger
from smartcity.store.tables import AuditEntry, Evidence


def evidence_hashes(session: Session) -> list[str]:
    """SHA-256 of every file the evidence refers to."""
    asked = select(Evidence.file_sha256).where(col(Evidence.file_sha256).is_not(None)).distinct()
    return sorted(found for found in session.exec(asked) if found)


def refuse_broken(session: Session) -> None:
    """Raises Refused when SQLite finds its own file damaged."""
    said = session.connection().execute(text("PRAGMA integrity_check")).scalar()
    if said != "ok":
        raise Refused("backup.integrity", why=said)


def refuse_another_end(session: Session, entry: tuple[int, str]) -> None:
    """Raises Refused unless the ledger of a copy, as old as it may be, ends where its manifest says."""
    refuse_broken(session)
    if ledger.newest_entry(session) != entry:
        raise Refused("backup.seal", number=entry[0])


def refuse_altered_manifest(session: Session, entry: tuple[int, str], digest: str) -> None:
    """Raises Refused where this ledger tells of backups with this end, and none of them said of itself what this does.

    `digest` is the SHA-256 of its manifest. Nothing is known of a backup of another database, or of one made before
    that was recorded.
    """
    if not ledger.is_on_chain(session, *entry):
        return
    asked = select(AuditEntry.after).where(col(AuditEntry.action).in_((MADE, DOUBTED)), col(AuditEntry.id) > entry[0])
    told = {after.get("manifest") for after in session.exec(asked) if after and after.get("audit_id") == entry[0]}
    if told and None not in told and digest not in told:
        raise Refused("backup.altered", name="manifest.json")


def prove(session: Session, *, evidence: Set[str]) -> None:
    """Asks a copied SQLite database whether it is whole; `evidence` are the hashes that came with it.

    Raises:
        Refused: with the first thing that is wrong.
    """
    breach = integrity.verify(session).breach
    if breach is not None and breach.fault is Fault.ENTRY:
        raise Refused("backup.chain", number=breach.entry)
    if breach is not None:
        raise Refused("backup.breach", table=breach.table, number=breach.key, entry=breach.entry)
    lacking = [sha256 for sha256 in evidence_hashes(session) if sha256 not in evidence]
    if lacking:
        raise Refused("backup.lacks_evidence", name=lacking[0])
