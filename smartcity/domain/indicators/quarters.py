"""Targets and readings by quarter, half-year or year, and in which quarters an indicator is measured."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from smartcity.domain.calendar import PeriodName
from smartcity.domain.enums import Calculation, Direction, Predicate, Span
from smartcity.domain.indicators.achievement import Goal, Measured, PeriodReading, fraction_of
from smartcity.domain.indicators.readings import is_read_in
from smartcity.domain.thresholds import Scale

_QUARTERS: Mapping[Span, int] = {Span.QUARTER: 1, Span.HALF: 2, Span.YEAR: 4}


@dataclass(frozen=True, slots=True)
class Quarter:
    """Target and reading of one quarter, or of the half-year or year that ends with it; unknown stays None.

    `recorded_at` is when the reading reached us. `reading` is the newest that was not returned; while it waits,
    `verified` (of `verified_at`) is the one that it would replace. `was_returned` tells of one that came back.
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
    was_returned: bool = False

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
        return is_reported(self.reading) and not self.is_verified

    @property
    def quarters(self) -> frozenset[PeriodName]:
        """The quarters that it covers."""
        last, count = self.period.number, _QUARTERS[self.span]
        return frozenset(PeriodName(self.period.year, number) for number in range(last - count + 1, last + 1))

    @property
    def measured(self) -> Measured:
        return Measured(fraction_of(self.reading), self.reading.text) if self.reading else Measured()


@dataclass(frozen=True, slots=True)
class AreaReading:
    """What was read in one area in one quarter, half-year or year."""

    area: str
    period: PeriodName
    reading: PeriodReading
    is_verified: bool
    span: Span = Span.QUARTER


def is_measured(reading: PeriodReading | None) -> bool:
    """Whether it holds a value: half a quotient is none."""
    if reading is None:
        return False
    has_ratio = reading.numerator is not None and reading.denominator is not None
    return reading.value is not None or reading.text is not None or has_ratio


def is_reported(reading: PeriodReading | None) -> bool:
    """Whether it says anything: a value, or that there was nothing to measure."""
    return is_measured(reading) or (reading is not None and reading.is_not_applicable)


def in_time(quarter: Quarter) -> tuple[PeriodName, int]:
    """What covers more comes after what it covers."""
    return quarter.period, _QUARTERS[quarter.span]


EVERY, HALVES, YEARLY = (1, 2, 3, 4), (2, 4), (4,)
Quarters = frozenset[PeriodName]


@dataclass(frozen=True)
class Series:
    """Targets and readings of one indicator, oldest first, up to the newest quarter that has `closed`.

    `years` are the first and the last of the plan, `scale` is its own scale of predicates.
    """

    direction: Direction
    calculation: Calculation
    quarters: Sequence[Quarter]
    year_goals: Mapping[int, Goal]
    closed: PeriodName | None = None
    retired_on: date | None = None
    end_goal: Goal | None = None
    years: tuple[int, int] | None = None
    scale: Scale[Predicate] | None = None

    def goals(self, year: int) -> list[Quarter]:
        """The quarters and halves of a year with a target."""
        return [q for q in self.quarters if q.goal is not None and q.period.year == year]

    def numbers(self, year: int) -> tuple[int, ...]:
        """In which quarters of the year it is measured: by the targets of the year, else by all it ever had or was."""
        goals = self.goals(year)
        if goals:
            return _numbers(goals)
        if year in self.year_goals:
            return self._read_in or YEARLY
        aims = [q for q in self.quarters if q.goal is not None]
        return _numbers(aims) if aims else self._read_in or YEARLY

    @property
    def _read_in(self) -> tuple[int, ...]:
        read = [q for q in self.quarters if q.reading is not None]
        return _numbers(read) if read else ()

    def expected(self, year: int) -> Quarters:
        """The quarters of the year whose readings its sum is made of, those without anything to measure left out."""
        goals, names = self.goals(year), {PeriodName(year, number) for number in self.numbers(year)}
        if any(goal.span is Span.HALF for goal in goals):
            names = {PeriodName(year, number) for number in EVERY}
        covered = frozenset(names).union(*(goal.quarters for goal in goals))
        return frozenset(covered - self.not_applicable)

    @property
    def not_applicable(self) -> Quarters:
        marked = (q.quarters for q in self.quarters if q.counted is not None and q.counted.is_not_applicable)
        return frozenset[PeriodName]().union(*marked)

    def read(self, year: int) -> list[Quarter]:
        """Verified readings of the year; one that covers others stands in their place."""
        readings = [q for q in self.quarters if q.period.year == year and is_measured(q.counted)]
        return [q for q in readings if not any(self.cover(q) < self.cover(other) for other in readings)]

    def cover(self, quarter: Quarter) -> Quarters:
        """What a reading covers: of an indicator with yearly targets only, all since the reading before it was due."""
        year = quarter.period.year
        if quarter.span is not Span.QUARTER or self.goals(year):
            return quarter.quarters
        numbers = self.numbers(year)
        before = max((number for number in numbers if number < quarter.period.number), default=0)
        names = range(before + 1, quarter.period.number + 1)
        return frozenset(PeriodName(year, number) for number in names)

    def covered(self, readings: Iterable[Quarter]) -> Quarters:
        return frozenset[PeriodName]().union(*(self.cover(q) for q in readings))

    def awaited(self, after: PeriodName) -> tuple[PeriodName, ...]:
        """Quarters later than `after` without a verified reading that have closed with a target, or were reported."""
        reported = {q.period for q in self.quarters if q.period > after and (q.waits or q.was_returned)}
        return tuple(sorted(reported.union(self._closed_since(after))))

    def _closed_since(self, after: PeriodName) -> Iterable[PeriodName]:
        if self.closed is None:
            return ()
        years = range(after.year, self.closed.year + 1)
        aimed = (year for year in years if year in self.year_goals or self.goals(year))
        names = (PeriodName(year, number) for year in aimed for number in self.numbers(year))
        late = (name for name in names if after < name <= self.closed and is_read_in(self.retired_on, name))
        return (name for name in late if name not in self.not_applicable)


def _numbers(quarters: Iterable[Quarter]) -> tuple[int, ...]:
    listed = list(quarters)
    if any(q.span is Span.QUARTER and q.period.number % 2 for q in listed):
        return EVERY
    is_halved = any(q.span is Span.HALF or (q.span is Span.QUARTER and q.period.number == 2) for q in listed)
    return HALVES if is_halved else YEARLY
