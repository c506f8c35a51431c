"""Progress measured physically: a planned curve that rises stepwise at its days, and the percentages reported of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import TypeVar

from smartcity.domain.plan.progress import Progress

Value = TypeVar("Value")

WHOLE = Fraction(100)


@dataclass(frozen=True, slots=True)
class PlannedPercent:
    """What is to stand at the end of a day, in per cent 0…; blank (None) says nothing: what stood before goes on."""

    day: date
    percent: Fraction | None
    known_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class PhysicalPercent:
    """What was reported to stand at the end of a day, and was not returned; above 100 counts as 100."""

    day: date
    percent: Fraction
    is_verified: bool = False
    recorded_at: datetime | None = None
    verified_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PhysicalRow:
    """A day of the curve or of a report: what is planned by it, and what was reported for that very day."""

    day: date
    planned: Fraction | None
    reported: PhysicalPercent | None


@dataclass(frozen=True, slots=True)
class PhysicalFacts:
    """What is known of a physically measured programme.

    `planned` by day; `reported` by day and, within a day, in the order it was told.
    """

    planned: tuple[PlannedPercent, ...] = ()
    reported: tuple[PhysicalPercent, ...] = ()

    @property
    def has_curve(self) -> bool:
        """Whether any percentage is planned; without one progress is unknown."""
        return any(point.percent is not None for point in self.planned)

    def progress_on(self, day: date) -> Progress | None:
        """The shares on a day, claimed never below verified; None without a planned curve."""
        if not self.has_curve:
            return None
        latest, verified = self.latest_on(day), self.verified_on(day)
        share = counted(verified.percent if verified else None)
        claimed = counted(latest.percent if latest else None)
        return Progress(counted(self.planned_on(day)), share, max(claimed, share))

    def planned_on(self, day: date) -> Fraction | None:
        """The percentage as planned, None before the first: not to have begun."""
        values = (point.percent for point in self.planned if point.day <= day and point.percent is not None)
        return _last(values)

    def latest_on(self, day: date) -> PhysicalPercent | None:
        """What was reported last for a day up to this one."""
        return _last(report for report in self.reported if report.day <= day)

    def verified_on(self, day: date) -> PhysicalPercent | None:
        """The last verified one of them."""
        return _last(report for report in self.reported if report.day <= day and report.is_verified)

    def lag_on(self, day: date) -> timedelta | None:
        """How far the verified share is behind the day for which it was planned; negative where it is ahead.

        Between two days of the curve the planned one is read along the line that joins them. None while nothing is
        verified or the curve does not reach it.
        """
        progress = self.progress_on(day)
        if progress is None or not progress.verified:
            return None
        before = None
        for point in self.planned:
            if point.percent is None:
                continue
            if counted(point.percent) >= progress.verified:
                return day - _between(before, point, progress.verified)
            before = point
        return None

    def expected_on(self, day: date, today: date) -> Fraction | None:
        """The share to be expected on a later day, if the lag of today stays as it is; never less than is verified."""
        progress, lag = self.progress_on(today), self.lag_on(today)
        if progress is None:
            return None
        return progress.verified if lag is None else max(progress.verified, self._planned_along(day - lag))

    def _planned_along(self, day: date) -> Fraction:
        """The planned share along the line that joins the days of the curve."""
        points = [(point.day, counted(point.percent)) for point in self.planned if point.percent is not None]
        after = next((place for place, (at, _) in enumerate(points) if at >= day), None)
        if after is None:
            return points[-1][1]
        if after == 0:
            return points[0][1] if points[0][0] == day else Fraction(0)
        (first, low), (last, high) = points[after - 1], points[after]
        return low + (high - low) * Fraction((day - first).days, (last - first).days)

    @property
    def newest(self) -> PhysicalPercent | None:
        """What was reported for the latest day."""
        return _last(self.reported)

    @property
    def newest_verified(self) -> PhysicalPercent | None:
        return _last(report for report in self.reported if report.is_verified)

    def rows_by(self, day: date) -> tuple[PhysicalRow, ...]:
        """Its days up to the next planned one after `day`; blank where nothing was reported for the day."""
        next_day = next((at for at in self.days if at > day), None)
        shown = [at for at in self.days if at <= day] + ([next_day] if next_day else [])
        return tuple(PhysicalRow(at, self.planned_on(at), self._reported_for(at)) for at in shown)

    def _reported_for(self, day: date) -> PhysicalPercent | None:
        return _last(report for report in self.reported if report.day == day)

    @property
    def days(self) -> tuple[date, ...]:
        """The days of the curve, blank or not, and of the reports, each once, in order."""
        return tuple(sorted({*(p.day for p in self.planned), *(report.day for report in self.reported)}))


NOTHING_PHYSICAL = PhysicalFacts()


def physical_facts(planned: Iterable[PlannedPercent], reported: Iterable[PhysicalPercent]) -> PhysicalFacts:
    """In order of their days; `reported` comes in the order it was told."""
    return PhysicalFacts(
        tuple(sorted(planned, key=lambda point: point.day)), tuple(sorted(reported, key=lambda report: report.day))
    )


def counted(percent: Fraction | None) -> Fraction:
    """A percentage as the share 0…1 that counts: nothing for blank, 1 for 100 and above."""
    return Fraction(0) if percent is None else min(percent, WHOLE) / WHOLE


def _between(before: PlannedPercent | None, after: PlannedPercent, share: Fraction) -> date:
    """The day between two points of the curve for which a share was planned."""
    if before is None:
        return after.day
    low, high = counted(before.percent), counted(after.percent)
    part = (share - low) / (high - low)
    return before.day + timedelta(days=round(part * (after.day - before.day).days))


def _last(values: Iterable[Value]) -> Value | None:
    return next(reversed(tuple(values)), None)
