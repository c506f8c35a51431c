"""Indicators as known on one day: definition, targets and readings by quarter, achievement to date."""

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property

from smartcity.domain.indicators import Achievement, Goal, Measured, Note, PeriodReading, achievement, combined_goal
from smartcity.domain.indicators import combined as combined_reading
from smartcity.domain.kinds import Calculation, Direction
from smartcity.domain.periods import PeriodName
from smartcity.domain.plan import Agency, SubDimension


@dataclass(frozen=True, slots=True)
class Quarter:
    """Target and reading of one quarter; unknown stays None. `recorded_at` is when the reading reached us."""

    period: PeriodName
    goal: Goal | None
    reading: PeriodReading | None
    recorded_at: datetime | None
    is_verified: bool
    note: str | None = None

    @property
    def measured(self) -> Measured:
        return combined_reading(Calculation.LATEST, [self.reading]) if self.reading else Measured()


@dataclass(frozen=True, slots=True)
class IndicatorCard:
    """What the indicator is; nothing measured."""

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
    agency: Agency
    source: str | None
    retired_on: date | None
    replaced_by: str | None
    programmes: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """One indicator: `quarters` oldest first; achievement is computed over the year of the newest reading."""

    card: IndicatorCard
    quarters: tuple[Quarter, ...]
    year_goals: tuple[tuple[int, Goal], ...]

    @property
    def newest(self) -> Quarter | None:
        """The newest quarter with a reading."""
        return next((q for q in reversed(self.quarters) if _is_measured(q)), None)

    @property
    def year(self) -> int | None:
        return self.newest.period.year if self.newest else None

    @property
    def quarters_to_date(self) -> list[Quarter]:
        """The year of the newest reading, up to that reading."""
        last = self.newest
        if last is None:
            return []
        return [q for q in self.quarters if q.period.year == last.period.year and q.period <= last.period]

    @property
    def measured(self) -> Measured:
        """The readings of the year so far as one."""
        readings = [q.reading for q in self.quarters_to_date if q.reading is not None]
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
        if self.newest is None:
            return Achievement(None, Note.NOT_REPORTED)
        if goal is None:
            return Achievement(None, Note.NO_TARGET)
        return achievement(self.card.direction, self.measured, goal)


def _is_measured(quarter: Quarter) -> bool:
    reading = quarter.reading
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
