"""What the checks look at beside the plan: accounts, recorded files, the last backup, how the database is set up."""

import json
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import text
from sqlmodel import Session, col, select

from smartcity.domain.backups import DOUBTED, MADE
from smartcity.domain.checks import Owner, Proof
from smartcity.domain.jobs import JobKind, JobState
from smartcity.domain.kinds import Role
from smartcity.store.files import SHA256
from smartcity.store.tables import Account, Agency, AuditEntry, Evidence, Job, ReportDraft
from smartcity.store.zone import day_of

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


def proofs(session: Session) -> tuple[Proof, ...]:
    """Every file that evidence refers to."""
    rows = session.exec(
        select(Evidence.file_sha256, Evidence.title, Evidence.size_bytes).where(col(Evidence.file_sha256).is_not(None))
    ).all()
    return tuple(Proof(sha256, title, size) for sha256, title, size in rows if sha256)


def drafted(session: Session) -> frozenset[str]:
    """Hashes of files that somebody has attached to a report not sent yet."""
    contents = session.exec(select(ReportDraft.content)).all()
    return frozenset(found for content in contents for found in SHA256.findall(json.dumps(content)))


def last_backup(session: Session) -> date | None:
    """Its local day; None when there never was one."""
    asked = select(AuditEntry.at).where(AuditEntry.action == MADE).order_by(col(AuditEntry.id).desc()).limit(1)
    at: datetime | None = session.exec(asked).first()
    return None if at is None else day_of(session, at)


def last_verdict(session: Session) -> tuple[date, bool] | None:
    """The local day on which the data were last compared with their seals, and whether they were as sealed.

    Every backup compares them, and so does the job of each day.
    """
    copied = select(AuditEntry.at, AuditEntry.action).where(col(AuditEntry.action).in_((MADE, DOUBTED)))
    backup = session.exec(copied.order_by(col(AuditEntry.id).desc()).limit(1)).first()
    compared = select(Job).where(Job.kind == JobKind.VERIFY, Job.state == JobState.DONE)
    job = session.exec(compared.order_by(col(Job.id).desc()).limit(1)).first()
    found = [(backup[0], backup[1] == MADE)] if backup else []
    if job is not None and job.ended_at is not None:
        found.append((job.ended_at, job.error is None))
    if not found:
        return None
    at, is_whole = max(found)
    return day_of(session, at), is_whole


def database(session: Session) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """How the database is set up, and how it must be so that nothing acknowledged is lost."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    wanted, ask = (SQLITE, "PRAGMA {}") if is_sqlite else (POSTGRES, "SHOW {}")
    return {name: str(session.connection().execute(text(ask.format(name))).scalar()) for name in wanted}, wanted
