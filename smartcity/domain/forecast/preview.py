"""Figures as they would be if a report were sent, or a change request approved, now."""

from dataclasses import dataclass, replace
from datetime import date

from smartcity.domain.enums import ChangeKind
from smartcity.domain.facts.claims import awaits_verdict, dated
from smartcity.domain.facts.history import Change, Move
from smartcity.domain.plan.curve import assess
from smartcity.domain.plan.milestones import MilestoneFacts, milestone_status, with_claims
from smartcity.domain.plan.programmes import Milestone, PlanCard, Programme, Report
from smartcity.domain.plan.progress import Progress, is_semangka, rates_itself_worse
from smartcity.domain.portfolio.portfolio import Portfolio, part, progress_curve_of
from smartcity.domain.reporting.submission import ReportContext, Step, Submission


def as_if_sent(programme: Programme, given: Submission, context: ReportContext, card: PlanCard) -> Programme:
    """The same programme with the settled submission in it, unverified as it would be."""
    milestones = tuple(_as_if_claimed(milestone, given, context) for milestone in programme.milestones)
    physical = context.physical.after(given.physical) if context.physical else programme.physical
    curve = progress_curve_of(replace(programme, milestones=milestones, physical=physical), card.rule)
    assessment = assess(curve, context.today, card.scheme, overdue_cap=card.overdue_cap)
    return replace(
        programme,
        milestones=milestones,
        physical=physical,
        progress=assessment.progress,
        health=assessment.health,
        report=report_of(given, context),
        is_semangka=is_semangka(given.own_rating, assessment.health),
        cap=assessment.cap,
        rates_itself_worse=rates_itself_worse(given.own_rating, assessment.health),
    )


def _as_if_claimed(milestone: Milestone, given: Submission, context: ReportContext) -> Milestone:
    claim = given.steps.get(milestone.id, Step()).milestone_claim
    facts = replace(
        milestone.facts,
        latest=claim or milestone.facts.latest,
        claims=(*(milestone.facts.claims or ()), *([dated(claim, context.today, context.today)] if claim else [])),
        has_obstacle=given.obstacle_milestone == milestone.id,
    )
    said_at = context.at if claim else milestone.said_at
    return replace(
        milestone,
        facts=facts,
        status=milestone_status(facts, context.today),
        said_at=said_at,
        awaits_verdict=awaits_verdict(facts.claims or (), context.rule),
    )


def report_of(given: Submission, context: ReportContext) -> Report:
    at = context.at.astimezone(context.calendar.zone)
    return Report(period=context.period.name, recorded_at=at, **given.stated)


def changed(before: Programme, after: Programme) -> tuple[tuple[Milestone, Milestone], ...]:
    """Milestones of which the submission says something else, before and after."""
    return tuple(
        (old, new) for old, new in zip(before.milestones, after.milestones, strict=True) if old.facts != new.facts
    )


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
    after = plan.totals.with_part(part(programme), part(changed))
    return Effect((programme, changed), (plan.city.progress, after.mean))


def _with_change(change: Change, programme: Programme, day: date) -> Programme:
    milestones = [replace(m, facts=with_claims(m.facts)) for m in programme.milestones]
    changed = [
        replace(m, facts=_changed(change, m.facts, day)) if m.id == change.milestone_id else m for m in milestones
    ]
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
    assessment = assess(progress_curve_of(programme, card.rule), plan.as_of, card.scheme, overdue_cap=card.overdue_cap)
    return replace(programme, progress=assessment.progress, health=assessment.health, cap=assessment.cap)
