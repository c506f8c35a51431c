"""Tables as a workbook: a sheet each, and one that says what every column means."""

import re
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter

from smartcity.exchange.workbook.writing import DEFUSED
from smartcity.i18n.words import Words
from smartcity.presentation.tables.formats import Value
from smartcity.presentation.tables.table import Table


def tab_of(title: str) -> str:
    """A title as Excel takes it: no brackets, colons or slashes, 31 characters."""
    return re.sub(r"\s*[\[\]:*?/\\]", "", title)[:31].strip()


def figure_workbook(
    words: Words, heading: str, facts: Sequence[tuple[str, str]], tables: Sequence[Table[Any]]
) -> bytes:
    """`facts` stand above the definitions: as-of day, rule, source, number of the frozen data."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        shapes = {column.format.number_format for table in tables for column in table.columns} - {None}
        formats = {shape: book.add_format({"num_format": shape}) for shape in sorted(map(str, shapes))}
        for table in tables:
            _write(book.add_worksheet(tab_of(table.title)), table, bold, formats)
        _define(book.add_worksheet(words.say("book.definitions")), words, heading, facts, tables, bold)
    return content.getvalue()


def _write(page: Any, table: Table[Any], bold: Any, formats: dict[str, Any]) -> None:
    page.freeze_panes(1, 0)
    for place, column in enumerate(table.columns):
        page.set_column(place, place, column.format.width)
        page.write_string(0, place, table.heading(column), bold)
    for number, row in enumerate(table.rows, start=1):
        for place, column in enumerate(table.columns):
            _cell(page, number, place, table.in_file(column, row), formats.get(column.format.number_format or ""))


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
    tables: Sequence[Table[Any]],
    bold: Any,
) -> None:
    page.set_column(0, 1, 28)
    page.set_column(2, 2, 90)
    lines = [(heading, "", ""), *((name, value, "") for name, value in facts), ("", "", "")]
    lines.append((words.say("book.sheet"), words.say("book.column"), words.say("book.meaning")))
    head = len(lines) - 1
    for table in tables:
        lines += [(tab_of(table.title), table.heading(column), table.meaning(column)) for column in table.columns]
    for number, line in enumerate(lines):
        for place, text in enumerate(line):
            page.write_string(number, place, text, bold if number in (0, head) else None)
