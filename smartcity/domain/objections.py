"""What a submission must satisfy: every objection with the field it belongs to, all at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from smartcity.domain import lengths
from smartcity.domain.evidence import MOST_PROOFS
from smartcity.domain.kinds import Claim, MilestoneStatus
from smartcity.domain.milestones import milestone_status
from smartcity.domain.physical_reports import NOTHING_REPORTED, physical_objections
from smartcity.domain.reading_objections import entry_objections
from smartcity.domain.submission import Ground, Spot, Stage, Step, Submission

LONGEST_NOTE = lengths.NOTE
LONGEST_NAME = lengths.LINE
LONGEST_REASON = lengths.REASON
NOTES = ("happened", "obstacle", "next_step", "help_needed")
_UPWARDS = tuple(Claim)


@dataclass(frozen=True, slots=True)
class Objection:
    """`key` names the sentence under `objection.<key>`."""

    spot: Spot
    key: str
    facts: Mapping[str, object] = field(default_factory=dict)


def objections(given: Submission, ground: Ground) -> tuple[Objection, ...]:
    """Of a settled submission, in the order of the form: physical percentage, milestones, then readings."""
    found = [
        Objection(Spot(name, physical=True), key, facts)
        for name, key, facts in physical_objections(given.physical, ground.physical)
    ]
    found += [
        Objection(Spot(name, number), key, facts)
        for number, step in given.steps.items()
        for name, key, facts in _of_step(step, ground.stages.get(number), ground)
    ]
    found += [
        Objection(Spot(name, None, number, area), key, facts)
        for number, entry in given.readings.items()
        for (name, area), key, facts in entry_objections(entry, ground.gauges.get(number))
    ]
    found += [Objection(Spot(name), key, facts) for name, key, facts in _of_report(given, ground)]
    return tuple(found)


Found = Iterator[tuple[str, str, dict[str, object]]]


def _of_step(step: Step, stage: Stage | None, ground: Ground) -> Found:
    if stage is None or stage.is_closed(ground.today):
        yield "claim", "closed", {}
        return
    if step.percent is not None and not 0 <= step.percent <= 100:
        yield "percent", "percent", {}
    if step.claim is Claim.DONE:
        yield from _of_done(step, stage, ground)
    yield from _of_proofs(step)
    yield from _of_note(step, stage, ground)
    if step.moves:
        yield from _of_move(step, stage, ground)


def _of_done(step: Step, stage: Stage, ground: Ground) -> Found:
    """Done needs its day, within the programme and outside what is locked, and evidence where it is asked for."""
    day = step.achieved_on
    if day is None:
        yield "achieved_on", "day_missing", {}
    elif day > ground.today:
        yield "achieved_on", "day_to_come", {}
    elif day < ground.starts_on:
        yield "achieved_on", "day_too_early", {"start": ground.starts_on}
    elif (locked := ground.calendar.lock_on(day, ground.agency, ground.at)) is not None:
        yield "achieved_on", "day_locked", {"period": locked.name}
    if stage.needs_evidence and not step.proofs and not stage.has_evidence:
        yield "proofs", "proof_missing", {}


def _of_proofs(step: Step) -> Found:
    if len(step.proofs) > MOST_PROOFS:
        yield "proofs", "proofs_too_many", {"most": MOST_PROOFS}
    if not all(proof.is_sound for proof in step.proofs):
        yield "proofs", "proof_unsound", {}


def _of_note(step: Step, stage: Stage, ground: Ground) -> Found:
    yield from _too_long("note", step.note, LONGEST_NOTE)
    why = None if step.explains else asks_why(step, stage, ground)
    if why is not None:
        yield "note", why, {"due": stage.facts.due_on}


def asks_why(step: Step, stage: Stage, ground: Ground) -> str | None:
    """The reason that a step owes: why lower, why late, why done late."""
    if step.said is None:
        return None
    if is_lower(step, stage):
        return "why_lower"
    if is_late(step, stage, ground):
        return "why_late"
    is_done_late = step.achieved_on is not None and step.achieved_on > stage.facts.due_on
    return "why_done_late" if is_done_late and step.said != stage.latest else None


def is_lower(step: Step, stage: Stage) -> bool:
    """Whether less is claimed than before: a step back, or a lower percentage."""
    before, said = stage.latest, step.said
    if said is None:
        return False
    if said.claim is not before.claim:
        return _UPWARDS.index(said.claim) < _UPWARDS.index(before.claim)
    return (said.percent or 0) < (before.percent or 0)


def is_late(step: Step, stage: Stage, ground: Ground) -> bool:
    """Whether the milestone is late when this has been said."""
    facts = replace(stage.facts, latest=step.said or stage.facts.latest)
    return milestone_status(facts, ground.today) is MilestoneStatus.LATE


def _of_move(step: Step, stage: Stage, ground: Ground) -> Found:
    """A proposed date needs its reason; it lies ahead, is another one, and waits for no earlier proposal."""
    yield from _too_long("move_reason", step.move_reason, LONGEST_REASON)
    if stage.awaits_move:
        yield "new_due_on", "move_waits", {}
    if step.new_due_on is None:
        yield "new_due_on", "move_day_missing", {}
    elif step.new_due_on <= ground.today:
        yield "new_due_on", "move_day_past", {}
    elif step.new_due_on == stage.facts.due_on:
        yield "new_due_on", "move_day_same", {}
    elif step.new_due_on < stage.facts.starts_on:
        yield "new_due_on", "move_day_before_start", {"start": stage.facts.starts_on}
    if not step.move_reason:
        yield "move_reason", "move_reason_missing", {}


def _of_report(given: Submission, ground: Ground) -> Found:
    for name in NOTES:
        yield from _too_long(name, getattr(given, name), LONGEST_NOTE)
    yield from _too_long("help_from", given.help_from, LONGEST_NAME)
    silent = unexplained(given, ground)
    if silent and not given.obstacle:
        yield "obstacle", "why_still_late", {"count": len(silent)}
    if given.help_needed and not given.help_from:
        yield "help_from", "help_from_missing", {}
    if given.help_from and not given.help_needed:
        yield "help_needed", "help_needed_missing", {}
    is_measured = bool(given.readings) or given.physical != NOTHING_REPORTED
    if not given.steps and not is_measured and not any(getattr(given, name) for name in NOTES):
        yield "happened", "nothing_said", {}


def unexplained(given: Submission, ground: Ground) -> tuple[int, ...]:
    """Milestones that are late, stay late, and of which nothing is said by themselves."""
    return tuple(
        number
        for number, stage in ground.stages.items()
        if not stage.awaits_move
        and given.steps.get(number, Step()).said is None
        and not given.steps.get(number, Step()).explains
        and is_late(Step(), stage, ground)
    )


def _too_long(name: str, text: str, most: int) -> Found:
    if len(text) > most:
        yield name, "too_long", {"length": len(text), "most": most}
