"""The formats of values in tables: how each reads on a screen, and how it stands in a file."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from smartcity.domain.rounding import points_beside_in_file, progress_in_file, reported_in_file, weight_in_file
from smartcity.presentation.formatter import Formatter

Value = str | Decimal | int | date | None


@dataclass(frozen=True, slots=True)
class Format:
    """How the known values of a column read on the screen and stand in a file; `look` is its CSS class."""

    shown: Callable[[Formatter, Any], str]
    in_file: Callable[[Formatter, Any], Value]
    number_format: str | None = None
    width: int = 15
    look: str = ""


def _local(say: Formatter, at: datetime) -> datetime:
    """The wall clock of the city, to the second: workbooks know no zones."""
    return at.astimezone(ZoneInfo(say.zone)).replace(tzinfo=None, microsecond=0)


TEXT = Format(lambda _say, text: text, lambda _say, text: text or None, width=34)
NAME = replace(TEXT, look="wide")
STATUS = Format(lambda say, member: say.chip(member), lambda say, member: say.words.label(member), width=20)
LABEL = replace(STATUS, shown=lambda say, member: say.words.label(member))
COUNT = Format(lambda say, count: say.words.number(count), lambda _say, count: count, "#,##0.########", look="n")
YEAR = Format(lambda _say, year: str(year), lambda _say, year: year, "0")
WEIGHT = Format(lambda say, one: say.weight(one), lambda _say, one: weight_in_file(one), "#,##0.####", look="n")
_PERCENT = '#,##0.00"%"'
SHARE = Format(lambda say, share: say.percent(share), lambda _say, share: progress_in_file(share), _PERCENT, look="n")
REPORTED = Format(
    lambda say, share: say.physical(share), lambda _say, share: reported_in_file(share), _PERCENT, look="n"
)
_POINTS = "+#,##0.00;-#,##0.00;0.00"
POINTS = Format(lambda say, points: say.words.rounded(points), lambda _say, points: points, _POINTS, look="n")
DEVIATION = Format(
    lambda say, progress: say.deviation(progress),
    lambda _say, progress: points_beside_in_file(progress.verified, progress.planned),
    _POINTS,
    look="day",
)
DAY = Format(lambda say, day: say.words.short_day(day), lambda _say, day: day, "dd/mm/yyyy", 13, "day")
INSTANT = Format(lambda say, at: say.instant(at), _local, "dd/mm/yyyy hh:mm", 17, "day")
RUPIAH = Format(lambda say, sum_: say.words.rupiah_short(sum_), lambda _say, sum_: sum_, '"Rp"#,##0', 20, "n")

ORDERED, DAYS = (STATUS, LABEL), (DAY, INSTANT)
