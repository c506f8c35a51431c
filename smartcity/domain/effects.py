"""What approving a change that was asked for would do to the figures, before anybody answers."""

from dataclasses import dataclass, replace
from datetime import date

from smartcity.domain.courses import assess
from smartcity.domain.history import Change, Move
from smartcity.domain.kinds import ChangeKind
from smartcity.domain.milestones import MilestoneFacts, with_claims
from smartcity.domain.plan import Programme
from smartcity.domain.portfolio import Portfolio, course_of, sums
from smartcity.domain.progress import Progress


@dataclass(frozen=True, slots=True)
class Effect:
    """Programme and city before and after; what stays the same is equal."""

    programme: tuple[Programme, Programme]
    city: tuple[Progress | None, Progress | None]

    @property
    def is_nothing(self) -> bool:
        before, after = self.programme
        return before.progress == after.progress and before.health is after.health


def effect(change: Change, programme: Programme, plan: Portfolio) -> Effect:
    """If it were approved on the as-of day of the plan."""
    changed = _assessed(_with_change(change, programme, plan.as_of), plan)
    programmes = (changed if p.id == programme.id else p for p in plan.programmes)
    return Effect((programme, changed), (plan.city.progress, sums(programmes).progress))


def _with_change(change: Change, programme: Programme, day: date) -> Programme:
    known = [replace(m, facts=with_claims(m.facts)) for m in programme.milestones]
    changed = [replace(m, facts=_changed(change, m.facts, day)) if m.id == change.milestone_id else m for m in known]
    return replace(programme, milestones=tuple(changed))


def _changed(change: Change, facts: MilestoneFacts, day: date) -> MilestoneFacts:
    if isinstance(change, Move):
        return replace(facts, due_on=change.new_due_on)
    if change.kind is ChangeKind.WEIGHT:
        return replace(facts, weight=facts.weight if change.weight is None else change.weight)
    if change.kind is ChangeKind.CANCEL:
        return replace(facts, cancelled_on=day)
    return replace(facts, postponed=change.kind is ChangeKind.POSTPONE)


def _assessed(programme: Programme, plan: Portfolio) -> Programme:
    card = plan.plan
    found = assess(course_of(programme, card.rule), plan.as_of, card.scheme, overdue_cap=card.overdue_cap)
    return replace(programme, progress=found.progress, health=found.health, cap=found.cap)
