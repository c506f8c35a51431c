"""Facts of a screen or wall in, its headline out. The wording is in `i18n.headlines`."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict

from smartcity.domain.calendar import Calendar, Period
from smartcity.domain.enums import DecisionState, Health, MilestoneStatus, PeriodState, Predicate
from smartcity.domain.facts.decisions import CountedDecision
from smartcity.domain.indicators.achievement import Achievement
from smartcity.domain.indicators.means import MeanAchievement
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.plan.blockers import lateness
from smartcity.domain.plan.due_dates import ProgrammeMilestone, overdue_milestones, upcoming_milestones
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.plan.progress import Progress, RollUp
from smartcity.domain.portfolio.attention import Concern, Reason
from smartcity.domain.portfolio.origins import reporting_count
from smartcity.domain.portfolio.portfolio import Group, Portfolio
from smartcity.i18n import headlines
from smartcity.i18n.figures import Points
from smartcity.presentation import empty_states
from smartcity.presentation.formatter import Formatter, deviation_beside, is_due

LOW = (Predicate.LOW, Predicate.VERY_LOW)
FINE = (Health.DONE, Health.ON_TRACK)
LATE_REASONS = (Reason.BROKEN_PROMISE, Reason.LATE_UNEXPLAINED, Reason.LATE, Reason.BLOCKED)


class Worst(TypedDict):
    """The dimension furthest behind and by how many points; None when none is."""

    worst: str | None
    worst_points: Points | None


def city(say: Formatter, plan: Portfolio) -> str:
    """What is empty is told as that, and counts among nothing that is fine."""
    if missing := empty_states.missing_parts(say, plan.programmes):
        return empty_states.sentence(missing)
    late, groups = plan.count(MilestoneStatus.LATE), plan.by_dimension
    return headlines.city(
        say.words,
        is_due=plan.city.progress is not None and is_due(plan.city.progress),
        late=late,
        dimensions=len(groups),
        fine=_fine(groups),
        empty=_empty(groups),
        **_worst(plan),
    )


def _fine(groups: Sequence[Group]) -> int:
    return sum(group.health in FINE for group in groups)


def _empty(groups: Sequence[Group]) -> int:
    return sum(group.roll_up.progress is None for group in groups)


def dimensions(say: Formatter, plan: Portfolio) -> str:
    groups = plan.by_dimension
    if groups and (missing := empty_states.missing_parts(say, plan.programmes)):
        return empty_states.sentence(missing)
    return headlines.dimensions(say.words, n=len(groups), fine=_fine(groups), empty=_empty(groups), **_worst(plan))


def _worst(plan: Portfolio) -> Worst:
    """The dimension furthest behind, by the difference of its numbers in the picture; nobody by less than a point."""
    behind = [g for g in plan.by_dimension if g.roll_up.progress and g.roll_up.progress.deviation < 0]
    worst = min(behind, key=_deviation, default=None)
    progress = worst.roll_up.progress if worst else None
    points = deviation_beside(progress) if progress else None
    return {"worst": worst.name if worst and points and points.shown else None, "worst_points": points}


def _deviation(group: Group) -> float:
    progress = group.roll_up.progress
    return float(progress.deviation) if progress else 0.0


def group(say: Formatter, name: str, progress: Progress | None, programmes: Sequence[Programme]) -> str:
    """Of a dimension, an agency or a programme; what waits for others is counted apart."""
    if progress is None:
        return say("headline.group.empty", name=name, why=empty_states.missing_parts(say, programmes))
    late = lateness(programmes)
    return headlines.group(say.words, name=name, points=deviation_beside(progress), late=late.own, held_up=late.blocked)


def agencies(say: Formatter, plan: Portfolio) -> str:
    count = reporting_count(plan.by_agency)
    period = say.period(plan.period.name) if plan.period else None
    if period is None or not count.owing:
        return empty_states.nobody_owes(say, plan.by_agency, period)
    return headlines.agencies(say.words, reported=count.reported, owing=count.owing, period=period)


def indicators(say: Formatter, outcomes: Sequence[Outcome]) -> str:
    achievements: list[Achievement] = [o.to_date for o in outcomes if o.card.retired_on is None]
    low = sum(a.predicate in LOW for a in achievements)
    missing = sum(a.predicate is None for a in achievements)
    return headlines.indicators(say.words, total=len(achievements), low=low, missing=missing)


def mean(say: Formatter, key: str, mean_achievement: MeanAchievement) -> str:
    """A mean of achievements with its quarter, and all that is not in it."""
    facts = {
        "share": say.mean(mean_achievement.share),
        "n": mean_achievement.n,
        "missing": mean_achievement.missing,
        "period": say.period(mean_achievement.period),
    }
    apart = {"not_due": mean_achievement.not_due, "not_applicable": mean_achievement.not_applicable}
    more = (say(f"indicator.mean.{name}", count=count) for name, count in apart.items() if count)
    return ", ".join([say(key, **facts), *more])


def due_milestones_headline(
    say: Formatter, due_milestones: Sequence[ProgrammeMilestone], today: date, days: int
) -> str:
    if not due_milestones:
        return empty_states.sentence(say("empty.milestones"))
    due = upcoming_milestones(due_milestones, today, days)
    not_started = sum(not m.facts.has_started for _, m in due)
    return headlines.due_soon(
        say.words, days=days, due=len(due), not_started=not_started, overdue=len(overdue_milestones(due_milestones))
    )


def overdue_headline(say: Formatter, due_milestones: Sequence[ProgrammeMilestone]) -> str:
    """What is late, what of it others hold up, and how many promises were ever moved."""
    late, moved = overdue_milestones(due_milestones), sum(bool(m.moves) for _, m in due_milestones)
    return say("timeline.sub", overdue=len(late), held_up=sum(bool(m.blocked_by) for _, m in late), moved=moved)


def concerns(say: Formatter, listed: Sequence[Concern], plan: Portfolio) -> str:
    missing = empty_states.missing_parts(say, plan.programmes)
    if missing and not listed:
        return empty_states.sentence(missing)
    help_needed = sum(concern.reason is Reason.HELP_NEEDED for concern in listed)
    late = sum(concern.reason in LATE_REASONS for concern in listed)
    is_late_beside = any(concern.programme.late for concern in listed)
    counts = {"total": len(listed), "help_needed": help_needed, "late": late}
    return headlines.concerns(say.words, **counts, is_late_beside=is_late_beside)


def decisions(say: Formatter, listed: Sequence[CountedDecision], today: date, *, ever: int) -> str:
    """Of the decisions that are still open, and how many were `ever` given."""
    overdue = sum(decision.state(today) is DecisionState.OVERDUE for decision in listed)
    secret = sum(decision.is_confidential for decision in listed)
    return headlines.decisions(say.words, still_open=len(listed), overdue=overdue, ever=ever, secret=secret)


def periods(say: Formatter, calendar: Calendar, current: Period | None) -> str:
    """Where the current period stands, and what comes next."""
    if current is None:
        return say("headline.periods.none")
    state, dates = current.dates.state(say.today), current.dates
    coming = calendar.next_opening(say.today)
    key = state.value + ("_next" if state is PeriodState.LOCKED and coming else "")
    facts = {"period": current.name, "closes": dates.closes_on, "locks": dates.locks_on}
    if coming is not None:
        facts |= {"next": coming.name, "opens": coming.dates.opens_on}
    return say(f"headline.periods.{key}", **{name: say.fact(value) for name, value in facts.items()})


def queue(say: Formatter, since: Sequence[datetime]) -> str:
    """`since` is when each of the waiting came in."""
    days = (say.today - min(since).date()).days if since else 0
    return headlines.queue(say.words, count=len(since), days=days)


def queue_sub(say: Formatter, elsewhere: int) -> str | None:
    """How many of them another verifier has to answer."""
    return say("queue.elsewhere", count=elsewhere) if elsewhere else None


def city_basis(say: Formatter, plan: Portfolio) -> str:
    """The line under the headline: the rule that figures are computed by."""
    key = "overview.sub_new" if plan.updated_at is None else "overview.sub"
    return say(key, rule=say.words.label(plan.plan.rule))


def group_basis(say: Formatter, roll_up: RollUp) -> str:
    """How many programmes a group has, and how many of them cannot be counted yet."""
    key = "dimension.sub_unknown" if roll_up.unknown else "dimension.sub"
    return say(key, count=roll_up.count, unknown=roll_up.unknown)


def programmes(say: Formatter, listed: Sequence[Programme]) -> str:
    if missing := empty_states.missing_parts(say, listed):
        return say("headline.programmes.none") if not listed else empty_states.sentence(missing)
    counts, empty = Counter(p.health for p in listed), empty_states.without_milestones(listed)
    late, attention = counts[Health.LATE], counts[Health.ATTENTION]
    return headlines.programmes(say.words, assessed=len(listed) - empty, late=late, attention=attention, empty=empty)


def indicator_headline(say: Formatter, outcome: Outcome) -> str:
    """The name, and what its achievement says; or why there is none."""
    achievement, name = outcome.to_date, outcome.card.name
    if achievement.predicate is None:
        note = say.note(achievement)
        return say("indicator.headline.unknown", name=name, note=note.lower())
    facts = {"share": say.achieved(achievement), "predicate": say.words.label(achievement.predicate)}
    return say("indicator.headline", name=name, **facts)


def indicator(say: Formatter, outcome: Outcome) -> str:
    facts = {"reading": say.measured(outcome.measured), "goal": say.goal(outcome.goal_to_date)}
    text = say("indicator.rule", rule=say.words.label(outcome.card.direction).lower(), **facts)
    retired_on = outcome.card.retired_on
    return text if retired_on is None else f"{text} · {say('indicator.retired_on', day=say.words.day(retired_on))}"


def furthest_behind(groups: Sequence[Group]) -> str | None:
    """The group to open first: the one furthest behind, before those without milestones, those without programmes."""
    return min(groups, key=_emptiest_last).code if groups else None


def _emptiest_last(group: Group) -> tuple[bool, bool, float]:
    return group.roll_up.progress is None, not group.programmes, _deviation(group)
