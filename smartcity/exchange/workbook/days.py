"""Days, hours and instants in many spellings; a period as a start means its first day, as an end its last."""

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from smartcity.exchange.workbook.cells import CellValue, Unreadable, text
from smartcity.exchange.workbook.layout.columns import Edge
from smartcity.exchange.workbook.letters import plain_width
from smartcity.exchange.workbook.written_periods import (
    BETWEEN,
    MONTHS,
    WrittenPeriod,
    full_year,
    read_period,
    year_of,
)
from smartcity.exchange.workbook.xlsx.formatted import EPOCH, EPOCH_1904, FormattedDay, FormattedNumber

ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
COMPACT = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])([0-3]\d)")
NUMERIC = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})")
SPELLED = re.compile(r"(?:[a-z']+,?\s+)?(\d{1,2})[\s./-]*([a-z]+)[\s./,-]*'?(\d{4}|\d{2})")
YEAR_BEFORE = re.compile(r"(\d{4})[\s./-]*([a-z]+)[\s./-]*(\d{1,2})")
MONTH_BEFORE = re.compile(r"(?:[a-z']+,?\s+)?([a-z]+)\.?\s+(\d{1,2}),?\s+(\d{4})")
WHEN = re.compile(r"\d{4}-\d{2}-\d{2}[ t]\d{1,2}:\d{2}.*", re.IGNORECASE)
DAY_AND_HOUR = re.compile(r"(.*\S)[\sT]+(\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:\s*wi(?:b|ta|t))?)", re.IGNORECASE)
CLOCK = re.compile(r"(?:(?:pukul|jam|pkl)\.?\s*)?(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?(?:\s*wi(?:b|ta|t))?")
NUMBER = re.compile(r"(\d{5})(?:[.,]\d+)?")
BRACKETS = re.compile(r"\s*\([^)]*\)$")
FOOTNOTE = re.compile(r"(?:\s*\*+\)?|\.)$")
UNTIL = re.compile(r"(?:s\s*/\s*d\.?|s\.\s*d\.?|sampai(?:\s+dengan)?|hingga|paling lambat|selambat-lambatnya)\s+")
# As months of a day they are told apart; with a year alone the first four are quarters to some, months to others.
MONTH_NUMERALS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
ROMAN = {word: at for at, word in enumerate(MONTH_NUMERALS, start=1)}
ROMAN_YEAR = re.compile(r"(?:i{1,3}|iv)[\s./-]*\d{4}|\d{4}[\s./-]*(?:i{1,3}|iv)")
YEARS = range(1900, 2201)
# Numbers of days from 1990 to 2100, as Excel counts them.
NUMBERED = range(32_874, 73_416)


class DayReading(NamedTuple):
    """How the days of a column are read: `month_first` where it writes mm/dd, instants in `zone`.

    `is_1904`: the workbook counts its days from 1904.
    """

    edge: Edge | None = None
    month_first: bool = False
    zone: tzinfo | None = None
    is_1904: bool = False


PLAIN = DayReading()


def day(value: object, how: DayReading = PLAIN) -> CellValue:
    result = _day(value, how)
    if result.value.year not in YEARS:
        raise Unreadable("import.row.year")
    return result


def _day(value: object, how: DayReading) -> CellValue:
    if isinstance(value, FormattedDay):
        return _partly_shown(value, how)
    if isinstance(value, datetime):
        return CellValue(_local(value, how.zone))
    if isinstance(value, date):
        return CellValue(value)
    if isinstance(value, (time, timedelta, bool)):
        raise Unreadable("import.cell.day")
    if isinstance(value, FormattedNumber):
        value = int(value.number) if value.number == value.number.to_integral_value() else value.text
    typed = _bare(plain_width(text(value)).casefold(), how.edge)
    return _typed(typed, how) or _numbered(typed, how) or _period(typed, how)


def _bare(typed: str, edge: Edge | None) -> str:
    """Without an apostrophe before, remarks and footnote marks behind, and what only says that the end is meant."""
    plain = FOOTNOTE.sub("", BRACKETS.sub("", typed.removeprefix("'")))
    return UNTIL.sub("", plain, count=1) if edge is Edge.END and UNTIL.match(plain) else plain


def _local(at: datetime, zone: tzinfo | None) -> date:
    return (at.astimezone(zone) if at.tzinfo and zone else at).date()


