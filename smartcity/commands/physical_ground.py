"""What is known of a programme that is measured physically, for its report and for whoever asks whether it is over."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from smartcity.domain.kinds import Measure
from smartcity.domain.physical import NOTHING_PHYSICAL
from smartcity.domain.physical_reports import PhysicalGround
from smartcity.store.loaders.physical import physical
from smartcity.store.loaders.visibility import AsOf


def physical_ground(session: Session, programme: Mapping[str, Any], day: date) -> PhysicalGround | None:
    """The ground of a report that tells how the programme stands on `day`; None where milestones measure it."""
    if programme["measure"] is not Measure.PHYSICAL:
        return None
    facts = physical(AsOf.now(session), (programme["id"],))
    return PhysicalGround(facts.get(programme["id"], NOTHING_PHYSICAL), day)
