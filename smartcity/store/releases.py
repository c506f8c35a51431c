"""Which evidence everybody may see now, and which hardly anybody, on whatever day the rest of the page stands."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from smartcity.store.facts import EvidenceRelease
from smartcity.store.meetings import Decision, DecisionAnswer
from smartcity.store.plan import Agency

_TABLES: tuple[Any, ...] = (DecisionAnswer, Decision, Agency)
_COLUMNS = tuple(table.__table__.c for table in _TABLES)


def released(session: Session, numbers: Collection[int]) -> frozenset[int]:
    """Those of the evidence rows whose newest word is *public*."""
    release: Any = EvidenceRelease
    newest = select(func.max(release.id)).where(release.evidence_id.in_(numbers)).group_by(release.evidence_id)
    found = session.execute(select(release.evidence_id).where(release.id.in_(newest), release.is_public))
    return frozenset(found.scalars())


def confidential(session: Session, answers: Collection[int]) -> Mapping[int, str]:
    """Of the answers to decisions that are confidential: by answer the agency of the decision."""
    answer, decision, agency = _COLUMNS
    owned = (answer.decision_id == decision.id, decision.agency_id == agency.id, decision.is_confidential)
    found = session.execute(select(answer.id, agency.code).where(answer.id.in_(answers), *owned))
    return {row.id: row.code for row in found}
