"""What may be asked of a milestone: another date, another weight, an end, a pause. The first promise never changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from smartcity.domain.kinds import ChangeKind
from smartcity.domain.milestones import MilestoneFacts

FINEST = Decimal("0.0001")
HEAVIEST = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Asked:
    """Exactly one of the two: another date, or a change of a kind, with the new weight where the weight changes."""

    due_on: date | None = None
    kind: ChangeKind | None = None
    weight: Decimal | None = None


def objection(asked: Asked, facts: MilestoneFacts, today: date) -> tuple[str, Mapping[str, Any]] | None:
    """Why it cannot be asked: the key under `proposal.` and its facts; None when it can."""
    if not facts.counts_on(today):
        return "cancelled", {"day": facts.cancelled_on}
    if facts.is_done:
        return "done", {}
    if asked.due_on is not None:
        return _date(asked.due_on, facts, today)
    if asked.kind is ChangeKind.WEIGHT:
        return _weight(asked.weight, facts)
    if asked.kind is ChangeKind.POSTPONE and facts.postponed:
        return "postponed", {}
    if asked.kind is ChangeKind.RESUME and not facts.postponed:
        return "not_postponed", {}
    return None


def _date(day: date, facts: MilestoneFacts, today: date) -> tuple[str, Mapping[str, Any]] | None:
    """A promise lies ahead: not today, not the same, not before the start."""
    if day <= today:
        return "day_past", {"day": day}
    if day == facts.due_on:
        return "day_same", {"day": day}
    if day < facts.starts_on:
        return "day_before_start", {"day": day, "start": facts.starts_on}
    return None


def _weight(weight: Decimal | None, facts: MilestoneFacts) -> tuple[str, Mapping[str, Any]] | None:
    if weight is None or not weight.is_finite() or not 0 < weight < HEAVIEST or weight % FINEST:
        return "weight", {}
    return ("weight_same", {"weight": weight}) if weight == facts.weight else None
