"""What stands of a programme that is measured physically, for its report and for whoever asks whether it is over."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from sqlmodel import Session, col

from smartcity.commands.plan_store import in_force
from smartcity.domain.kinds import Measure, Verdict
from smartcity.domain.physical import PhysicalFacts, PhysicalPercent, PlannedPercent, physical_facts
from smartcity.domain.physical_reports import PhysicalGround
from smartcity.store import tables as t


def physical_ground(session: Session, programme: Mapping[str, Any], day: date) -> PhysicalGround | None:
    """The ground of a report that tells how the programme stands on `day`; None where milestones measure it."""
    if programme["measure"] is not Measure.PHYSICAL:
        return None
    return PhysicalGround(facts_of(session, programme["id"]), day)


def facts_of(session: Session, programme_id: int) -> PhysicalFacts:
    planned = in_force(session, t.PlannedPercent, col(t.PlannedPercent.programme_id) == programme_id)
    updates = in_force(session, t.PhysicalUpdate, col(t.PhysicalUpdate.programme_id) == programme_id)
    verdicts = _verdicts(session, [update["id"] for update in updates])
    reported = [
        PhysicalPercent(row["day"], Fraction(row["percent"]), verdicts.get(row["id"]) is Verdict.VERIFIED)
        for row in sorted(updates, key=_order)
        if verdicts.get(row["id"]) is not Verdict.RETURNED
    ]
    return physical_facts((PlannedPercent(row["day"], _known(row["percent"])) for row in planned), reported)


def _verdicts(session: Session, update_ids: list[int]) -> Mapping[int, Verdict]:
    reviews = in_force(session, t.PhysicalReview, col(t.PhysicalReview.physical_update_id).in_(update_ids))
    return {row["physical_update_id"]: row["verdict"] for row in sorted(reviews, key=_order)}


def _order(row: Mapping[str, Any]) -> tuple[Any, int]:
    return row["recorded_at"], row["id"]


def _known(percent: Any) -> Fraction | None:
    return None if percent is None else Fraction(percent)
