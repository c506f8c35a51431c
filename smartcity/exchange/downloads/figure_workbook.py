"""The figures of one screen as a workbook: a sheet per table, and one that says what every column means."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from io import BytesIO
from typing import Any

import xlsxwriter

from smartcity.exchange.workbook.writing import DEFUSED
from smartcity.i18n.words import Words
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.tables.table import Table

Value = str | Decimal | int | date | None


class Kind(StrEnum):
    """How a column is shown; percentages and points come rounded to two decimals."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    POINTS = "points"
    DAY = "day"
    RUPIAH = "rupiah"


_SHAPES = {
    Kind.NUMBER: "#,##0.########",
    Kind.PERCENT: '#,##0.00"%"',
    Kind.POINTS: "+#,##0.00;-#,##0.00;0.00",
    Kind.DAY: "dd/mm/yyyy",
    Kind.RUPIAH: '"Rp"#,##0',
}
_KINDS = {
    "#,##0.########": Kind.NUMBER,
    "#,##0.####": Kind.NUMBER,
    '#,##0.00"%"': Kind.PERCENT,
    "+#,##0.00;-#,##0.00;0.00": Kind.POINTS,
    "dd/mm/yyyy": Kind.DAY,
    '"Rp"#,##0': Kind.RUPIAH,
}
_WIDTHS = {Kind.TEXT: 34, Kind.DAY: 13, Kind.RUPIAH: 20}


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    meaning: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Sheet:
    """Rows as long as `columns`; None is an empty cell, never 0."""

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]

    @property
    def tab(self) -> str:
        return tab_of(self.title)


def tab_of(title: str) -> str:
    """A title as Excel takes it: no brackets, colons or slashes, 31 characters."""
    return re.sub(r"\s*[\[\]:*?/\\]", "", title)[:31].strip()


def figure_workbook(words: Words, heading: str, facts: Sequence[tuple[str, str]], sheets: Sequence[Sheet]) -> bytes:
    """`facts` stand above the definitions: as-of day, rule, source, number of the frozen data."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        shapes = {kind: book.add_format({"num_format": shape}) for kind, shape in _SHAPES.items()}
        for sheet in sheets:
            _write(book.add_worksheet(sheet.tab), sheet, bold, shapes)
        _define(book.add_worksheet(words.say("book.definitions")), words, heading, facts, sheets, bold)
    return content.getvalue()


def sheet_of(table: Table[Any]) -> Sheet:
    columns = tuple(
        Column(table.heading(column), table.meaning(column), _KINDS.get(column.format.number_format or "", Kind.TEXT))
        for column in table.columns
    )
    rows = [[table.in_file(column, row) for column in table.columns] for row in table.rows]
    return Sheet(table.title, columns, rows)


def _write(page: Any, sheet: Sheet, bold: Any, shapes: dict[Kind, Any]) -> None:
    page.freeze_panes(1, 0)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, _WIDTHS.get(column.kind, 15))
        page.write_string(0, place, column.heading, bold)
    for number, row in enumerate(sheet.rows, start=1):
        for place, (column, value) in enumerate(zip(sheet.columns, row, strict=True)):
            _cell(page, number, place, value, shapes.get(column.kind))


def _cell(page: Any, number: int, place: int, value: Value, shape: Any) -> None:
    if value is None:
        return
    if isinstance(value, str):
        page.write_string(number, place, f"'{value}" if value.startswith(DEFUSED) else value)
    elif isinstance(value, date):
        page.write_datetime(number, place, value, shape)
    else:
        page.write_number(number, place, value, shape)


def _define(
    page: Any,
    words: Words,
    heading: str,
    facts: Sequence[tuple[str, str]],
    sheets: Sequence[Sheet],
    bold: Any,
) -> None:
    page.set_column(0, 1, 28)
    page.set_column(2, 2, 90)
    lines = [(heading, "", ""), *((name, value, "") for name, value in facts), ("", "", "")]
    lines.append((words.say("book.sheet"), words.say("book.column"), words.say("book.meaning")))
    head = len(lines) - 1
    lines += [(sheet.tab, column.heading, column.meaning) for sheet in sheets for column in sheet.columns]
    for number, line in enumerate(lines):
        for place, text in enumerate(line):
            page.write_string(number, place, text, bold if number in (0, head) else None)


def columns(say: Formatter, *named: tuple[str, Kind]) -> tuple[Column, ...]:
    return tuple(Column(say(f"column.{name}"), say(f"meaning.{name}"), kind) for name, kind in named)
