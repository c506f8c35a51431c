"""How old a word is against the cadence of the thing it is about: old data fades, it does not look like new."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction

from smartcity.domain.kinds import MilestoneStatus
from smartcity.domain.outcomes import Outcome
from smartcity.domain.periods import Period, PeriodName
from smartcity.domain.plan import Milestone, Programme


class Freshness(StrEnum):
    """Aging: from an earlier period, while this one may still be reported. Overdue: that time has passed."""

    FRESH = "fresh"
    AGING = "aging"
    OVERDUE = "overdue"


_FRESHEST_FIRST = list(Freshness)
_RUNNING = (MilestoneStatus.ON_TRACK, MilestoneStatus.AT_RISK, MilestoneStatus.LATE)


def freshness(heard_on: date | None, period: Period | None, today: date) -> Freshness:
    """Of the newest word; without a reporting period nothing ages. On the last day to report it is not yet overdue."""
    if period is None or (heard_on is not None and heard_on >= period.dates.opens_on):
        return Freshness.FRESH
    return Freshness.AGING if today <= period.dates.closes_on else Freshness.OVERDUE


def days_past_cadence(heard_on: date, period: Period | None, today: date) -> int:
    """How many days more than one whole period ago the last word came; 0 within it, or while nothing is reported."""
    if period is None:
        return 0
    cadence = (period.name.ends_on - period.name.starts_on).days + 1
    return max((today - heard_on).days - cadence, 0)


def of_programme(programme: Programme, period: Period | None, today: date) -> Freshness:
    """By the period it reports in; what has not begun, or is wholly verified, owes no word and stays fresh."""
    heard_at = programme.last_word_at
    owed = period if programme.must_report else None
    return freshness(heard_at.date() if heard_at else None, owed, today)


def of_milestone(milestone: Milestone, period: Period | None, today: date) -> Freshness:
    """Of the running ones: a report of the programme that says nothing of it leaves it aging, for one whole period."""
    if milestone.said_at is None or not is_running(milestone):
        return Freshness.FRESH
    said_on = milestone.said_at.date()
    if freshness(said_on, period, today) is Freshness.FRESH:
        return Freshness.FRESH
    return Freshness.OVERDUE if days_past_cadence(said_on, period, today) else Freshness.AGING


def is_running(milestone: Milestone) -> bool:
    return milestone.facts.has_started and milestone.status in _RUNNING


def of_programmes(programmes: Sequence[Programme], period: Period | None, today: date) -> Freshness:
    """As fresh as the half of its weight that was heard of last: one diligent programme makes no dimension fresh."""
    found = [(_FRESHEST_FIRST.index(of_programme(p, period, today)), p.weight) for p in programmes]
    half, heard = sum((weight for _, weight in found), Fraction(0)) / 2, Fraction(0)
    for place, weight in sorted(found):
        heard += weight
        if heard >= half:
            return _FRESHEST_FIRST[place]
    return Freshness.FRESH


def of_outcome(outcome: Outcome, period: Period | None, today: date) -> Freshness:
    """By the first target whose quarter has ended without a reading; `period` is the one reported in now."""
    missed = missed_target(outcome, today)
    if missed is None or period is None or period.name.ends_on < missed.ends_on:
        return Freshness.FRESH
    return freshness(None, period, today) if period.name.ends_on == missed.ends_on else Freshness.OVERDUE


def missed_target(outcome: Outcome, today: date) -> PeriodName | None:
    """An indicator is measured as often as it has targets: each quarter, or once a year. None while none is missed."""
    newest = outcome.newest
    owed = (name for name in _targets(outcome) if name.ends_on < today)
    if outcome.card.retired_on is not None:
        return None
    return min((name for name in owed if newest is None or name > newest.period), default=None)


def _targets(outcome: Outcome) -> Iterable[PeriodName]:
    """The quarters with a target of their own; else the last quarter of each year that has one."""
    by_quarter = [quarter.period for quarter in outcome.quarters if quarter.goal is not None]
    return by_quarter or [PeriodName(year, 4) for year, _ in outcome.year_goals]
