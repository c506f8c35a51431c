"""Facts of a screen or wall in, its headline out: one function each, with its rule and its words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from smartcity.domain.calendar import Calendar, Period
from smartcity.domain.enums import Health, MilestoneStatus, PeriodState, Predicate, QuickWinState
from smartcity.domain.facts.history import QuickWinStatus
from smartcity.domain.indicators.means import MeanAchievement
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.plan.blockers import lateness
from smartcity.domain.plan.due_dates import ProgrammeMilestone, overdue_milestones, upcoming_milestones
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.plan.progress import Progress, RollUp
from smartcity.domain.portfolio.attention import Concern
from smartcity.domain.portfolio.origins import reporting_count
from smartcity.domain.portfolio.portfolio import Group, Portfolio
from smartcity.domain.reasons import Reason
from smartcity.i18n.figures import amount_text, and_without
from smartcity.presentation import empty_states
from smartcity.presentation.formatter import Formatter, deviation_beside, is_due

LOW = (Predicate.LOW, Predicate.VERY_LOW)
FINE = (Health.DONE, Health.ON_TRACK)
LATE_REASONS = (Reason.BROKEN_PROMISE, Reason.LATE_UNEXPLAINED, Reason.LATE, Reason.BLOCKED)


def city(say: Formatter, plan: Portfolio) -> str:
    """Late milestones first, then the dimension furthest behind; what is empty counts among nothing that is fine."""
    if missing := empty_states.missing_parts(say, plan.programmes):
        return empty_states.sentence(missing)
    if plan.city.progress is None or not is_due(plan.city.progress):
        return say("headline.city.not_due")
    groups, late = plan.by_dimension, plan.count(MilestoneStatus.LATE)
    fine, worst = _fine(groups), _worst(say, groups)
    if worst:
        key = "late_and_behind" if late else "behind_only"
    elif late:
        key = "late_only" if fine else "late"
    else:
        key = "as_planned" if fine == len(groups) else "fine"
    text = say.sentence(f"headline.city.{key}", **say.counts(late=late, n=len(groups), fine=fine), **worst)
    return text if worst or late else and_without(say.words, text, _empty(groups))


def _fine(groups: Sequence[Group]) -> int:
    return sum(group.health in FINE for group in groups)


def _empty(groups: Sequence[Group]) -> int:
    return sum(group.roll_up.progress is None for group in groups)


def dimensions(say: Formatter, plan: Portfolio) -> str:
    """The dimension furthest behind, and how many of those with milestones stand as planned."""
    groups = plan.by_dimension
    if not groups:
        return say("headline.dimensions.none")
    if missing := empty_states.missing_parts(say, plan.programmes):
        return empty_states.sentence(missing)
    fine, empty, worst = _fine(groups), _empty(groups), _worst(say, groups)
    key = "as_planned" if not worst else "behind" if fine else "all_behind"
    text = say.sentence(f"headline.dimensions.{key}", **say.counts(n=len(groups) - empty, fine=fine), **worst)
    return and_without(say.words, text, empty)


def _worst(say: Formatter, groups: Sequence[Group]) -> dict[str, str]:
    """The dimension furthest behind, by the difference of its numbers in the picture; nobody by less than a point."""
    behind = [g for g in groups if g.roll_up.progress and g.roll_up.progress.deviation < 0]
    worst = min(behind, key=_deviation, default=None)
    gap = deviation_beside(worst.roll_up.progress) if worst and worst.roll_up.progress else None
    return {"worst": worst.name, "points": amount_text(say.words, gap)} if worst and gap and gap.rounded else {}


def _deviation(group: Group) -> float:
    progress = group.roll_up.progress
    return float(progress.deviation) if progress else 0.0


def group(say: Formatter, name: str, progress: Progress | None, programmes: Sequence[Programme]) -> str:
    """Of a dimension, an agency or a programme; what waits for others is counted apart."""
    if progress is None:
        return say("headline.group.empty", name=name, why=empty_states.missing_parts(say, programmes))
    if not is_due(progress):
        return say("headline.group.not_due", name=name)
    late = lateness(programmes)
    key = ("both" if late.blocked else "late") if late.own else "held_up" if late.blocked else "fine"
    counts = say.counts(late=late.own, held_up=late.blocked)
    return say(f"headline.group.{key}", name=name, deviation=say.deviation(progress), **counts)


def agencies(say: Formatter, plan: Portfolio) -> str:
    """Reporting discipline, of those that owe a report."""
    count = reporting_count(plan.by_agency)
    period = say.period(plan.period.name) if plan.period else None
    if period is None or not count.owing:
        return empty_states.nobody_owes(say, plan.by_agency, period)
    missing, owing = count.owing - count.reported, say.words.number(count.owing, 0)
    key = "headline.agencies.missing" if missing else "headline.agencies.all"
    return say.sentence(key, **say.counts(missing=missing), owing=owing, period=period)


def indicators(say: Formatter, outcomes: Sequence[Outcome]) -> str:
    """Those that are low or cannot be computed are not said to be fine."""
    predicates = [o.to_date.predicate for o in outcomes if o.card.retired_on is None]
    if not predicates:
        return say("headline.indicators.none")
    low, missing, total = sum(p in LOW for p in predicates), predicates.count(None), len(predicates)
    key = "unknown" if missing == total else ("low" if low else "fine") + ("_missing" if missing else "")
    counts = say.counts(low=low, missing=missing, known=total - missing)
    return say.sentence(f"headline.indicators.{key}", total=say.words.number(total, 0), **counts)


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


def due_soon(say: Formatter, due_milestones: Sequence[ProgrammeMilestone], today: date, days: int) -> str:
    """What falls due within so many days, how much of it has not begun, and what is overdue."""
    if not due_milestones:
        return empty_states.sentence(say("empty.milestones"))
    due = upcoming_milestones(due_milestones, today, days)
    not_started = sum(not m.facts.has_started for _, m in due)
    key = "none" if not due else "risky" if not_started else "fine"
    counts = say.counts(due=len(due), not_started=not_started, overdue=len(overdue_milestones(due_milestones)))
    return say.sentence(f"headline.ahead.{key}", days=say.words.number(days, 0), **counts)


def overdue(say: Formatter, due_milestones: Sequence[ProgrammeMilestone]) -> str:
    """What is late, what of it others hold up, and how many promises were ever moved."""
    late, moved = overdue_milestones(due_milestones), sum(bool(m.moves) for _, m in due_milestones)
    return say("timeline.sub", overdue=len(late), held_up=sum(bool(m.blocked_by) for _, m in late), moved=moved)


def concerns(say: Formatter, listed: Sequence[Concern], plan: Portfolio) -> str:
    """Help asked for comes before what is late; of what is listed for another reason something may be late too."""
    missing = empty_states.missing_parts(say, plan.programmes)
    if missing and not listed:
        return empty_states.sentence(missing)
    asked = sum(concern.reason is Reason.HELP_NEEDED for concern in listed)
    late = sum(concern.reason in LATE_REASONS for concern in listed)
    plain = "plain" if any(concern.programme.late for concern in listed) else "quiet"
    key = "none" if not listed else "help" if asked else "late" if late else plain
    return say.sentence(f"headline.concerns.{key}", **say.counts(total=len(listed), help=asked, late=late))


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
    return say.filled(f"headline.periods.{key}", facts)


def queue(say: Formatter, since: Sequence[datetime]) -> str:
    """`since` is when each of the waiting came in."""
    days = (say.today - min(since).date()).days if since else 0
    key = "none" if not since else "waiting" if days else "today"
    return say.sentence(f"headline.queue.{key}", **say.counts(count=len(since)), days=say.words.number(days, 0))


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
    """How many of a list are late, of those that can be known."""
    if not listed:
        return say("headline.programmes.none")
    if missing := empty_states.missing_parts(say, listed):
        return empty_states.sentence(missing)
    counts, empty = Counter(p.health for p in listed), empty_states.without_milestones(listed)
    late, attention = counts[Health.LATE], counts[Health.ATTENTION]
    key = ("late" if attention else "late_only") if late else "attention" if attention else "fine"
    total, facts = say.words.number(len(listed) - empty, 0), say.counts(late=late, attention=attention)
    return and_without(say.words, say.sentence(f"headline.programmes.{key}", total=total, **facts), empty)


Years = Mapping[int, Sequence[QuickWinStatus]]


def quick_wins(say: Formatter, listed: Sequence[Programme], years: Years) -> str:
    """A quick win that stopped counts in no good news; one without milestones neither as late nor as fine."""
    if not listed:
        return say("headline.quick_wins.none")
    states = [years[p.id][-1].state if years.get(p.id) else None for p in listed]
    stopped = [p for p, state in zip(listed, states, strict=True) if state is QuickWinState.STOPPED]
    known = [p for p in listed if p.progress is not None and p not in stopped]
    done, late = sum(p.health is Health.DONE for p in known), sum(bool(p.late) for p in listed)
    counts = {"total": len(listed), "known": len(known), "done": done, "late": late, "stopped": len(stopped)}
    empty, running = empty_states.without_milestones(listed), len(listed) - len(stopped)
    keys = ["late" if late else "all_done" if done == len(known) else "fine"] if late or known else []
    keys += ["stopped"] if stopped else []
    keys += (["empty"] if keys else ["all_empty"]) if empty else []
    facts = say.counts(**counts, empty=empty, running=running)
    return empty_states.sentence("; ".join(say(f"headline.quick_wins.{key}", **facts) for key in keys))


def indicator(say: Formatter, outcome: Outcome) -> str:
    """The name, and what its achievement says; or why there is none."""
    achievement, name = outcome.to_date, outcome.card.name
    if achievement.predicate is None:
        return say("indicator.headline.unknown", name=name, note=say.note(achievement).lower())
    facts = {"share": say.achieved(achievement), "predicate": say.words.label(achievement.predicate)}
    return say("indicator.headline", name=name, **facts)


def indicator_basis(say: Formatter, outcome: Outcome) -> str:
    """What was measured against what, and by which rule."""
    facts = {"reading": say.measured(outcome.measured), "goal": say.goal(outcome.goal_to_date)}
    text = say("indicator.rule", rule=say.words.label(outcome.card.direction).lower(), **facts)
    retired_on = outcome.card.retired_on
    return text if retired_on is None else f"{text} · {say('indicator.retired_on', day=say.words.day(retired_on))}"


def furthest_behind(groups: Sequence[Group]) -> str | None:
    """The group to open first: the one furthest behind, before those without milestones, those without programmes."""
    return min(groups, key=_emptiest_last).code if groups else None


def _emptiest_last(group: Group) -> tuple[bool, bool, float]:
    return group.roll_up.progress is None, not group.programmes, _deviation(group)
