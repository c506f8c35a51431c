"""The facts that each headline of a screen or wall is chosen by, handed to `words.headlines`."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict

from smartcity.domain.ahead import Found, overdue, upcoming
from smartcity.domain.attention import Concern, Reason
from smartcity.domain.balls import lateness
from smartcity.domain.indicators import Achievement
from smartcity.domain.kinds import DecisionState, Health, MilestoneStatus, PeriodState, Predicate
from smartcity.domain.means import MeanAchievement
from smartcity.domain.meetings import CountedDecision
from smartcity.domain.origins import reporting_count
from smartcity.domain.outcomes import Outcome
from smartcity.domain.periods import Calendar, Period
from smartcity.domain.plan import Programme
from smartcity.domain.portfolio import Group, Portfolio
from smartcity.domain.progress import Progress, RollUp
from smartcity.i18n import headlines
from smartcity.i18n.figures import Points
from smartcity.presentation import emptiness
from smartcity.presentation.said import Said, deviation_beside, is_due

LOW = (Predicate.LOW, Predicate.VERY_LOW)
FINE = (Health.DONE, Health.ON_TRACK)
LATE = (Reason.BROKEN_PROMISE, Reason.LATE_UNEXPLAINED, Reason.LATE, Reason.HELD_UP)


class Worst(TypedDict):
    """The dimension furthest behind and by how many points; None when none is."""

    worst: str | None
    worst_points: Points | None


def city(say: Said, plan: Portfolio) -> str:
    """What is empty is told as that, and counts among nothing that is fine."""
    if told := emptiness.missing_parts(say, plan.programmes):
        return emptiness.sentence(told)
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


def dimensions(say: Said, plan: Portfolio) -> str:
    groups = plan.by_dimension
    if groups and (told := emptiness.missing_parts(say, plan.programmes)):
        return emptiness.sentence(told)
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


def group(say: Said, name: str, progress: Progress | None, found: Sequence[Programme]) -> str:
    """Of a dimension, an agency or a programme; what waits for others is counted apart."""
    if progress is None:
        return say("headline.group.empty", name=name, why=emptiness.missing_parts(say, found))
    late = lateness(found)
    return headlines.group(say.words, name=name, points=deviation_beside(progress), late=late.own, held_up=late.held_up)


def agencies(say: Said, plan: Portfolio) -> str:
    count = reporting_count(plan.by_agency)
    period = say.period(plan.period.name) if plan.period else None
    if period is None or not count.owing:
        return emptiness.nobody_owes(say, plan.by_agency, period)
    return headlines.agencies(say.words, reported=count.reported, owing=count.owing, period=period)


def indicators(say: Said, outcomes: Sequence[Outcome]) -> str:
    found: list[Achievement] = [o.to_date for o in outcomes if o.card.retired_on is None]
    low = sum(a.predicate in LOW for a in found)
    missing = sum(a.predicate is None for a in found)
    return headlines.indicators(say.words, total=len(found), low=low, missing=missing)


def mean(say: Said, key: str, found: MeanAchievement) -> str:
    """A mean of achievements with its quarter, and all that is not in it."""
    facts = {"share": say.mean(found.share), "n": found.n, "missing": found.missing, "period": say.period(found.period)}
    apart = {"not_due": found.not_due, "not_applicable": found.not_applicable}
    more = (say(f"indicator.mean.{name}", count=count) for name, count in apart.items() if count)
    return ", ".join([say(key, **facts), *more])


def ahead(say: Said, found: Sequence[Found], today: date, days: int) -> str:
    if not found:
        return emptiness.sentence(say("empty.milestones"))
    due = upcoming(found, today, days)
    not_started = sum(not m.facts.has_started for _, m in due)
    return headlines.ahead(say.words, days=days, due=len(due), not_started=not_started, overdue=len(overdue(found)))


def slipped(say: Said, found: Sequence[Found]) -> str:
    """What is late, what of it others hold up, and how many promises were ever moved."""
    late, moved = overdue(found), sum(bool(m.moves) for _, m in found)
    return say("timeline.sub", overdue=len(late), held_up=sum(bool(m.held_up_by) for _, m in late), moved=moved)


def concerns(say: Said, listed: Sequence[Concern], plan: Portfolio) -> str:
    told = emptiness.missing_parts(say, plan.programmes)
    if told and not listed:
        return emptiness.sentence(told)
    help_needed = sum(found.reason is Reason.HELP_NEEDED for found in listed)
    late = sum(found.reason in LATE for found in listed)
    is_late_beside = any(found.programme.late for found in listed)
    counts = {"total": len(listed), "help_needed": help_needed, "late": late}
    return headlines.concerns(say.words, **counts, is_late_beside=is_late_beside)


def decisions(say: Said, listed: Sequence[CountedDecision], today: date, *, ever: int) -> str:
    """Of the decisions that are still open, and how many were `ever` given."""
    overdue = sum(decision.state(today) is DecisionState.OVERDUE for decision in listed)
    secret = sum(decision.is_confidential for decision in listed)
    return headlines.decisions(say.words, still_open=len(listed), overdue=overdue, ever=ever, secret=secret)


def periods(say: Said, known: Calendar, current: Period | None) -> str:
    """Where the current period stands, and what comes next."""
    if current is None:
        return say("headline.periods.none")
    state, dates = current.dates.state(say.today), current.dates
    coming = known.next_opening(say.today)
    key = state.value + ("_next" if state is PeriodState.LOCKED and coming else "")
    facts = {"period": current.name, "closes": dates.closes_on, "locks": dates.locks_on}
    if coming is not None:
        facts |= {"next": coming.name, "opens": coming.dates.opens_on}
    return say(f"headline.periods.{key}", **{name: say.fact(value) for name, value in facts.items()})


def queue(say: Said, since: Sequence[datetime]) -> str:
    """`since` is when each of the waiting came in."""
    days = (say.today - min(since).date()).days if since else 0
    return headlines.queue(say.words, count=len(since), days=days)


def queue_sub(say: Said, elsewhere: int) -> str | None:
    """How many of them another verifier has to answer."""
    return say("queue.elsewhere", count=elsewhere) if elsewhere else None


def concern(say: Said, found: Concern, plan: Portfolio) -> str:
    """The second line of a needs-attention item: what the reason rests on."""
    programme, milestone = found.programme, found.milestone
    report = programme.report
    if found.reason is Reason.HELP_NEEDED and report is not None:
        return say("concern.because.help_needed", who=report.help_from, text=report.help_needed)
    if found.reason is Reason.SEMANGKA and report is not None and report.own_rating is not None:
        own, attainment = say.words.label(report.own_rating).lower(), programme.progress
        share = attainment.attainment if attainment else None
        return say("concern.because.semangka", own=own, share=say.percent(share))
    if found.reason is Reason.SILENT:
        period = say.period(plan.period.name) if plan.period else ""
        return say("concern.because.silent", period=period)
    if found.reason is Reason.STALE:
        return _last_heard(say, found)
    if found.reason is Reason.BEHIND_CURVE:
        return say.ratio(programme.progress)
    if milestone is None:
        return say.deviation_alone(programme.progress)
    due = say.words.short_day(milestone.facts.due_on)
    told = say("concern.because.milestone", name=milestone.name, due=due)
    return "; ".join((told, *(say.ball(ball, milestone) for ball in milestone.balls)))


def _last_heard(say: Said, found: Concern) -> str:
    """Of what the newest word is too old for its cadence, and when it came."""
    name, heard_at = (found.milestone or found.programme).name, found.heard_at
    if heard_at is None:
        return say("concern.because.never", name=name)
    return say("concern.because.stale", name=name, day=say.words.short_day(heard_at.date()))


def city_basis(say: Said, plan: Portfolio) -> str:
    """The line under the headline: the rule that figures are computed by."""
    key = "overview.sub_new" if plan.updated_at is None else "overview.sub"
    return say(key, rule=say.words.label(plan.plan.rule))


def counted(say: Said, roll_up: RollUp) -> str:
    """How many programmes a group has, and how many of them cannot be counted yet."""
    key = "dimension.sub_unknown" if roll_up.unknown else "dimension.sub"
    return say(key, count=roll_up.count, unknown=roll_up.unknown)


def programmes(say: Said, found: Sequence[Programme]) -> str:
    if told := emptiness.missing_parts(say, found):
        return say("headline.programmes.none") if not found else emptiness.sentence(told)
    counts, empty = Counter(p.health for p in found), emptiness.without_milestones(found)
    late, attention = counts[Health.LATE], counts[Health.ATTENTION]
    return headlines.programmes(say.words, known=len(found) - empty, late=late, attention=attention, empty=empty)


def indicator_headline(say: Said, outcome: Outcome) -> str:
    """The name, and what its achievement says; or why there is none."""
    found, name = outcome.to_date, outcome.card.name
    if found.predicate is None:
        note = say.note(found)
        return say("indicator.headline.unknown", name=name, note=note.lower())
    facts = {"share": say.achieved(found), "predicate": say.words.label(found.predicate)}
    return say("indicator.headline", name=name, **facts)


def indicator(say: Said, outcome: Outcome) -> str:
    facts = {"reading": say.measured(outcome.measured), "goal": say.goal(outcome.goal_to_date)}
    text = say("indicator.rule", rule=say.words.label(outcome.card.direction).lower(), **facts)
    retired_on = outcome.card.retired_on
    return text if retired_on is None else f"{text} · {say('indicator.retired_on', day=say.words.day(retired_on))}"


def furthest_behind(groups: Sequence[Group]) -> str | None:
    """The group to open first: the one furthest behind, before those without milestones, those without programmes."""
    return min(groups, key=_emptiest_last).code if groups else None


def _emptiest_last(group: Group) -> tuple[bool, bool, float]:
    return group.roll_up.progress is None, not group.programmes, _deviation(group)
