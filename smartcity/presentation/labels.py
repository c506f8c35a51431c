"""CSS class and shape of every status; what fields and sheets of the plan are called."""

from collections.abc import Mapping
from enum import Enum
from functools import lru_cache

from smartcity.charts.theme import LIGHT
from smartcity.domain.enums import Health, MilestoneStatus, PeriodState, Predicate, Reporting
from smartcity.domain.portfolio.changes import Turn
from smartcity.domain.reasons import Reason
from smartcity.i18n.words import Words

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


def field_label(words: Words, field: str, entity: str = "") -> str:
    """The name of a field, by its entity where one name means several things; an entity's own; else spelt out."""
    plain = words.say_or(f"noun.{field}", field.replace("_", " ").capitalize())
    return words.say_or(f"field.{entity}.{field}", words.say_or(f"field.{field}", plain))


def field_help(words: Words, field: str) -> str:
    """What people should know who fill in a field, beyond what kind of value it holds; nothing for most."""
    return words.say_or(f"help.{field}", "")


def card_label(words: Words, name: str, entity: str) -> str:
    """What a line of a definition card is called: as the field, unless the card has a word of its own."""
    return words.say_or(f"card.{name}", field_label(words, name, entity))


def entity_label(words: Words, entity: str) -> str:
    """`programme` is "Program", or "Programmes"."""
    return words.say(f"noun.{entity}")
