"""By how much progress is another than on an earlier day, in parts that add up exactly: time, work, plan, rules."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from smartcity.domain.enums import CreditRule
from smartcity.domain.errors import instance_of
from smartcity.domain.kept_answers import once
from smartcity.domain.plan.milestones import MilestoneFacts, with_claims
from smartcity.domain.plan.physical import PhysicalFacts
from smartcity.domain.plan.programmes import Milestone, Programme
from smartcity.domain.plan.progress import Progress, weighted
from smartcity.domain.portfolio.changes import Changes
from smartcity.domain.portfolio.portfolio import Group, Portfolio, progress_curve_of

# Everything else that is known of a milestone is work: what was told of it, and the verdicts.
_PLANNED = ("weight", "starts_on", "start_is_estimated", "due_on", "first_due_on", "cancelled_on", "postponed")


@dataclass(frozen=True, slots=True)
class Parts:
    """Of one difference. `work` comes from verdicts, `time` from promises that fell due, `plan` from plan edits:

    weights, dates, cancellations, milestones or programmes that came or went. `rules` is what other rules of counting
    make of the same facts, where one of the two views was frozen under earlier ones.
    """

    work: Fraction = Fraction(0)
    time: Fraction = Fraction(0)
    plan: Fraction = Fraction(0)
    rules: Fraction = Fraction(0)

    @property
    def total(self) -> Fraction:
        return self.work + self.time + self.plan + self.rules

    def minus(self, other: "Parts") -> "Parts":
        return Parts(self.work - other.work, self.time - other.time, self.plan - other.plan, self.rules - other.rules)


@dataclass(frozen=True, slots=True)
class Difference:
    """Shares 0…1; `before` and `after` are the figures as the two views show them."""

    before: Progress
    after: Progress
    verified: Parts
    planned: Parts

    @property
    def deviation(self) -> Parts:
        """In shares; the time that passes alone makes it worse."""
        return self.verified.minus(self.planned)


@once
def of_city(changes: Changes) -> Difference | None:
    """Of the whole plan; None while one of the two figures is unknown."""
    return of_group(changes, lambda plan: plan.whole)


def of_group(changes: Changes, group: Callable[[Portfolio], Group]) -> Difference | None:
    """Of the city, a dimension or an agency, as each of the two views is grouped."""
    before, after = group(changes.before), group(changes.after)
    ends = (before.roll_up.progress, after.roll_up.progress)
    return _difference(changes, (before.programmes, after.programmes), ends)


def of_programme(changes: Changes, programme: Programme) -> Difference | None:
    """Of one programme of the later view; None where the earlier one does not know it."""
    before = _programmes_before(changes).get(programme.id)
    if before is None:
        return None
    return _difference(changes, ((before,), (programme,)), (before.progress, programme.progress))


def _difference(
    changes: Changes,
    programmes: tuple[Iterable[Programme], Iterable[Programme]],
    ends: tuple[Progress | None, Progress | None],
) -> Difference | None:
    """The same facts step by step: under today's rules, on the later day, with the later work, in the later plan.

    The earlier plan is the one in force on its day: a cancellation that came into force afterwards is a plan edit.
    """
    start, end = ends
    if start is None or end is None:
        return None
    old, new = (tuple(each) for each in programmes)
    rule, first, last = changes.before.plan.rule, changes.before.as_of, changes.after.as_of
    again = _progress(old, rule, first) or start
    old = tuple(_in_force(programme, first) for programme in old)
    later = _progress(old, rule, last) or again
    worked = _progress(_with_later_work(changes, old), rule, last) or later
    planned = _progress(new, changes.after.plan.rule, last) or end
    steps = (start, again, later, worked, planned, end)
    return Difference(start, end, _parts([p.verified for p in steps]), _parts([p.planned for p in steps]))


def _parts(steps: list[Fraction]) -> Parts:
    start, again, later, worked, planned, end = steps
    return Parts(
        work=worked - later, time=later - again, plan=planned - worked, rules=(again - start) + (end - planned)
    )


def _progress(programmes: Iterable[Programme], rule: CreditRule, day: date) -> Progress | None:
    return weighted((p.weight, _counted(p, rule, day)) for p in programmes)


@once
def _counted(programme: Programme, rule: CreditRule, day: date) -> Progress | None:
    facts = tuple(replace(m, facts=with_claims(m.facts)) for m in programme.milestones)
    return progress_curve_of(replace(programme, milestones=facts), rule).progress_on(day)


@once
def _in_force(programme: Programme, day: date) -> Programme:
    """Without cancellations that come later than the day."""
    if all(m.facts.cancelled_on is None for m in programme.milestones):
        return programme
    milestones = tuple(
        m if not m.facts.counts_on(day) else replace(m, facts=replace(m.facts, cancelled_on=None))
        for m in programme.milestones
    )
    return replace(programme, milestones=milestones)


def _with_later_work(changes: Changes, programmes: Iterable[Programme]) -> tuple[Programme, ...]:
    """The plan of the earlier view with what the later one knows of the work; what is gone from it stays as it was."""
    now, physical = _later_work(changes)
    return tuple(_with_work(p, now, physical.get(p.id, p.physical)) for p in programmes)


@once
def _later_work(changes: Changes) -> tuple[Mapping[int, MilestoneFacts], Mapping[int, PhysicalFacts]]:
    """By the ids of milestones and of programmes."""
    after = changes.after
    return {m.id: m.facts for _, m in after.milestones}, {p.id: p.physical for p in after.programmes}


@once
def _programmes_before(changes: Changes) -> Mapping[int, Programme]:
    return {programme.id: programme for programme in changes.before.programmes}


def _with_work(programme: Programme, now: Mapping[int, MilestoneFacts], physical: PhysicalFacts) -> Programme:
    """Made again only where that work is another than when it was last asked for."""
    work = (tuple(now.get(m.id) for m in programme.milestones), physical)
    known, worked = programme.made_of_it.get(_with_work, (None, programme))
    if known != work:
        milestones = tuple(_worked(m, now) for m in programme.milestones)
        reported = replace(programme.physical, reported=physical.reported)
        worked = replace(programme, milestones=milestones, physical=reported)
        programme.made_of_it[_with_work] = (work, worked)
    return instance_of(Programme, worked)


def _worked(milestone: Milestone, now: Mapping[int, MilestoneFacts]) -> Milestone:
    facts = now.get(milestone.id)
    if facts is None:
        return milestone
    return replace(milestone, facts=replace(facts, **{name: getattr(milestone.facts, name) for name in _PLANNED}))
