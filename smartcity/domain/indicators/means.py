"""The mean achievement of indicators in one quarter, and how many have none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from smartcity.domain.calendar import PeriodName
from smartcity.domain.indicators.achievement import Achievement
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.indicators.readings import is_read_in

_BACK = 4


@dataclass(frozen=True, slots=True)
class MeanAchievement:
    """Of one quarter, each counted at most 100 %: of `n` indicators, `missing` ones that have no achievement in it.

    Of `not_due` ones it is not time yet, of `not_applicable` ones there was nothing to measure: in neither count.
    """

    share: Fraction | None
    n: int
    missing: int
    period: PeriodName | None = None
    not_due: int = 0
    not_applicable: int = 0


def mean_achievement(outcomes: Iterable[Outcome]) -> MeanAchievement:
    """In the newest quarter that has closed and that any of them is measured in."""
    listed = [outcome for outcome in outcomes if outcome.card.retired_on is None]
    period = _period(listed)
    if period is None:
        return MeanAchievement(None, 0, len(listed))
    due = [outcome for outcome in listed if _is_due(outcome, period)]
    measured = [outcome for outcome in due if period not in outcome.series.not_applicable]
    counted = [share for o in measured if (share := achieved_in(o, period).counted) is not None]
    mean = sum(counted, Fraction(0)) / len(counted) if counted else None
    apart = {"not_due": len(listed) - len(due), "not_applicable": len(due) - len(measured)}
    return MeanAchievement(mean, len(counted), len(measured) - len(counted), period, **apart)


def achieved_in(outcome: Outcome, period: PeriodName) -> Achievement:
    """The achievement up to a quarter; unknown where that quarter itself has no verified reading."""
    counted = outcome.counted
    view = outcome if counted is not None and counted.period <= period else outcome.up_to(period)
    newest = view.counted
    return view.to_date if newest is not None and newest.period == period else Achievement(None)


def _is_due(outcome: Outcome, period: PeriodName) -> bool:
    return period.number in outcome.series.numbers(period.year) and is_read_in(outcome.card.retired_on, period)


def _period(outcomes: Sequence[Outcome]) -> PeriodName | None:
    """At most a year back: in its last quarter every indicator is measured."""
    closed = max((outcome.closed for outcome in outcomes if outcome.closed is not None), default=None)
    if closed is None:
        return None
    places = range(closed.year * 4 + closed.number - 1, closed.year * 4 + closed.number - 1 - _BACK, -1)
    names = (PeriodName(place // 4, place % 4 + 1) for place in places)
    return next((name for name in names if any(_is_due(outcome, name) for outcome in outcomes)), None)
