"""What needs the mayor: ranked by rule, at most seven, each with the reason that put it there."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import chain, groupby
from typing import TypeVar

from smartcity.domain.calendar import Period
from smartcity.domain.enums import Health, MilestoneStatus, Reporting
from smartcity.domain.kept_answers import once
from smartcity.domain.plan.programmes import Milestone, Programme
from smartcity.domain.portfolio.freshness import age_of_milestone, age_of_programme
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.reasons import Reason

MOST = 7
FIRST_OF_EACH = 2
LONG_WAIT = timedelta(days=14)
Ranked = TypeVar("Ranked")


@dataclass(frozen=True, slots=True)
class Concern:
    """`days` counts what the reason counts: days late, without word, until due, or waiting.

    What is late because another holds it up is told as that, never as the agency's own lateness.
    """

    programme: Programme
    reason: Reason
    days: int
    milestone: Milestone | None = None

    @property
    def newest_input_at(self) -> datetime | None:
        """When the newest word came of what it names."""
        return self.milestone.said_at if self.milestone else self.programme.last_update_at


def top_concerns(portfolio: Portfolio, *, most: int = MOST) -> tuple[Concern, ...]:
    """The two most pressing of each rule first, in the order of the rules; then the rest until `most` are listed."""
    candidates = [c for p in portfolio.programmes if (c := concern(p, portfolio.as_of, portfolio.period)) is not None]
    ranked = sorted(candidates, key=_rank)
    return tuple(sorted(fairly(ranked, by=lambda c: c.reason)[:most], key=_rank))


def fairly(ranked: Sequence[Ranked], by: Callable[[Ranked], Hashable]) -> list[Ranked]:
    """The first two of each rule before the rest of any; `ranked` keeps the rules together."""
    by_rule = [list(group) for _, group in groupby(ranked, key=by)]
    heads = chain.from_iterable(group[:FIRST_OF_EACH] for group in by_rule)
    tails = chain.from_iterable(group[FIRST_OF_EACH:] for group in by_rule)
    return [*heads, *tails]


def _rank(item: Concern) -> tuple[int, int, str]:
    urgency = item.days if item.reason is Reason.DUE_SOON else -item.days
    return list(Reason).index(item.reason), urgency, item.programme.code


@once
def concern(programme: Programme, today: date, period: Period | None = None) -> Concern | None:
    """The strongest reason this programme needs attention, or None; without a reporting period no data is stale."""
    return next(reasons(programme, today, period), None)


def reasons(programme: Programme, today: date, period: Period | None = None) -> Iterator[Concern]:
    """Every reason that holds, the strongest first."""
    report, late = programme.report, programme.own_late
    worst = min(late, key=_due_day, default=None)
    if report is not None and report.help_needed and report.help_from:
        yield Concern(programme, Reason.HELP_NEEDED, _days(report.recorded_at.date(), today), _worst(programme))
    if worst is not None:
        yield from _late_reasons(programme, late, worst, today)
    if programme.is_semangka:
        yield Concern(programme, Reason.SEMANGKA, 0, _worst(programme))
    if worst is not None:
        yield Concern(programme, Reason.LATE, _days(worst.facts.due_on, today), worst)
    yield from _behind_curve(programme, today)
    held_up = min(programme.blocked, key=_due_day, default=None)
    if held_up is not None and held_up.blocked_by is not None:
        yield Concern(programme, Reason.BLOCKED, held_up.blocked_by.days(today), held_up)
    yield from _silence(programme, today, period)
    yield from _ahead_reasons(programme, today)


def _behind_curve(programme: Programme, today: date) -> Iterator[Concern]:
    """Measured physically and of a health below on track; the days by which it lags, 0 where nothing is verified."""
    if programme.is_physical and programme.health in (Health.ATTENTION, Health.LATE):
        lag = programme.physical.lag_on(today)
        yield Concern(programme, Reason.BEHIND_CURVE, lag.days if lag is not None else 0)


def _due_day(milestone: Milestone) -> date:
    return milestone.facts.due_on


def _worst(programme: Programme) -> Milestone | None:
    """The longest overdue, whoever holds it up."""
    return min(programme.late, key=_due_day, default=None)


def _late_reasons(programme: Programme, late: Sequence[Milestone], worst: Milestone, today: date) -> Iterator[Concern]:
    broken = [m for m in late if m.moves]
    if broken:
        first = min(broken, key=_due_day)
        yield Concern(programme, Reason.BROKEN_PROMISE, _days(first.facts.due_on, today), first)
    if programme.report is None or not programme.report.obstacle:
        yield Concern(programme, Reason.LATE_UNEXPLAINED, _days(worst.facts.due_on, today), worst)


def _silence(programme: Programme, today: date, period: Period | None) -> Iterator[Concern]:
    """No report though its time is over; or what runs was not heard of for longer than its cadence."""
    heard_at = programme.last_update_at
    heard_on = heard_at.date() if heard_at else programme.starts_on
    if programme.reporting is Reporting.SILENT:
        yield Concern(programme, Reason.SILENT, _days(heard_on, today))
    if not programme.must_report:
        return
    running = [m for m in programme.milestones if m.status is not MilestoneStatus.AWAITING_VERIFICATION]
    aged = [(age, m) for m in running if (age := age_of_milestone(m, period, today)) is not None]
    whole = age_of_programme(programme, period, today)
    oldest, milestone = max(aged, key=lambda one: one[0].days, default=(whole, None))
    if oldest is not None and oldest.silent_days is not None:
        yield Concern(programme, Reason.STALE, oldest.silent_days, milestone)


def _ahead_reasons(programme: Programme, today: date) -> Iterator[Concern]:
    risky = [m for m in programme.milestones if m.status is MilestoneStatus.AT_RISK and not m.facts.has_started]
    soon = [m for m in risky if m.facts.due_on - today <= LONG_WAIT]
    if soon:
        nearest = min(soon, key=_due_day)
        yield Concern(programme, Reason.DUE_SOON, _days(today, nearest.facts.due_on), nearest)
    for milestone in programme.milestones:
        waits = milestone.waits_for_verifier and milestone.said_at is not None
        if waits and milestone.said_at is not None and today - milestone.said_at.date() > LONG_WAIT:
            yield Concern(programme, Reason.LONG_WAIT, _days(milestone.said_at.date(), today), milestone)


def _days(since: date, until: date) -> int:
    return (until - since).days
