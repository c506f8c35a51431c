"""One cell as its column asks for it; targets as plans write them: a number, a range, "at least", "at most"."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from smartcity.domain.enums import PeriodKind
from smartcity.exchange.workbook import cells, days
from smartcity.exchange.workbook.cells import CellValue, Unreadable, number, text
from smartcity.exchange.workbook.choices import choice, predicate_scale, scheme
from smartcity.exchange.workbook.conventions import numeral
from smartcity.exchange.workbook.layout import Cell, Column
from smartcity.exchange.workbook.letters import plain_width
from smartcity.exchange.workbook.written_periods import BETWEEN, MONTHS
from smartcity.exchange.workbook.xlsx.formats import SCALED
from smartcity.exchange.workbook.xlsx.formatted import FormattedDay

DIGITS = r"[-+]?(?:\d[\d.,]*|[.,]\d+)"
RANGE = re.compile(rf"(?:antara\s+)?({DIGITS})\s*%?(?:{BETWEEN.pattern}|\s*\bdan\b\s*)({DIGITS})\s*(?:%|persen)?")
LEAST = re.compile(
    r"(?:≥|>=|=>|>|min(?:imal|imum)?\b\.?|paling (?:sedikit|rendah|kurang)|sekurang-kurangnya|lebih dari)\s*"
)
MOST = re.compile(r"(?:≤|<=|=<|<|mak(?:s|simal|simum)\b\.?|max\b\.?|paling (?:banyak|tinggi|lama)|kurang dari)\s*")
# What is counted, behind the number; words that count themselves are none.
SCALES = "|".join(SCALED)
UNIT = re.compile(rf"({DIGITS}(?:\s*(?:{SCALES}))?)\s+(?!(?:puluh|ratus|lusin|kodi|{SCALES})\b)([a-z]{{2,}}[a-z/. -]*)")


def number_tokens(typed: object) -> list[str]:
    """The numbers in it, for deciding which mark is the decimal one."""
    if not isinstance(typed, str):
        return []
    plain = plain_width(typed).casefold()
    if match := RANGE.fullmatch(plain):
        return [match[1], match[2]]
    return [numeral(_counted(_bare(plain)[0])[0])]


def _bare(plain: str) -> tuple[str, str | None]:
    """Without the words before the number, and the sentence that says what they were taken for."""
    for words, key in ((LEAST, "import.goal.least"), (MOST, "import.goal.most")):
        if match := words.match(plain):
            return plain[match.end() :], key
    return plain, None


def _counted(plain: str) -> tuple[str, str | None]:
    """The number, and the unit behind it."""
    match = UNIT.fullmatch(plain)
    return (match[1], match[2]) if match and match[2] not in ("persen", "rupiah") else (plain, None)


def amount(value: object, digits: int, places: int, *, comma: bool | None) -> CellValue:
    """A number, behind which its unit may stand."""
    number_of, unit = _counted(plain_width(text(value)).casefold()) if isinstance(value, str) else ("", None)
    if unit is None:
        return number(value, digits, places, comma=comma)
    return CellValue(number(number_of, digits, places, comma=comma).value, "import.cell.unit", {"unit": unit})


def target_value(value: object, digits: int, places: int, *, comma: bool | None) -> CellValue:
    """A range gives both bounds of the target; "at least" and "at most" their number."""
    if not isinstance(value, str):
        return number(value, digits, places, comma=comma)
    plain = plain_width(text(value)).casefold()
    if match := RANGE.fullmatch(plain):
        lower, upper = (number(part, digits, places, comma=comma).value for part in match.groups())
        if lower >= upper:
            raise Unreadable("import.goal.range")
        return CellValue(None, "import.goal.bounds", more={"lower": lower, "upper": upper})
    bare, note = _bare(plain)
    read = amount(bare, digits, places, comma=comma)
    is_percent = note is None and re.search(r"persen\.?$|%$", plain) is not None
    return CellValue(read.value, note or read.note or ("import.goal.percent" if is_percent else None), read.facts)


READERS: Mapping[Cell, Callable[[object], Any]] = {
    Cell.TEXT: cells.text,
    Cell.CODE: cells.code,
    Cell.TIME: days.clock,
    Cell.YES_NO: cells.yes_no,
    Cell.CODES: cells.codes,
    Cell.NAMES: cells.listed,
    Cell.ZONE: cells.zone,
    Cell.SCHEME: scheme,
    Cell.SCALE: predicate_scale,
}


# Columns of numbers that have the unit of their indicator.
COUNTED = ("value", "baseline", "lower", "upper", "numerator", "denominator")
YEAR = re.compile(r"(?:tahun anggaran|tahun|thn|th|t\.?\s?a)[\s.]*(\d{4})", re.IGNORECASE)
WHOLE_YEAR = re.compile(r"tahunan|setahun|(?:satu|1) tahun|akhir tahun|tahun|yearly|annual|full year")
YEAR_BEHIND = re.compile(r"(.+?)[\s,./-]+(?:(?:tahun|thn|th)[\s.]*)?(\d{4})", re.IGNORECASE)
HALF_YEAR = re.compile(r"(?:semester|smt|sem|sm|s)[\s.:-]*(?:ke\s*-?\s*)?(?:i{1,2}|[12])")


def read_cell(
    column: Column, cell: object, how: days.DayReading, row: Mapping[str, Any], *, comma: bool | None
) -> CellValue:
    """`row`: what of the row is read already, in the order of the layout.

    Raises:
        Unreadable: the cell does not hold what the column needs.
    """
    if column.choices is not None:
        return choice(cell, column.choices)
    match column.cell:
        case Cell.DAY:
            return days.day(cell, how)
        case Cell.INSTANT:
            at = days.instant(cell, how)
            return CellValue(at if at.tzinfo else at.replace(tzinfo=how.zone))
        case Cell.DECIMAL:
            is_goal = column.field == "value" and column.heading == "Target"
            how_read = target_value if is_goal else amount if column.field in COUNTED else cells.number
            return how_read(cell, column.digits, column.places, comma=comma)
        case Cell.PERCENT:
            return cells.percent(cell)
        case Cell.INTEGER:
            return CellValue(_whole(cell))
        case Cell.QUARTER:
            part = _without_year(cell, row)
            return CellValue(_period_number(part, row.get("kind"))) if column.field == "number" else _part_of_year(part)
        case Cell.HALF:
            return CellValue(cells.half(_without_year(cell, row)))
    return CellValue(READERS[column.cell](cell))


def _without_year(cell: object, row: Mapping[str, Any]) -> object:
    """A part of a year may have the year of its row behind it; another year is none of it."""
    match = YEAR_BEHIND.fullmatch(plain_width(cell)) if isinstance(cell, str) else None
    return match[1] if match and int(match[2]) == row.get("year") else cell


def _part_of_year(cell: object) -> CellValue:
    """A half-year or the whole year may stand where the quarter is asked."""
    typed = plain_width(cell).casefold() if isinstance(cell, str) else ""
    if WHOLE_YEAR.fullmatch(typed):
        return CellValue(None, "import.cell.whole_year")
    if HALF_YEAR.fullmatch(typed):
        return CellValue(None, "import.cell.half_year", more={"half": cells.half(typed)})
    if isinstance(cell, FormattedDay):
        raise Unreadable("import.cell.quarter")
    return CellValue(cells.quarter(cell))


def _whole(cell: object) -> int:
    """A day whose format shows the year only is that year; a word may stand before a year."""
    if isinstance(cell, FormattedDay) and cell.parts == {"y"}:
        return cell.at.year
    if isinstance(cell, str) and (match := YEAR.fullmatch(plain_width(cell))):
        return int(match[1])
    return cells.whole(cell)


def _period_number(cell: object, kind: object) -> int:
    """Months have names too."""
    if kind is PeriodKind.MONTH and isinstance(cell, str) and plain_width(cell).casefold() in MONTHS:
        return MONTHS[plain_width(cell).casefold()]
    if isinstance(cell, FormattedDay):
        raise Unreadable("import.cell.quarter")
    return cells.quarter(cell)
