"""What the checks look at beside the plan: accounts, files, backups, database set-up; the proof of a copy."""

import json
from collections.abc import Mapping, Set
from datetime import date, datetime

from sqlalchemy import text
from sqlmodel import Session, col, select

from smartcity.domain.enums import Role
from smartcity.domain.errors import Refused
from smartcity.domain.operations.checks import Owner, Proof
from smartcity.domain.operations.jobs import DOUBTED, MADE, JobKind, JobState
from smartcity.domain.reasons import Fault
from smartcity.queries import integrity, ledger
from smartcity.store.evidence_files import SHA256
from smartcity.store.masterplan import day_of
from smartcity.store.tables import Account, Agency, AuditEntry, Evidence, Job, ReportDraft

SQLITE = {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
POSTGRES = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


def owners(session: Session) -> tuple[Owner, ...]:
    """The enabled accounts of agencies, sample ones too."""
    rows = session.exec(
        select(Account.name, Account.label, Agency.code, Account.last_signed_in_at)
        .join(Agency, col(Account.agency_id) == col(Agency.id))
        .where(Account.role == Role.AGENCY, col(Account.disabled_at).is_(None))
        .order_by(Account.name)
    ).all()
    return tuple(Owner(name, label, agency, at is not None) for name, label, agency, at in rows)


def evidence_records(session: Session) -> tuple[Proof, ...]:
    """Every file that evidence refers to."""
    rows = session.exec(
        select(Evidence.file_sha256, Evidence.title, Evidence.size_bytes).where(col(Evidence.file_sha256).is_not(None))
    ).all()
    return tuple(Proof(sha256, title, size) for sha256, title, size in rows if sha256)


def hashes_in_drafts(session: Session) -> frozenset[str]:
    """Hashes of files that somebody has attached to a report not sent yet."""
    contents = session.exec(select(ReportDraft.content)).all()
    return frozenset(sha256 for content in contents for sha256 in SHA256.findall(json.dumps(content)))


def last_backup(session: Session) -> date | None:
    """Its local day; None when there never was one."""
    asked = select(AuditEntry.at).where(AuditEntry.action == MADE).order_by(col(AuditEntry.id).desc()).limit(1)
    at: datetime | None = session.exec(asked).first()
    return None if at is None else day_of(session, at)


def last_backup_verdict(session: Session) -> tuple[date, bool] | None:
    """The local day on which the data were last compared with their seals, and whether they were as sealed.

    Every backup compares them, and so does the job of each day.
    """
    copied = select(AuditEntry.at, AuditEntry.action).where(col(AuditEntry.action).in_((MADE, DOUBTED)))
    backup = session.exec(copied.order_by(col(AuditEntry.id).desc()).limit(1)).first()
    compared = select(Job).where(Job.kind == JobKind.VERIFY, Job.state == JobState.DONE)
    job = session.exec(compared.order_by(col(Job.id).desc()).limit(1)).first()
    verdicts = [(backup[0], backup[1] == MADE)] if backup else []
    if job is not None and job.ended_at is not None:
        verdicts.append((job.ended_at, job.error is None))
    if not verdicts:
        return None
    at, is_whole = max(verdicts)
    return day_of(session, at), is_whole


def database_settings(session: Session) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """How the database is set up, and how it must be so that nothing acknowledged is lost."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    wanted, statement = (SQLITE, "PRAGMA {}") if is_sqlite else (POSTGRES, "SHOW {}")
    return {name: str(session.connection().execute(text(statement.format(name))).scalar()) for name in wanted}, wanted


def evidence_hashes(session: Session) -> list[str]:
    """SHA-256 of every file the evidence refers to."""
    asked = select(Evidence.file_sha256).where(col(Evidence.file_sha256).is_not(None)).distinct()
    return sorted(sha256 for sha256 in session.exec(asked) if sha256)


def refuse_damaged_file(session: Session) -> None:
    """Raises Refused when SQLite finds its own file damaged."""
    result = session.connection().execute(text("PRAGMA integrity_check")).scalar()
    if result != "ok":
        raise Refused("backup.integrity", why=result)


def refuse_another_end(session: Session, entry: tuple[int, str]) -> None:
    """Raises Refused unless the ledger of a copy, as old as it may be, ends where its manifest says."""
    refuse_damaged_file(session)
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
    manifests = {after.get("manifest") for after in session.exec(asked) if after and after.get("audit_id") == entry[0]}
    if manifests and None not in manifests and digest not in manifests:
        raise Refused("backup.altered", name="manifest.json")


def refuse_incomplete_copy(session: Session, *, evidence: Set[str]) -> None:
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
