"""What an agency reports of one programme in one period, and the context it is judged in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from smartcity.domain.calendar import Calendar, Period, PeriodName, quarter_of
from smartcity.domain.enums import Claim, CreditRule, OwnRating
from smartcity.domain.facts.evidence import Attachment
from smartcity.domain.indicators.readings import Entry, Gauge, Typed, settled_entry
from smartcity.domain.plan.milestones import MilestoneClaim, MilestoneFacts
from smartcity.domain.reporting.physical_reports import (
    NOTHING_REPORTED,
    PhysicalContext,
    PhysicalEntry,
    settled_physical,
)
from smartcity.domain.text import clean

NO_CLAIM = MilestoneClaim(Claim.NOT_STARTED)


@dataclass(frozen=True, slots=True)
class Step:
    """What is said of one milestone; None and blank say nothing. A new date is a proposal, with its reason."""

    claim: Claim | None = None
    percent: int | None = None
    achieved_on: date | None = None
    note: str = ""
    proofs: tuple[Attachment, ...] = ()
    new_due_on: date | None = None
    move_reason: str = ""

    @property
    def milestone_claim(self) -> MilestoneClaim | None:
        """The update that this step makes; None when it only proposes a date."""
        return None if self.claim is None else MilestoneClaim(self.claim, self.percent, self.achieved_on)

    @property
    def moves(self) -> bool:
        return self.new_due_on is not None or bool(self.move_reason)

    @property
    def explains(self) -> bool:
        return bool(self.note) or (self.new_due_on is not None and bool(self.move_reason))


@dataclass(frozen=True)
class Submission:
    """The whole report; `steps` by milestone id, `readings` by indicator id; `physical` where it is measured so."""

    own_rating: OwnRating | None = None
    happened: str = ""
    obstacle: str = ""
    obstacle_milestone: int | None = None
    next_step: str = ""
    help_needed: str = ""
    help_from: str = ""
    steps: Mapping[int, Step] = field(default_factory=dict)
    readings: Mapping[int, Entry] = field(default_factory=dict)
    physical: PhysicalEntry = NOTHING_REPORTED

    @property
    def stated(self) -> dict[str, Any]:
        """What is said of the programme itself; None where nothing is."""
        return {name: getattr(self, name) or None for name in REPORT_FIELDS}

    def at(self, ref: "FieldRef") -> object:
        """The value of one field."""
        if ref.indicator is not None:
            return self.readings.get(ref.indicator, Entry()).at(ref.name, ref.area)
        holder: object = self if ref.milestone is None else self.steps.get(ref.milestone, Step())
        holder = self.physical if ref.physical else holder
        value: object = getattr(holder, ref.name)
        return value

    def having(self, ref: "FieldRef", value: Any) -> "Submission":
        """The same with another value of one field."""
        if ref.indicator is not None:
            entry = self.readings.get(ref.indicator, Entry()).having(ref.name, ref.area, value)
            return self.with_reading(ref.indicator, entry)
        if ref.physical:
            return replace(self, physical=replace(self.physical, **{ref.name: value}))
        if ref.milestone is None:
            return replace(self, **{ref.name: value})
        return self.with_step(ref.milestone, replace(self.steps.get(ref.milestone, Step()), **{ref.name: value}))

    def with_step(self, milestone: int, step: Step) -> "Submission":
        return replace(self, steps={**self.steps, milestone: step})

    def with_reading(self, indicator: int, entry: Entry) -> "Submission":
        return replace(self, readings={**self.readings, indicator: entry})

    def without_reading(self, indicator: int) -> "Submission":
        return replace(self, readings={number: one for number, one in self.readings.items() if number != indicator})

    def without(self, milestone: int) -> "Submission":
        return replace(self, steps={number: step for number, step in self.steps.items() if number != milestone})


class FieldRef(NamedTuple):
    """One field of the form: of a milestone, of an indicator (for the city or one area), of the physical percentage,
    or of the whole report.
    """

    name: str
    milestone: int | None = None
    indicator: int | None = None
    area: int | None = None
    physical: bool = False

    @property
    def place(self) -> str:
        """What it is a field of, as one short word."""
        if self.physical:
            return "f"
        if self.indicator is None:
            return str(self.milestone or 0)
        return f"i{self.indicator}" if self.area is None else f"i{self.indicator}a{self.area}"

    @property
    def field(self) -> str:
        """Name and place as one word, from which `spot_of` makes the field again."""
        return f"{self.name}-{self.place}"

    @property
    def is_text(self) -> bool:
        is_typed = self.indicator is not None or self.physical
        return self.name in (*TEXTS, "note", "move_reason") or (is_typed and self.name != "proofs")


_FIELD = re.compile(r"(?P<name>[a-z_]+)-(?:(?P<physical>f)|i(?P<indicator>\d+)(?:a(?P<area>\d+))?|(?P<milestone>\d+))")


def field_ref(field: str) -> FieldRef | None:
    """None where the word names no field that is typed."""
    match = _FIELD.fullmatch(field)
    if match is None:
        return None
    milestone, indicator, area = (int(match[part] or 0) or None for part in ("milestone", "indicator", "area"))
    ref = FieldRef(match["name"], milestone, indicator, area, physical=match["physical"] is not None)
    return ref if ref.is_text and ref.name in _typed_names(ref) else None


def _typed_names(ref: FieldRef) -> tuple[str, ...]:
    if ref.physical:
        return "percent", "note"
    if ref.indicator is not None:
        return (*(f.name for f in fields(Typed)), "note", "reason")
    return TEXTS if ref.milestone is None else ("note", "move_reason")


TEXTS = ("happened", "obstacle", "next_step", "help_needed", "help_from")
REPORT_FIELDS = tuple(f.name for f in fields(Submission) if f.name not in ("steps", "readings", "physical"))


@dataclass(frozen=True, slots=True)
class MilestoneState:
    """A milestone as it stands. Evidence counts unless it came with a claim that was returned."""

    code: str
    facts: MilestoneFacts
    needs_evidence: bool
    has_evidence: bool = False
    awaits_move: bool = False

    @property
    def latest(self) -> MilestoneClaim:
        return self.facts.latest or NO_CLAIM

    def is_closed(self, today: date) -> bool:
        """Verified or cancelled: nothing can be said of it any more."""
        return self.facts.is_done or not self.facts.counts_on(today)


@dataclass(frozen=True)
class ReportContext:
    """What a submission is judged on: its programme led by `agency` (a code), in one period, at one instant.

    `newest` is the id of the programme's newest statement, 0 without one; `gauges` by indicator id; `physical` is
    None where the programme is measured by milestones.
    """

    programme_id: int
    agency: str
    starts_on: date
    calendar: Calendar
    period: Period
    at: datetime
    milestones: Mapping[int, MilestoneState]
    newest: int = 0
    rule: CreditRule = CreditRule.COMPLETED_ONLY
    gauges: Mapping[int, Gauge] = field(default_factory=dict)
    physical: PhysicalContext | None = None

    @property
    def quarter(self) -> PeriodName:
        """The quarter whose readings are said in this period."""
        return quarter_of(self.period.name.ends_on)

    @property
    def today(self) -> date:
        return self.calendar.today(self.at)


def settled(given: Submission, context: ReportContext) -> Submission:
    """The same in clean words, less what says nothing: fields that do not belong to the claim, steps without news."""
    steps = {number: _settled_step(step, context.milestones.get(number)) for number, step in given.steps.items()}
    readings = {number: settled_entry(entry, context.gauges.get(number)) for number, entry in given.readings.items()}
    cleaned: dict[str, Any] = {name: clean(getattr(given, name)) for name in TEXTS}
    has_obstacle = bool(cleaned["obstacle"]) and given.obstacle_milestone in context.milestones
    return replace(
        given,
        **cleaned,
        obstacle_milestone=given.obstacle_milestone if has_obstacle else None,
        steps={number: step for number, step in sorted(steps.items()) if step != Step()},
        readings={number: entry for number, entry in sorted(readings.items()) if entry != Entry()},
        physical=settled_physical(given.physical),
    )


def _settled_step(given: Step, state: MilestoneState | None) -> Step:
    latest = state.latest if state else NO_CLAIM
    claim = _completed_claim(given, latest)
    claimed: dict[str, Any] = {"claim": claim.claim, "percent": claim.percent, "achieved_on": claim.achieved_on}
    step = replace(given, **claimed, note=clean(given.note), move_reason=clean(given.move_reason))
    if claim.claim is Claim.DONE:
        step = replace(step, new_due_on=None, move_reason="")
    if claim != latest or step.note or step.proofs:
        return step
    return Step(new_due_on=step.new_due_on, move_reason=step.move_reason)


def _completed_claim(given: Step, latest: MilestoneClaim) -> MilestoneClaim:
    """The claim with what belongs to it; what is not said anew stays as it was."""
    claim = given.claim or latest.claim
    percent = given.percent if given.percent is not None else latest.percent
    achieved_on = given.achieved_on or latest.achieved_on
    is_running, is_done = claim is Claim.RUNNING, claim is Claim.DONE
    return MilestoneClaim(claim, percent if is_running else None, achieved_on if is_done else None)
