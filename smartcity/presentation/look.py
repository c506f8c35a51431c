"""The CSS class and the shape of every status: what a chip looks like, on screens, walls and paper."""

from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

from smartcity.charts.theme import LIGHT
from smartcity.domain.attention import Reason
from smartcity.domain.changes import Turn
from smartcity.domain.kinds import Health, MilestoneStatus, PeriodState, Predicate, Reporting

_CYCLE = {
    PeriodState.COMING: MilestoneStatus.NOT_YET,
    PeriodState.OPEN: MilestoneStatus.ON_TRACK,
    PeriodState.GRACE: MilestoneStatus.AT_RISK,
}
_GOOD = {Predicate.VERY_HIGH: Health.DONE, Predicate.HIGH: Health.ON_TRACK, Predicate.MEDIUM: Health.ATTENTION}

_WORRIES: Mapping[Reason, Enum] = {
    Reason.BROKEN_PROMISE: Health.LATE,
    Reason.LATE_UNEXPLAINED: Health.LATE,
    Reason.LATE: Health.LATE,
    Reason.SILENT: Reporting.SILENT,
    Reason.STALE: Reporting.SILENT,
}
_TURNED = {
    Turn.BECAME_LATE: MilestoneStatus.LATE,
    Turn.RECOVERED: MilestoneStatus.DONE,
    Turn.FINISHED: MilestoneStatus.DONE,
    Turn.REOPENED: MilestoneStatus.AT_RISK,
    Turn.RETURNED: MilestoneStatus.AT_RISK,
    Turn.SLIPPED: MilestoneStatus.AT_RISK,
    Turn.ADVANCED: MilestoneStatus.ON_TRACK,
    Turn.ADDED: MilestoneStatus.NOT_YET,
    Turn.CANCELLED: MilestoneStatus.CANCELLED,
    Turn.RESUMED: MilestoneStatus.ON_TRACK,
}


@lru_cache(maxsize=1000, typed=True)
def look(member: Enum) -> tuple[str, str]:
    """The CSS class and the shape of a status. Typed: members of two enums with one value are equal."""
    if isinstance(member, Turn):
        return look(_TURNED[member])
    if isinstance(member, Reason):
        return look(_WORRIES.get(member, Health.ATTENTION))
    if member is PeriodState.LOCKED:
        return "plain", "■"
    if isinstance(member, PeriodState):
        return look(_CYCLE[member])
    if isinstance(member, Predicate):
        health = _GOOD.get(member, Health.LATE)
        return f"health-{health.value}", LIGHT.health[health].mark
    tones: Mapping[type, tuple[str, Mapping[object, object]]] = {
        Health: ("health", {key: tone.mark for key, tone in LIGHT.health.items()}),
        MilestoneStatus: ("status", {key: tone.mark for key, tone in LIGHT.status.items()}),
        Reporting: ("reporting", {key: tone.mark for key, tone in LIGHT.reporting.items()}),
    }
    room, marks = tones.get(type(member), ("plain", {}))
    return f"{room}-{member.value}", str(marks.get(member, "·"))
