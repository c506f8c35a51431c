"""Which evidence everybody may see now, on whatever day the rest of the page stands."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from smartcity.store.facts import EvidenceRelease


def released(session: Session, numbers: Collection[int]) -> frozenset[int]:
    """Those of the evidence rows whose newest word is *public*."""
    release: Any = EvidenceRelease
    newest = select(func.max(release.id)).where(release.evidence_id.in_(numbers)).group_by(release.evidence_id)
    found = session.execute(select(release.evidence_id).where(release.id.in_(newest), release.is_public))
    return frozenset(found.scalars())
