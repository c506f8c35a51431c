"""What a report must satisfy: every violation with the field it belongs to, all at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from smartcity.domain import lengths
from smartcity.domain.enums import Claim, MilestoneStatus
from smartcity.domain.facts.evidence import proof_violations
from smartcity.domain.indicators.readings import Entry, Gauge, Typed, is_replaced
from smartcity.domain.plan.milestones import milestone_status
from smartcity.domain.reporting.anomalies import Anomaly, anomalies
from smartcity.domain.reporting.physical_reports import NOTHING_REPORTED, physical_violations
from smartcity.domain.reporting.submission import FieldRef, MilestoneState, ReportContext, Step, Submission

Field = tuple[str, int | None]
ReadingViolations = Iterator[tuple[Field, str, dict[str, object]]]
LONGEST = lengths.NOTE


def entry_violations(entry: Entry, gauge: Gauge | None) -> ReadingViolations:
    """Of a settled entry: the field with its area, the key and facts of the sentence."""
    if gauge is None:
        yield ("value", None), "not_read", {}
        return
    yield from _of_typed(entry.city, gauge, None)
    for area, typed in entry.areas.items():
        yield from _of_typed(typed, gauge, area)
    if entry.city.is_blank and not entry.is_not_applicable:
        yield (gauge.fields[0], None), "city_missing", {}
    for name in ("note", "reason"):
        if len(text := getattr(entry, name)) > LONGEST:
            yield (name, None), "too_long", {"length": len(text), "most": LONGEST}
    yield from ((("proofs", None), *violation) for violation in proof_violations(entry.proofs))
    asked = asks_reason(entry, gauge)
    if asked and not entry.reason:
        yield ("reason", None), "reason_replaced_missing" if is_only_replaced(asked) else "reason_missing", {}


def asks_reason(entry: Entry, gauge: Gauge) -> tuple[Anomaly, ...]:
    """The doubts that an entry raises, and that it would replace what is verified."""
    unusual = () if entry.is_not_applicable else anomalies(gauge, entry.city.reading, entry.readings)
    replaced = (Anomaly("replaces"),) if is_replaced(entry, gauge.verified) else ()
    return (*unusual, *replaced)


def is_only_replaced(asked: Sequence[Anomaly]) -> bool:
    """Whether nothing is unusual beside that a verified figure gives way."""
    return [anomaly.key for anomaly in asked] == ["replaces"]


def _of_typed(typed: Typed, gauge: Gauge, area: int | None) -> ReadingViolations:
    for name in typed.unreadable:
        yield (name, area), "unreadable", {}
    if typed.is_blank or "denominator" not in gauge.fields:
        return
    for name in gauge.fields:
        if not getattr(typed, name):
            yield (name, area), "half_missing", {}
    if typed.numbers["denominator"] == 0:
        yield ("denominator", area), "zero_denominator", {}


LONGEST_NOTE = lengths.NOTE
LONGEST_NAME = lengths.LINE
LONGEST_REASON = lengths.REASON
NOTES = ("happened", "obstacle", "next_step", "help_needed")
_UPWARDS = tuple(Claim)


@dataclass(frozen=True, slots=True)
class Violation:
    """`key` names the sentence under `objection.<key>`."""

    ref: FieldRef
    key: str
    facts: Mapping[str, object] = field(default_factory=dict)


def violations(given: Submission, context: ReportContext) -> tuple[Violation, ...]:
    """Of a settled submission, in the order of the form: physical percentage, milestones, then readings."""
    result = [
        Violation(FieldRef(name, physical=True), key, facts)
        for name, key, facts in physical_violations(given.physical, context.physical)
    ]
    result += [
        Violation(FieldRef(name, number), key, facts)
        for number, step in given.steps.items()
        for name, key, facts in _of_step(step, context.milestones.get(number), context)
    ]
    result += [
        Violation(FieldRef(name, None, number, area), key, facts)
        for number, entry in given.readings.items()
        for (name, area), key, facts in entry_violations(entry, context.gauges.get(number))
    ]
    result += [Violation(FieldRef(name), key, facts) for name, key, facts in _of_report(given, context)]
    return tuple(result)


RawViolations = Iterator[tuple[str, str, dict[str, object]]]


def _of_step(step: Step, state: MilestoneState | None, context: ReportContext) -> RawViolations:
    if state is None or state.is_closed(context.today):
        yield "claim", "closed", {}
        return
    if step.percent is not None and not 0 <= step.percent <= 100:
        yield "percent", "percent", {}
    if step.claim is Claim.DONE:
        yield from _of_done(step, state, context)
    yield from (("proofs", *violation) for violation in proof_violations(step.proofs))
    yield from _of_note(step, state, context)
    if step.moves:
        yield from _of_move(step, state, context)


def _of_done(step: Step, state: MilestoneState, context: ReportContext) -> RawViolations:
    """Done needs its day, within the programme and outside what is locked, and evidence where it is asked for."""
    day = step.achieved_on
    if day is None:
        yield "achieved_on", "day_missing", {}
    elif day > context.today:
        yield "achieved_on", "day_to_come", {}
    elif day < context.starts_on:
        yield "achieved_on", "day_too_early", {"start": context.starts_on}
    elif (locked := context.calendar.lock_on(day, context.agency, context.at)) is not None:
        yield "achieved_on", "day_locked", {"period": locked.name}
    if state.needs_evidence and not step.proofs and not state.has_evidence:
        yield "proofs", "proof_missing", {}


def _of_note(step: Step, state: MilestoneState, context: ReportContext) -> RawViolations:
    yield from _too_long("note", step.note, LONGEST_NOTE)
    why = None if step.explains else asks_why(step, state, context)
    if why is not None:
        yield "note", why, {"due": state.facts.due_on}


def asks_why(step: Step, state: MilestoneState, context: ReportContext) -> str | None:
    """The reason that a step owes: why lower, why late, why done late."""
    if step.milestone_claim is None:
        return None
    if is_lower(step, state):
        return "why_lower"
    if is_late(step, state, context):
        return "why_late"
    is_done_late = step.achieved_on is not None and step.achieved_on > state.facts.due_on
    return "why_done_late" if is_done_late and step.milestone_claim != state.latest else None


def is_lower(step: Step, state: MilestoneState) -> bool:
    """Whether less is claimed than before: a step back, or a lower percentage."""
    before, claimed = state.latest, step.milestone_claim
    if claimed is None:
        return False
    if claimed.claim is not before.claim:
        return _UPWARDS.index(claimed.claim) < _UPWARDS.index(before.claim)
    return (claimed.percent or 0) < (before.percent or 0)


def is_late(step: Step, state: MilestoneState, context: ReportContext) -> bool:
    """Whether the milestone is late when this has been said."""
    facts = replace(state.facts, latest=step.milestone_claim or state.facts.latest)
    return milestone_status(facts, context.today) is MilestoneStatus.LATE


def _of_move(step: Step, state: MilestoneState, context: ReportContext) -> RawViolations:
    """A proposed date needs its reason; it lies ahead, is another one, and waits for no earlier proposal."""
    yield from _too_long("move_reason", step.move_reason, LONGEST_REASON)
    if state.awaits_move:
        yield "new_due_on", "move_waits", {}
    if step.new_due_on is None:
        yield "new_due_on", "move_day_missing", {}
    elif step.new_due_on <= context.today:
        yield "new_due_on", "move_day_past", {}
    elif step.new_due_on == state.facts.due_on:
        yield "new_due_on", "move_day_same", {}
    elif step.new_due_on < state.facts.starts_on:
        yield "new_due_on", "move_day_before_start", {"start": state.facts.starts_on}
    if not step.move_reason:
        yield "move_reason", "move_reason_missing", {}


def _of_report(given: Submission, context: ReportContext) -> RawViolations:
    for name in NOTES:
        yield from _too_long(name, getattr(given, name), LONGEST_NOTE)
    yield from _too_long("help_from", given.help_from, LONGEST_NAME)
    silent = unexplained(given, context)
    if silent and not given.obstacle:
        yield "obstacle", "why_still_late", {"count": len(silent)}
    if given.help_needed and not given.help_from:
        yield "help_from", "help_from_missing", {}
    if given.help_from and not given.help_needed:
        yield "help_needed", "help_needed_missing", {}
    is_measured = bool(given.readings) or given.physical != NOTHING_REPORTED
    if not given.steps and not is_measured and not any(getattr(given, name) for name in NOTES):
        yield "happened", "nothing_said", {}


def unexplained(given: Submission, context: ReportContext) -> tuple[int, ...]:
    """Milestones that are late, stay late, and of which nothing is said by themselves."""
    return tuple(
        number
        for number, state in context.milestones.items()
        if not state.awaits_move
        and given.steps.get(number, Step()).milestone_claim is None
        and not given.steps.get(number, Step()).explains
        and is_late(Step(), state, context)
    )


def _too_long(name: str, text: str, most: int) -> RawViolations:
    if len(text) > most:
        yield name, "too_long", {"length": len(text), "most": most}
