"""Freezing: the computed figures of one instant are kept under a number, sealed by their SHA-256."""

from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from smartcity import __version__
from smartcity.commands import ledger
from smartcity.domain.figures import RULES, Figures
from smartcity.domain.ledger import digest
from smartcity.domain.refusals import Refused
from smartcity.domain.roles import Act, Actor, require
from smartcity.store.freezing import frozen
from smartcity.store.tables import AuditEntry, Snapshot


def freeze(session: Session, actor: Actor, figures: Figures, *, audit_id: int, at: datetime) -> Snapshot:
    """Keeps `figures`, which were computed when the ledger stood at `audit_id`.

    Raises:
        Refused: something was written since; compute anew and freeze again.
        Forbidden: the actor may not freeze.
    """
    require(actor, Act.FREEZE)
    ledger.take_turns(session)
    newest = select(AuditEntry.id, AuditEntry.seal).order_by(col(AuditEntry.id).desc()).limit(1)
    number, seal = session.exec(newest).first() or (0, None)
    if number != audit_id:
        raise Refused("snapshot.overtaken")
    document = frozen(figures)
    made = Snapshot(
        at=at,
        as_of=figures.portfolio.as_of,
        figures=document,
        sha256=digest(document),
        application_version=__version__,
        rules_version=RULES,
        audit_id=audit_id,
        seal=seal,
        made_by=actor.name,
        id=(session.exec(select(func.max(col(Snapshot.id)))).one() or 0) + 1,
    )
    session.add(made)
    sealed = {"number": made.id, "sha256": made.sha256, "audit_id": audit_id}
    ledger.append(session, actor, "snapshot.freeze", f"snapshot:{made.id}", at=at, after=sealed)
    return made
