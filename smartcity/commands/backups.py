"""The ledger's lines on backups: when one was made, and that the database was restored from one."""

from datetime import datetime
from typing import TypedDict, Unpack

from sqlalchemy import update
from sqlmodel import Session, col

from smartcity.commands import jobs, ledger
from smartcity.domain.backups import DOUBTED, MADE
from smartcity.domain.roles import Act, Actor, require
from smartcity.store.tables import SignIn
from smartcity.store.zone import day_of

RESTORED = "backup.restored"


class About(TypedDict):
    """Of one file: its last entry, its size, and the SHA-256 of what it says of itself."""

    audit_id: int
    bytes: int
    manifest: str


def made(session: Session, actor: Actor, file: str, *, at: datetime, **about: Unpack[About]) -> None:
    """Written once the file stands, so that no entry tells of a backup that failed."""
    require(actor, Act.BACK_UP)
    ledger.append(session, actor, MADE, "backup", at=at, after={"file": file, **about})


def doubted(session: Session, actor: Actor, file: str, *, at: datetime, **about: Unpack[About]) -> None:
    """A copy of a database that did not verify: kept, and never counted as a good one."""
    require(actor, Act.BACK_UP)
    ledger.append(session, actor, DOUBTED, "backup", at=at, after={"file": file, **about})


def restored(session: Session, actor: Actor, file: str, *, audit_id: int, at: datetime) -> None:
    """Everybody signs in anew: what was signed out or disabled since the copy must not come back to life.

    Nor are jobs done again that were done since.
    """
    require(actor, Act.BACK_UP)
    session.execute(update(SignIn).where(col(SignIn.revoked_at).is_(None)).values(revoked_at=at))
    jobs.settle(session, day_of(session, at), at=at)
    ledger.append(session, actor, RESTORED, "backup", at=at, after={"file": file, "audit_id": audit_id})
