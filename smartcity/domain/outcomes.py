"""Indicators as known on one day: definition, targets and readings by quarter, achievement to date."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property

from smartcity.domain.indicators import (
    Achievement,
    Goal,
    Measured,
    Note,
    PeriodReading,
    achievement,
    combined_goal,
    fraction_of,
)
from smartcity.domain.indicators import combined as combined_reading
from smartcity.domain.kinds import Calculation, Direction, Span
from smartcity.domain.periods import PeriodName
from smartcity.domain.plan import Agency, SubDimension
from smartcity.domain.readings import is_read_in


@dataclass(frozen=True, slots=True)
class Quarter:
    """Target and reading of one quarter, or of the half-year or year that ends with it; unknown stays None.

    `recorded_at` is when the reading reached us.

    `reading` is the newest that was not returned; while it waits, `verified` (of `verified_at`) is the one that it
    would replace.
    """

    period: PeriodName
    goal: Goal | None
    reading: PeriodReading | None
    recorded_at: datetime | None
    is_verified: bool
    note: str | None = None
    reason: str | None = None
    verified: PeriodReading | None = None
    verified_at: datetime | None = None
    span: Span = Span.QUARTER

    @property
    def counted(self) -> PeriodReading | None:
        """The reading that counts as achieved: verified ones only."""
        return self.reading if self.is_verified else self.verified

    @property
    def counted_at(self) -> datetime | None:
        """When the reading that counts reached us."""
        return self.recorded_at if self.is_verified else self.verified_at

    @property
    def waits(self) -> bool:
        """Whether something was read that nobody has verified or returned."""
        return _is_measured(self.reading) and not self.is_verified

    @property
    def measured(self) -> Measured:
        return Measured(fraction_of(self.reading), self.reading.text) if self.reading else Measured()


@dataclass(frozen=True, slots=True)
class AreaReading:
    """What was read in one area in one quarter."""

    area: str
    period: PeriodName
    reading: PeriodReading
    is_verified: bool
    span: Span = Span.QUARTER


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

    `areas` are its readings by area, in the order of quarters and areas.
    """

    card: IndicatorCard
    quarters: tuple[Quarter, ...]
    year_goals: tuple[tuple[int, Goal], ...]
    areas: tuple[AreaReading, ...] = ()
    end_goal: Goal | None = None

    @property
    def newest(self) -> Quarter | None:
        """The newest quarter with a reading, verified or not."""
        return next((q for q in reversed(self.quarters) if _is_measured(q.reading)), None)

    @property
    def counted(self) -> Quarter | None:
        """The newest quarter with a verified reading."""
        return next((q for q in reversed(self.quarters) if _is_measured(q.counted)), None)

    @property
    def waiting(self) -> Quarter | None:
        """The newest quarter whose reading waits for a verifier."""
        return next((q for q in reversed(self.quarters) if q.waits), None)

    @cached_property
    def if_verified(self) -> "Outcome":
        """The same as if every reading that waits were true."""
        return replace(self, quarters=tuple(replace(q, is_verified=q.reading is not None) for q in self.quarters))

    def as_if_read(self, period: PeriodName, reading: PeriodReading) -> "Outcome":
        """The same as if this were read in a quarter, and verified like all that waits."""
        quarters = {quarter.period: quarter for quarter in self.if_verified.quarters}
        known = quarters.get(period, Quarter(period, None, None, None, is_verified=True))
        quarters[period] = replace(known, reading=reading, is_verified=True)
        return replace(self, quarters=tuple(quarters[name] for name in sorted(quarters)))

    def goal_in(self, period: PeriodName) -> Goal | None:
        """The target of a quarter, else that of its year."""
        own = next((q.goal for q in self.quarters if q.period == period), None)
        return own or next((goal for year, goal in self.year_goals if year == period.year), None)

    def owes(self, quarter: PeriodName) -> bool:
        """Whether a reading is awaited: it has a target then, or its year has one and ends, and nothing was read."""
        if not is_read_in(self.card.retired_on, quarter):
            return False
        in_year = [q for q in self.quarters if q.period.year == quarter.year]
        if any(q.goal is not None for q in in_year):
            return any(q.period == quarter and q.goal is not None and q.reading is None for q in in_year)
        has_goal = any(year == quarter.year for year, _ in self.year_goals)
        return has_goal and quarter.number == 4 and all(q.reading is None for q in in_year)

    @property
    def year(self) -> int | None:
        last = self.counted or self.newest
        return last.period.year if last else None

    @property
    def quarters_to_date(self) -> list[Quarter]:
        """The year of the newest verified reading, up to that reading."""
        last = self.counted
        if last is None:
            return []
        return [q for q in self.quarters if q.period.year == last.period.year and q.period <= last.period]

    @property
    def measured(self) -> Measured:
        """The verified readings of the year so far as one."""
        readings = [q.counted for q in self.quarters_to_date if q.counted is not None]
        return combined_reading(self.card.calculation, readings)

    @property
    def goal_to_date(self) -> Goal | None:
        goals = [q.goal for q in self.quarters_to_date if q.goal is not None]
        return combined_goal(self.card.calculation, goals) if goals else self.goal_of_year

    @property
    def goal_of_year(self) -> Goal | None:
        """The year's own target, else what its quarters say together."""
        year = self.year
        stated = next((goal for number, goal in self.year_goals if number == year), None)
        if stated is not None or year is None:
            return stated
        goals = [q.goal for q in self.quarters if q.period.year == year and q.goal is not None]
        return combined_goal(self.card.calculation, goals) if goals else None

    @cached_property
    def to_date(self) -> Achievement:
        return self._against(self.goal_to_date)

    @cached_property
    def of_year(self) -> Achievement:
        return self._against(self.goal_of_year)

    def _against(self, goal: Goal | None) -> Achievement:
        if self.counted is None:
            return Achievement(None, Note.UNVERIFIED if self.newest else Note.NOT_REPORTED)
        if goal is None:
            return Achievement(None, Note.NO_TARGET)
        return achievement(self.card.direction, self.measured, goal)


def _is_measured(reading: PeriodReading | None) -> bool:
    if reading is None:
        return False
    has_ratio = reading.numerator is not None and reading.denominator is not None
    return reading.value is not None or reading.text is not None or has_ratio


@dataclass(frozen=True, slots=True)
class MeanAchievement:
    """A mean over achievements, each counted at most 100 %; `missing` could not be computed."""

    share: Fraction | None
    n: int
    missing: int


def mean_achievement(outcomes: tuple[Outcome, ...]) -> MeanAchievement:
    counted = [c for o in outcomes if (c := o.to_date.counted) is not None]
    share = sum(counted, Fraction(0)) / len(counted) if counted else None
    return MeanAchievement(share, len(counted), len(outcomes) - len(counted))


def lineage(outcome: Outcome, every: Mapping[str, Outcome]) -> tuple[Outcome, ...]:
    """The indicator with those it replaced and those that replace it, oldest first: one line with breaks."""
    before = {o.card.replaced_by: o for o in every.values() if o.card.replaced_by is not None}
    found = [outcome]
    while (older := before.get(found[0].card.code)) is not None and older not in found:
        found.insert(0, older)
    while (newer := every.get(found[-1].card.replaced_by or "")) is not None and newer not in found:
        found.append(newer)
    return tuple(found)
