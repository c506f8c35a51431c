"""How a programme would stand if a submission were sent now: what the preview shows before it is sent."""

from dataclasses import replace

from smartcity.domain.claims import dated
from smartcity.domain.courses import assess
from smartcity.domain.milestones import milestone_status
from smartcity.domain.plan import Milestone, PlanCard, Programme, Report
from smartcity.domain.portfolio import course_of
from smartcity.domain.progress import is_semangka, rates_itself_worse
from smartcity.domain.submission import Ground, Step, Submission
from smartcity.domain.verification import awaits_verdict


def as_if_sent(programme: Programme, given: Submission, ground: Ground, card: PlanCard) -> Programme:
    """The same programme with the settled submission in it, unverified as it would be."""
    milestones = tuple(_as_if_said(milestone, given, ground) for milestone in programme.milestones)
    physical = ground.physical.after(given.physical) if ground.physical else programme.physical
    course = course_of(replace(programme, milestones=milestones, physical=physical), card.rule)
    found = assess(course, ground.today, card.scheme, overdue_cap=card.overdue_cap)
    return replace(
        programme,
        milestones=milestones,
        physical=physical,
        progress=found.progress,
        health=found.health,
        report=report_of(given, ground),
        is_semangka=is_semangka(given.own_rating, found.health),
        cap=found.cap,
        rates_itself_worse=rates_itself_worse(given.own_rating, found.health),
    )


def _as_if_said(milestone: Milestone, given: Submission, ground: Ground) -> Milestone:
    said = given.steps.get(milestone.id, Step()).said
    facts = replace(
        milestone.facts,
        latest=said or milestone.facts.latest,
        claims=(*(milestone.facts.claims or ()), *([dated(said, ground.today, ground.today)] if said else [])),
        has_obstacle=given.obstacle_milestone == milestone.id,
    )
    said_at = ground.at if said else milestone.said_at
    return replace(
        milestone,
        facts=facts,
        status=milestone_status(facts, ground.today),
        said_at=said_at,
        awaits_verdict=awaits_verdict(facts.claims or (), ground.rule),
    )


def report_of(given: Submission, ground: Ground) -> Report:
    return Report(
        period=ground.period.name,
        recorded_at=ground.at.astimezone(ground.calendar.zone),
        own_rating=given.own_rating,
        happened=given.happened or None,
        obstacle=given.obstacle or None,
        next_step=given.next_step or None,
        help_needed=given.help_needed or None,
        help_from=given.help_from or None,
        obstacle_milestone=given.obstacle_milestone,
    )


def changed(before: Programme, after: Programme) -> tuple[tuple[Milestone, Milestone], ...]:
    """Milestones of which the submission says something else, before and after."""
    return tuple(
        (old, new) for old, new in zip(before.milestones, after.milestones, strict=True) if old.facts != new.facts
    )
