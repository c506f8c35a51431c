"""One cell as its column asks for it."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from smartcity.domain.kinds import PeriodKind
from smartcity.exchange import cells, days
from smartcity.exchange.cells import Read, Unreadable
from smartcity.exchange.goals import amount, goal
from smartcity.exchange.layout import Cell, Column
from smartcity.exchange.letters import plain_width
from smartcity.exchange.schemes import predicate_scale, scheme
from smartcity.exchange.spans import MONTHS
from smartcity.exchange.synonyms import choice
from smartcity.exchange.xlsx.formatted import FormattedDay

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
    Cell.HALF: cells.half,
}


# Columns of numbers that have the unit of their indicator.
COUNTED = ("value", "baseline", "lower", "upper", "numerator", "denominator")
YEAR = re.compile(r"(?:tahun anggaran|tahun|thn|th|t\.?\s?a)[\s.]*(\d{4})", re.IGNORECASE)
WHOLE_YEAR = re.compile(r"tahunan|setahun|(?:satu|1) tahun|akhir tahun|tahun|yearly|annual|full year")
HALF_YEAR = re.compile(r"(?:semester|smt|sem|sm|s)[\s.:-]*(?:ke\s*-?\s*)?(?:i{1,2}|[12])")


def read(column: Column, cell: object, how: days.Reading, comma: bool | None, row: Mapping[str, Any]) -> Read:
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
            return Read(at if at.tzinfo else at.replace(tzinfo=how.zone))
        case Cell.DECIMAL:
            is_goal = column.field == "value" and column.heading == "Target"
            how_read = goal if is_goal else amount if column.field in COUNTED else cells.number
            return how_read(cell, comma, column.digits, column.places)
        case Cell.PERCENT:
            return cells.percent(cell)
        case Cell.INTEGER:
            return Read(_whole(cell))
        case Cell.QUARTER:
            return Read(_period_number(cell, row.get("kind"))) if column.field == "number" else _part_of_year(cell)
    return Read(READERS[column.cell](cell))


def _part_of_year(cell: object) -> Read:
    """A half-year or the whole year may stand where the quarter is asked."""
    typed = plain_width(cell).casefold() if isinstance(cell, str) else ""
    if WHOLE_YEAR.fullmatch(typed):
        return Read(None, "import.cell.whole_year")
    if HALF_YEAR.fullmatch(typed):
        return Read(None, "import.cell.half_year", more={"half": cells.half(typed)})
    if isinstance(cell, FormattedDay):
        raise Unreadable("import.cell.quarter")
    return Read(cells.quarter(cell))


def _whole(cell: object) -> int:
    """A day whose format shows the year only is that year; a word may stand before a year."""
    if isinstance(cell, FormattedDay) and cell.parts == {"y"}:
        return cell.at.year
    if isinstance(cell, str) and (found := YEAR.fullmatch(plain_width(cell))):
        return int(found[1])
    return cells.whole(cell)


def _period_number(cell: object, kind: object) -> int:
    """Months have names too."""
    if kind is PeriodKind.MONTH and isinstance(cell, str) and plain_width(cell).casefold() in MONTHS:
        return MONTHS[plain_width(cell).casefold()]
    if isinstance(cell, FormattedDay):
        raise Unreadable("import.cell.quarter")
    return cells.quarter(cell)
