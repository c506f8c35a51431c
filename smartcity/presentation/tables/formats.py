"""The formats of values in tables: how each reads on a screen, how it stands in a file, what it is sorted by."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from smartcity.domain.calendar import PeriodName
from smartcity.domain.enums import Span
from smartcity.domain.indicators.achievement import Goal, Measured, PeriodReading, fraction_of
from smartcity.domain.rounding import legible, points_beside_in_file, progress_in_file, reported_in_file, weight_in_file
from smartcity.i18n.words import UNKNOWN
from smartcity.presentation.formatter import Formatter

Value = str | Decimal | int | date | None


@dataclass(frozen=True, slots=True)
class Format:
    """How the known values of a column read on the screen and stand in a file; `look` is its CSS class.

    Sorted by what stands in the file, or by `rank` (None: unknown).
    """

    shown: Callable[[Formatter, Any], str]
    in_file: Callable[[Formatter, Any], Value]
    number_format: str | None = None
    width: int = 15
    look: str = ""
    rank: Callable[[Any], Value | float] | None = None
    is_number: bool = False


def _known(text: str) -> str | None:
    return None if text == UNKNOWN else text


def _number_or_words(value: Fraction | None, words: str) -> Value:
    """A class, a range or two parts of a ratio stand in a file as they are said."""
    return _known(words) if value is None else legible(value)


def _signed(_say: Formatter, count: int) -> str:
    return f"{count:+d}" if count else "0"


def _local(say: Formatter, at: datetime) -> datetime:
    """The wall clock of the city, to the second: workbooks know no zones."""
    return at.astimezone(ZoneInfo(say.zone)).replace(tzinfo=None, microsecond=0)


def _place(member: Enum) -> int:
    """Its place in its list."""
    return list(type(member)).index(member)


def _worth(measurement: Measured | PeriodReading) -> float | None:
    value = fraction_of(measurement) if isinstance(measurement, PeriodReading) else measurement.value
    return None if value is None else float(value)


def _aimed_at(goal: Goal) -> float | None:
    value = goal.lower if goal.value is None else goal.value
    return None if value is None else float(value)


def _ends_on(covered: tuple[PeriodName, Span]) -> date:
    return covered[0].ends_on


TEXT = Format(lambda _say, text: text, lambda _say, text: text or None, width=34)
NAME = replace(TEXT, look="wide")
STATUS = Format(
    lambda say, member: say.chip(member),
    lambda say, member: say.words.label(member),
    width=20,
    rank=_place,
    is_number=True,
)
LABEL = replace(STATUS, shown=lambda say, member: say.words.label(member))
PERIOD = Format(
    lambda say, name: say.period(name),
    lambda say, name: say.period(name),
    width=17,
    look="day",
    rank=lambda name: name.ends_on,
)
COVERED = replace(
    PERIOD, shown=lambda say, one: say.covered(*one), in_file=lambda say, one: say.covered(*one), rank=_ends_on
)
COUNT = Format(
    lambda say, count: say.words.number(count), lambda _say, count: count, "#,##0.########", look="n", is_number=True
)
MEASURED = replace(
    COUNT,
    shown=lambda say, one: say.measured(one),
    in_file=lambda say, one: _number_or_words(one.value, say.measured(one)),
    rank=_worth,
)
GOAL = replace(
    MEASURED,
    shown=lambda say, one: say.goal(one),
    in_file=lambda say, one: _number_or_words(None if one.text else one.value, say.goal(one)),
    rank=_aimed_at,
)
SIGNED = replace(COUNT, shown=_signed)
YEAR = replace(COUNT, shown=lambda _say, year: str(year), number_format="0", look="")
WEIGHT = replace(COUNT, shown=lambda say, one: say.weight(one), in_file=lambda _say, one: weight_in_file(one))
SHARE = replace(
    COUNT,
    shown=lambda say, share: say.percent(share),
    in_file=lambda _say, share: progress_in_file(share),
    number_format='#,##0.00"%"',
)
REPORTED = replace(
    SHARE, shown=lambda say, share: say.physical(share), in_file=lambda _say, share: reported_in_file(share)
)
ACHIEVEMENT = replace(SHARE, shown=lambda say, one: say.achieved(one), in_file=lambda _say, one: one.percent_in_file)
POINTS = replace(COUNT, shown=lambda say, points: say.words.rounded(points), number_format="+#,##0.00;-#,##0.00;0.00")
DEVIATION = replace(
    POINTS,
    shown=lambda say, progress: say.deviation(progress),
    in_file=lambda _say, progress: points_beside_in_file(progress.verified, progress.planned),
    look="day",
)
RUPIAH = replace(COUNT, shown=lambda say, sum_: say.words.rupiah_short(sum_), number_format='"Rp"#,##0', width=20)
DAY = Format(lambda say, day: say.words.short_day(day), lambda _say, day: day, "dd/mm/yyyy", 13, "day")
INSTANT = Format(lambda say, at: say.instant(at), _local, "dd/mm/yyyy hh:mm", 17, "day")
