"""Scales of a column of numbers: thousands and millions that its heading tells; shares beside per cents."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from smartcity.commands.plan.import_schema import Place, Problem
from smartcity.exchange.workbook.cells import CellValue, Unreadable, decimal, fitted
from smartcity.exchange.workbook.headings import Headings
from smartcity.exchange.workbook.layout import Cell, Column
from smartcity.exchange.workbook.xlsx.formats import SCALE_WORD, SCALED
from smartcity.exchange.workbook.xlsx.formatted import FormattedNumber

Cells = Sequence[tuple[int, object]]


def is_of_one_scale(column: Column) -> bool:
    """Targets and readings are of many units; weights and per cents are of one."""
    return column.field == "weight" or column.cell is Cell.PERCENT


def of_another_scale(column: Column, cells: Cells, *, comma: bool | None) -> Iterator[tuple[int, object]]:
    """The cells with their rows that stand out: weights with a %, beside weights without; shares beside per cents."""
    if column.field == "weight":
        marked = [(row, cell) for row, cell in cells if _has_percent_sign(cell)]
        if 0 < len(marked) < len(cells):
            yield from marked
    elif column.cell is Cell.PERCENT:
        shares = [(row, cell) for row, cell in cells if _is_share(cell, comma=comma)]
        if 0 < len(shares) < len(cells):
            yield from shares


def _has_percent_sign(cell: object) -> bool:
    shown = cell.text if isinstance(cell, FormattedNumber) else cell
    return isinstance(shown, str) and "%" in shown


def _is_share(cell: object, *, comma: bool | None) -> bool:
    """Between 0 and 1, and not said to be per cent."""
    if _has_percent_sign(cell):
        return False
    with suppress(Unreadable):
        is_comma = "," in cell if isinstance(cell, str) else comma
        return 0 < decimal(cell, comma=is_comma) < 1
    return False


MONEY = ("ceiling", "realised")
SCALES = "|".join(SCALED)
OF_TABLE = re.compile(rf"\b(?:dalam|rp\.?)\s*(?:{SCALES})(?:an)?\b|\b(?:{SCALES})(?:an)?\s+rupiah\b", re.IGNORECASE)


class Scale(NamedTuple):
    """The word, and the power of ten by which the numbers of the column are multiplied: 0 where it is only told."""

    word: str
    power: int


def heading_scale(heads: Headings, at: int) -> Scale | None:
    """Of money, told by the heading or a line above; other numbers keep to what their indicator is counted in."""
    column = heads.columns[at]
    if column.cell is not Cell.DECIMAL:
        return None
    match = SCALE_WORD.search(heads.typed[at])
    if match is None and column.field in MONEY:
        above = next(filter(None, map(OF_TABLE.search, heads.above)), None)
        match = SCALE_WORD.search(above[0]) if above else None
    if match is None:
        return None
    return Scale(match[0], SCALED[match[0].casefold()] if column.field in MONEY else 0)


def scale_warning(scale: Scale, heads: Headings, at: int, title: str) -> Problem:
    key = "import.column.scale" if scale.power else "import.column.scale_kept"
    facts = {"word": scale.word.casefold(), "factor": Decimal(10**scale.power)}
    return Problem(Place(title, heads.row, heads.columns[at].heading), heads.typed[at], key, facts, is_warning=True)


def scaled(scale: Scale, column: Column, read: Callable[[Column], CellValue]) -> CellValue:
    """What `read` makes of the cell, multiplied; a cell that has its own word is taken by that word alone."""
    result = read(replace(column, places=column.places + scale.power))
    power = 0 if result.note == "import.cell.scale_word" else scale.power
    return replace(result, value=fitted(result.value.scaleb(power), column.digits, column.places))
