"""Days since the newest update, against the cadence of what it is about: fresh, ageing or silent."""

import calendar
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from smartcity.domain.calendar import Period, PeriodName
from smartcity.domain.enums import MilestoneStatus
from smartcity.domain.grouping import grouped
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.kept_answers import once
from smartcity.domain.plan.programmes import Milestone, Programme
from smartcity.domain.plan.progress import total_of

_MONTHS = 12
_CLOSED = (MilestoneStatus.DONE, MilestoneStatus.CANCELLED, MilestoneStatus.POSTPONED)


class Freshness(StrEnum):
    """Aging: past the cadence, within the grace days. Overdue: past both, and told as silent."""

    FRESH = "fresh"
    AGING = "aging"
    OVERDUE = "overdue"


_FRESHEST_FIRST = list(Freshness)


@dataclass(frozen=True, slots=True)
class Age:
    """How many days ago the newest word came, and how that stands against the cadence."""

    days: int
    freshness: Freshness

    @property
    def silent_days(self) -> int | None:
        """The days without a word; None within the cadence and its grace."""
        return self.days if self.freshness is Freshness.OVERDUE else None


@dataclass(frozen=True, slots=True)
class Silence:
    """How many of a group are silent, and for how many days the longest of them is."""

    count: int = 0
    longest: int = 0


def age(heard_on: date, period: Period, today: date) -> Age:
    """Of a claim, an update or a statement: its cadence is one reporting period, with the grace days of the period."""
    days, cadence = (today - heard_on).days, (period.name.ends_on - period.name.starts_on).days + 1
    if days <= cadence:
        return Age(days, Freshness.FRESH)
    return Age(days, Freshness.AGING if days <= cadence + period.dates.grace_days else Freshness.OVERDUE)


@once
def age_of_programme(programme: Programme, period: Period | None, today: date) -> Age | None:
    """By its newest word, or since it began where none came; None for what owes no word: nothing of it ages."""
    if period is None or not programme.must_report or _is_cancelled(programme):
        return None
    heard_at = programme.last_update_at
    return age(heard_at.date() if heard_at else programme.starts_on, period, today)


def _is_cancelled(programme: Programme) -> bool:
    milestones = programme.milestones
    return bool(milestones) and all(m.status is MilestoneStatus.CANCELLED for m in milestones)


def age_of_milestone(milestone: Milestone, period: Period | None, today: date) -> Age | None:
    """By its newest update; what is verified done, cancelled, postponed or not begun does not age."""
    if period is None or milestone.said_at is None or not is_running(milestone):
        return None
    return age(milestone.said_at.date(), period, today)


def days_since_update(milestone: Milestone, today: date) -> int | None:
    """Days since its newest update; None where nothing ages."""
    if milestone.said_at is None or not is_running(milestone):
        return None
    return (today - milestone.said_at.date()).days


def is_running(milestone: Milestone) -> bool:
    return milestone.facts.has_started and milestone.status not in _CLOSED


def age_of_outcome(outcome: Outcome, period: Period | None, today: date) -> Age | None:
    """From the end of the measured period; before the first reading, from that of the first target that is missed.

    Its cadence is its own period; its grace lasts until the reporting period that tells of the next one is over.
    """
    if outcome.card.retired_on is not None:
        return None
    newest, missed_on = outcome.newest, next_reading_on(outcome)
    measured_on = newest.period.ends_on if newest else missed_on
    if measured_on is None or missed_on is None:
        return None
    return Age((today - measured_on).days, _of_missed(missed_on, _own_months(outcome), period, today))


def _of_missed(missed_on: date, own_months: int, period: Period | None, today: date) -> Freshness:
    if missed_on >= today:
        return Freshness.FRESH
    if period is None or period.name.ends_on < missed_on:
        is_over = later_month_end(missed_on, own_months) < today
    else:
        is_over = period.name.ends_on > missed_on or period.dates.is_locked(today)
    return Freshness.OVERDUE if is_over else Freshness.AGING


def next_reading_on(outcome: Outcome) -> date | None:
    """The end of the period whose reading is awaited next; None where nothing was ever read or aimed at."""
    newest = outcome.newest
    if newest is None:
        return min((name.ends_on for name in _targets(outcome)), default=None)
    targets = (name.ends_on for name in _targets(outcome) if name > newest.period)
    return min((*targets, later_month_end(newest.period.ends_on, _own_months(outcome))))


def later_month_end(day: date, months: int) -> date:
    """The last day of the month that comes so many months later."""
    years, month = divmod(day.month - 1 + months, _MONTHS)
    year = day.year + years
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def _own_months(outcome: Outcome) -> int:
    """The length of its own period, by how many targets, or else readings, a year of it holds."""
    by_year = Counter(name.year for name in _targets(outcome))
    by_year = by_year or Counter(q.period.year for q in outcome.quarters if q.reading is not None)
    return _MONTHS // max(by_year.values(), default=1)


def _targets(outcome: Outcome) -> Iterable[PeriodName]:
    """The quarters with a target of their own; else the last quarter of each year that has one."""
    by_quarter = [quarter.period for quarter in outcome.quarters if quarter.goal is not None]
    return by_quarter or [PeriodName(year, 4) for year, _ in outcome.year_goals]


def freshness(known_age: Age | None) -> Freshness:
    """What does not age is fresh."""
    return Freshness.FRESH if known_age is None else known_age.freshness


def of_programme(programme: Programme, period: Period | None, today: date) -> Freshness:
    return freshness(age_of_programme(programme, period, today))


def of_milestone(milestone: Milestone, period: Period | None, today: date) -> Freshness:
    return freshness(age_of_milestone(milestone, period, today))


def of_outcome(outcome: Outcome, period: Period | None, today: date) -> Freshness:
    return freshness(age_of_outcome(outcome, period, today))


def of_programmes(programmes: Sequence[Programme], period: Period | None, today: date) -> Freshness:
    """As fresh as the half of its weight that was heard of last: one diligent programme makes no dimension fresh."""
    weights = grouped((of_programme(programme, period, today), programme.weight) for programme in programmes)
    heard, half = Fraction(0), total_of(programme.weight for programme in programmes) / 2
    for fresh in sorted(weights, key=_FRESHEST_FIRST.index):
        heard += total_of(weights[fresh])
        if heard >= half:
            return fresh
    return Freshness.FRESH


def silence(ages: Iterable[Age | None]) -> Silence:
    """Of an aggregate: how many are silent and the longest."""
    days = [known_age.silent_days for known_age in ages if known_age is not None and known_age.silent_days is not None]
    return Silence(len(days), max(days, default=0))


def silence_of_programmes(programmes: Iterable[Programme], period: Period | None, today: date) -> Silence:
    return silence(age_of_programme(programme, period, today) for programme in programmes)
