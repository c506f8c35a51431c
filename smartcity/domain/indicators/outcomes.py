"""Indicators as known on one day: definition, targets and readings by quarter, achievement to date."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from smartcity.domain.calendar import PeriodName
from smartcity.domain.enums import Calculation, Direction, Predicate, Span
from smartcity.domain.indicators import achievements, plan_end
from smartcity.domain.indicators.achievement import Achievement, Goal, Measured, PeriodReading
from smartcity.domain.indicators.achievements import Spent, newest_counted
from smartcity.domain.indicators.quarters import AreaReading, Quarter, Series, in_time, is_reported
from smartcity.domain.indicators.readings import is_read_in
from smartcity.domain.plan.programmes import Agency, SubDimension
from smartcity.domain.thresholds import Scale


@dataclass(frozen=True, slots=True)
class IndicatorCard:
    """What the indicator is; nothing measured. An indicator of the city may have no agency, and no unit."""

    id: int
    code: str
    name: str
    definition: str | None
    formula: str | None
    unit: str
    direction: Direction
    calculation: Calculation
    is_key: bool
    is_sample: bool
    baseline: Fraction | None
    baseline_year: int | None
    sub_dimension: SubDimension
    agency: Agency | None
    source: str | None
    retired_on: date | None
    replaced_by: str | None
    programmes: tuple[str, ...]
    plausible_lower: Fraction | None = None
    plausible_upper: Fraction | None = None
    is_by_area: bool = False
    supports: tuple[Agency, ...] = ()

    @property
    def owner(self) -> str:
        """The agency in short, "—" where none answers for it."""
        return self.agency.short_name if self.agency else "—"


@dataclass(frozen=True)
class Outcome:
    """One indicator: `quarters` oldest first; achievement is computed over the year of the newest verified reading.

    `areas` are its readings by area, in the order of quarters and areas. `years` are the first and the last of the
    plan, `closed` is the newest quarter whose reporting is over, `scale` the plan's own scale of predicates.
    """

    card: IndicatorCard
    quarters: tuple[Quarter, ...]
    year_goals: tuple[tuple[int, Goal], ...]
    areas: tuple[AreaReading, ...] = ()
    end_goal: Goal | None = None
    years: tuple[int, int] | None = None
    closed: PeriodName | None = None
    scale: Scale[Predicate] | None = None

    @property
    def rows(self) -> tuple[Quarter, ...]:
        """All that was aimed at or read, in time; a year's own target is a row of its year."""
        by_place = {(q.period, q.span): q for q in self.quarters}
        for year, goal in self.year_goals:
            place = PeriodName(year, 4), Span.YEAR
            blank = Quarter(place[0], None, None, None, is_verified=False, span=Span.YEAR)
            by_place[place] = replace(by_place.get(place, blank), goal=goal)
        return tuple(sorted(by_place.values(), key=in_time))

    @property
    def newest(self) -> Quarter | None:
        """The newest quarter of which anything was reported, verified or not."""
        return next((q for q in reversed(self.quarters) if is_reported(q.reading)), None)

    @property
    def counted(self) -> Quarter | None:
        """The newest quarter with a verified reading."""
        return newest_counted(self.series)

    @property
    def waiting(self) -> Quarter | None:
        """The newest quarter whose reading waits for a verifier."""
        return next((q for q in reversed(self.quarters) if q.waits), None)

    @cached_property
    def series(self) -> Series:
        """What its achievements are computed from."""
        return Series(
            direction=self.card.direction,
            calculation=self.card.calculation,
            quarters=self.quarters,
            year_goals=dict(self.year_goals),
            closed=self.closed,
            retired_on=self.card.retired_on,
            end_goal=self.end_goal,
            years=self.years,
            scale=self.scale,
        )

    @cached_property
    def if_verified(self) -> "Outcome":
        """The same as if every reading that waits were true."""
        return replace(self, quarters=tuple(replace(q, is_verified=q.reading is not None) for q in self.quarters))

    def as_if_read(self, period: PeriodName, reading: PeriodReading, span: Span = Span.QUARTER) -> "Outcome":
        """The same as if this were read in a quarter, and verified like all that waits."""
        quarters = {(quarter.period, quarter.span): quarter for quarter in self.if_verified.quarters}
        before = quarters.get((period, span), Quarter(period, None, None, None, is_verified=True, span=span))
        quarters[period, span] = replace(before, reading=reading, is_verified=True)
        return replace(self, quarters=tuple(sorted(quarters.values(), key=in_time)))

    def up_to(self, period: PeriodName) -> "Outcome":
        """The same with nothing read after a quarter."""
        quarters = (q if q.period <= period else replace(q, reading=None, verified=None) for q in self.quarters)
        return replace(self, quarters=tuple(quarters), closed=period)

    def goal_in(self, period: PeriodName, span: Span = Span.QUARTER) -> Goal | None:
        """The target of a quarter, half-year or year, else that of its year."""
        own = next((q.goal for q in self.quarters if (q.period, q.span) == (period, span)), None)
        return own or next((goal for year, goal in self.year_goals if year == period.year), None)

    def owes(self, quarter: PeriodName) -> bool:
        """Whether a reading is awaited: it has a target then, or its year has one and ends, and nothing was read."""
        if not is_read_in(self.card.retired_on, quarter):
            return False
        read = {name for q in self.quarters if q.reading is not None for name in q.quarters}
        if goals := self.series.goals(quarter.year):
            return quarter not in read and any(q.period == quarter for q in goals)
        has_goal = any(year == quarter.year for year, _ in self.year_goals)
        return has_goal and quarter.number == 4 and not any(name.year == quarter.year for name in read)

    @property
    def year(self) -> int | None:
        last = self.counted or self.newest
        return last.period.year if last else None

    @property
    def measured(self) -> Measured:
        """The verified readings of the year so far as one."""
        return self.to_date.measured or Measured()

    @property
    def goal_to_date(self) -> Goal | None:
        return self.to_date.goal

    @property
    def goal_of_year(self) -> Goal | None:
        """The year's own target, else what its quarters say together."""
        return self.of_year.goal

    @cached_property
    def to_date(self) -> Achievement:
        return achievements.to_date(self.series)

    @cached_property
    def of_year(self) -> Achievement:
        return achievements.of_year(self.series)

    @cached_property
    def of_end(self) -> Achievement:
        return plan_end.of_end(self.series)

    @property
    def end_year(self) -> int | None:
        """The year that the target of the plan's end is meant for."""
        return plan_end.end_year(self.series)

    def spent(self, result: Achievement) -> Spent | None:
        """Of an achievement that waits for the rest of a year or of the plan: what of the limit is used."""
        return achievements.spent(self.series, result)


def lineage(outcome: Outcome, every: Mapping[str, Outcome]) -> tuple[Outcome, ...]:
    """The indicator with those it replaced and those that replace it, oldest first: one line with breaks."""
    before = {o.card.replaced_by: o for o in every.values() if o.card.replaced_by is not None}
    chain = [outcome]
    while (older := before.get(chain[0].card.code)) is not None and older not in chain:
        chain.insert(0, older)
    while (newer := every.get(chain[-1].card.replaced_by or "")) is not None and newer not in chain:
        chain.append(newer)
    return tuple(chain)
