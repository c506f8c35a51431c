"""Whether a column of weights or per cents is told in two scales: some cells as shares or with a %, others not."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from smartcity.exchange.cells import Unreadable, decimal
from smartcity.exchange.layout import Cell, Column
from smartcity.exchange.xlsx.formatted import FormattedNumber

Cells = Sequence[tuple[int, object]]


def is_of_one_scale(column: Column) -> bool:
    """Targets and readings are of many units; weights and per cents are of one."""
    return column.field == "weight" or column.cell is Cell.PERCENT


def of_another_scale(column: Column, cells: Cells, comma: bool | None) -> Iterator[tuple[int, object]]:
    """The cells with their rows that stand out: weights with a %, beside weights without; shares beside per cents."""
    if column.field == "weight":
        marked = [(row, cell) for row, cell in cells if _has_percent_sign(cell)]
        if 0 < len(marked) < len(cells):
            yield from marked
    elif column.cell is Cell.PERCENT:
        shares = [(row, cell) for row, cell in cells if _is_share(cell, comma)]
        if 0 < len(shares) < len(cells):
            yield from shares


def _has_percent_sign(cell: object) -> bool:
    shown = cell.text if isinstance(cell, FormattedNumber) else cell
    return isinstance(shown, str) and "%" in shown


def _is_share(cell: object, comma: bool | None) -> bool:
    """Between 0 and 1, and not said to be per cent."""
    if _has_percent_sign(cell):
        return False
    with suppress(Unreadable):
        is_comma = "," in cell if isinstance(cell, str) else comma
        return 0 < decimal(cell, is_comma) < 1
    return False