def _typed(typed: str, how: DayReading) -> CellValue | None:
    if WHEN.fullmatch(typed):
        with suppress(ValueError):
            return CellValue(_local(datetime.fromisoformat(typed.upper()), how.zone))
    if match := DAY_AND_HOUR.fullmatch(typed):
        typed = match[1]
    parts = _parts(typed, month_first=how.month_first)
    if parts is None:
        return None
    year, month, number = parts
    note = "import.day.short_year" if year < 100 else None
    try:
        return CellValue(date(full_year(year), month, number), note)
    except ValueError as error:
        raise Unreadable("import.cell.no_such_day") from error


def _parts(typed: str, *, month_first: bool) -> tuple[int, int, int] | None:
    if match := ISO.fullmatch(typed) or COMPACT.fullmatch(typed):
        return int(match[1]), int(match[2]), int(match[3])
    if match := NUMERIC.fullmatch(typed):
        first, second = (2, 1) if month_first else (1, 2)
        return int(match[3]), int(match[second]), int(match[first])
    if (match := SPELLED.fullmatch(typed)) and (month := MONTHS.get(match[2]) or ROMAN.get(match[2])):
        return int(match[3]), month, int(match[1])
    if (match := YEAR_BEFORE.fullmatch(typed)) and (month := MONTHS.get(match[2]) or ROMAN.get(match[2])):
        return int(match[1]), month, int(match[3])
    if (match := MONTH_BEFORE.fullmatch(typed)) and match[1] in MONTHS:
        return int(match[3]), MONTHS[match[1]], int(match[2])
    return None


def _numbered(typed: str, how: DayReading) -> CellValue | None:
    match = NUMBER.fullmatch(typed)
    start = EPOCH_1904 if how.is_1904 else EPOCH
    number = int(match[1]) + (start - EPOCH).days if match else 0
    return CellValue((EPOCH + timedelta(days=number)).date(), "import.day.number") if number in NUMBERED else None


def _period(typed: str, how: DayReading) -> CellValue:
    if ROMAN_YEAR.fullmatch(typed):
        raise Unreadable("import.day.roman")
    period = (read_period(typed, how.edge) or _from_to(typed, how)) if how.edge else None
    if period is None or how.edge is None:
        raise Unreadable("import.cell.day" if how.edge or not read_period(typed, Edge.END) else "import.day.which")
    return _edge_of(period, how.edge)


def _from_to(typed: str, how: DayReading) -> WrittenPeriod | None:
    """Two days, of which the first may leave its year to the second."""
    for cut in BETWEEN.finditer(typed):
        last = _typed(typed[cut.end() :].strip(), how)
        before = typed[: cut.start()].strip()
        first = last and (_typed(before, how) or _typed(f"{before} {last.value.year}", how))
        if first and last and first.value <= last.value:
            return WrittenPeriod(first.value, last.value)
    return None


def _edge_of(period: WrittenPeriod, edge: Edge) -> CellValue:
    if edge is Edge.START:
        return CellValue(period.first, "import.day.first")
    return CellValue(period.last, "import.day.last")


def _partly_shown(value: FormattedDay, how: DayReading) -> CellValue:
    """A day whose format shows the month or the year only is that period."""
    if how.edge and value.parts == {"y"}:
        return _edge_of(year_of(value.at.year), how.edge)
    if how.edge and value.parts == {"y", "m"}:
        return _edge_of(WrittenPeriod.month(value.at.year, value.at.month), how.edge)
    return CellValue(value.at.date(), "import.day.partly_shown")


def instant(value: object, how: DayReading = PLAIN) -> datetime:
    """Aware: a value without a zone is left naive here and read in the city's zone by the caller."""
    if isinstance(value, FormattedDay):
        return value.at
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time(12))
    if isinstance(value, str):
        typed = plain_width(text(value))
        if ":" in typed:
            with suppress(ValueError):
                return datetime.fromisoformat(typed)
        if match := DAY_AND_HOUR.fullmatch(typed):
            return datetime.combine(day(match[1], how).value, clock(match[2]))
    return datetime.combine(day(value, how).value, time(12))


def clock(value: object) -> time:
    if isinstance(value, datetime):
        return value.time()
    if isinstance(value, time):
        return value
    if isinstance(value, timedelta) and value < timedelta(days=1):
        return (EPOCH + value).time()
    match = CLOCK.fullmatch(plain_width(text(value)).casefold())
    if not match or int(match[1]) > 23 or int(match[2]) > 59 or int(match[3] or 0) > 59:
        raise Unreadable("import.cell.time")
    return time(int(match[1]), int(match[2]), int(match[3] or 0))
