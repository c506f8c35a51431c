"""What was aimed at and what was read in one quarter, half-year or year of an indicator."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from smartcity.domain.indicators import Goal, Measured, PeriodReading, fraction_of
from smartcity.domain.kinds import Span
from smartcity.domain.periods import PeriodName

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
