"""Which periods may be opened next, and what a year lacks that the year before it had."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from smartcity.domain.calendar import Period, PeriodDates, PeriodName
from smartcity.domain.enums import PeriodKind
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.money.budgets import Line
from smartcity.domain.plan.programmes import PlanCard, Programme
from smartcity.domain.portfolio.portfolio import Portfolio

YEARS_AHEAD = 2
PER_YEAR = {PeriodKind.QUARTER: 4, PeriodKind.MONTH: 12}
USUAL = PeriodDates(date(2026, 4, 1), date(2026, 4, 20), 5)
USUAL_END = date(2026, 3, 31)


def next_period_names(periods: Sequence[Period], today: date) -> list[PeriodName]:
    """Names that overlap no known period and are not over for long; the kind in use first, each in order."""
    used = periods[-1].name.kind if periods else PeriodKind.QUARTER
    period_kinds = sorted(PeriodKind, key=lambda kind: kind is not used)
    names = (name for kind in period_kinds for name in _names(kind, today.year))
    return [name for name in names if name.ends_on >= _since(today) and not any(name.overlaps(p.name) for p in periods)]


def _names(kind: PeriodKind, year: int) -> Iterator[PeriodName]:
    for offset in range(-1, YEARS_AHEAD + 1):
        for number in range(1, PER_YEAR[kind] + 1):
            yield PeriodName(year + offset, number, kind)


def _since(today: date) -> date:
    """The period before this one may still be opened: its reports may be due now."""
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1) - timedelta(days=92)


def usual_dates(name: PeriodName, periods: Sequence[Period]) -> PeriodDates:
    """As the period of the same name a year before, else as the newest of its kind, else 20 days and 5 of grace."""
    alike = [p for p in periods if p.name.kind is name.kind]
    before = next((p for p in alike if (p.name.year, p.name.number) == (name.year - 1, name.number)), None)
    model = before or (alike[-1] if alike else None)
    dates, ends = (model.dates, model.name.ends_on) if model else (USUAL, USUAL_END)
    return PeriodDates(
        name.ends_on + (dates.opens_on - ends), name.ends_on + (dates.closes_on - ends), dates.grace_days
    )


# The month from which the year to come is looked at.
NOTICE_MONTH = 12
NOTICE = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class YearGap:
    """What one year lacks; `periods` in order."""

    year: int
    periods: tuple[PeriodName, ...] = ()
    indicators: tuple[Outcome, ...] = ()
    programmes: tuple[Programme, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.periods or self.indicators or self.programmes)


def years_to_check(card: PlanCard, today: date) -> tuple[int, ...]:
    """This year and, from December on, the next; no year outside the plan."""
    years = (today.year, today.year + 1) if today.month >= NOTICE_MONTH else (today.year,)
    return tuple(year for year in years if card.first_year <= year <= card.last_year)


def year_gaps(
    plan: Portfolio, periods: Sequence[Period], outcomes: Iterable[Outcome], lines: Sequence[Line], today: date
) -> tuple[YearGap, ...]:
    """One per year that is looked at, the earliest first; years that lack nothing are left out."""
    every = tuple(outcomes)
    lacks = (
        YearGap(
            year,
            urgent_periods(periods, year, today),
            tuple(o for o in every if lacks_targets(o, year)),
            tuple(lacking_budgets(plan.programmes, lines, year)),
        )
        for year in years_to_check(plan.plan, today)
    )
    return tuple(lack for lack in lacks if not lack.is_empty)


def urgent_periods(periods: Sequence[Period], year: int, today: date) -> tuple[PeriodName, ...]:
    """Those that are missed soon: all of a year that has none, else what ends within a month or has ended."""
    lacking = lacking_periods(periods, year, today)
    if not any(period.name.year == year for period in periods):
        return lacking
    return tuple(name for name in lacking if name.ends_on <= today + NOTICE)


def lacking_periods(periods: Sequence[Period], year: int, today: date) -> tuple[PeriodName, ...]:
    """Of the kind in use, what no known period covers; days before the first known period, or today, lack nothing."""
    kind = _kind_in_use(periods, year)
    begun = min((period.name.starts_on for period in periods), default=today)
    names = (PeriodName(year, number, kind) for number in range(1, PER_YEAR[kind] + 1))
    existing = [period.name for period in periods]
    return tuple(
        name for name in names if name.ends_on >= begun and not any(name.overlaps(other) for other in existing)
    )


def copied_periods(periods: Sequence[Period], year: int, today: date) -> tuple[tuple[PeriodName, PeriodDates], ...]:
    """What the year lacks, with the dates of the year before; what could not be reported in time any more is left out.

    Empty where the year before had none, or nothing is lacking.
    """
    if not any(period.name.year == year - 1 for period in periods):
        return ()
    dated = ((name, usual_dates(name, periods)) for name in lacking_periods(periods, year, today))
    return tuple((name, dates) for name, dates in dated if dates.closes_on >= today)


def _kind_in_use(periods: Sequence[Period], year: int) -> PeriodKind:
    """That of the newest period which is not after the year."""
    names = [period.name for period in periods if period.name.year <= year]
    return max(names, key=lambda name: name.ends_on).kind if names else PeriodKind.QUARTER


def lacks_targets(outcome: Outcome, year: int) -> bool:
    """It is still measured and had yearly or quarterly targets before, but none for this year or later."""
    retired_on = outcome.card.retired_on
    if retired_on is not None and retired_on.year <= year:
        return False
    years = {goal_year for goal_year, _ in outcome.year_goals}
    years |= {quarter.period.year for quarter in outcome.quarters if quarter.goal is not None}
    return bool(years) and max(years) < year


def lacking_budgets(programmes: Iterable[Programme], lines: Iterable[Line], year: int) -> Iterator[Programme]:
    """At work in the year, with a ceiling in an earlier one and none for it or later."""
    newest: dict[str, int] = {}
    for line in lines:
        newest[line.programme] = max(line.year, newest.get(line.programme, line.year))
    for programme in programmes:
        is_at_work = programme.starts_on.year <= year <= programme.ends_on.year and not programme.is_wholly_verified
        if is_at_work and newest.get(programme.code, year) < year:
            yield programme
