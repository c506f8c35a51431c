"""Tables as files: a workbook with a sheet each and one that says what every column means; CSV."""

import csv
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

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


def csv_file(table: Table[Any]) -> bytes:
    """Indonesian: semicolons and decimal commas; English: commas and points. Days as 2026-11-30; begins with a BOM."""
    text, words = StringIO(newline=""), table.say.words
    lines = csv.writer(text, delimiter=";" if words.language == "id" else ",", lineterminator="\r\n")
    lines.writerow([_spelled(table.heading(column), words) for column in table.columns])
    for row in table.rows:
        lines.writerow([_spelled(table.in_file(column, row), words) for column in table.columns])
    return text.getvalue().encode("utf-8-sig")


def csv_archive(tables: Sequence[Table[Any]]) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        for table in tables:
            archive.writestr(f"{tab_of(table.title)}.csv", csv_file(table))
    return content.getvalue()


def _spelled(value: Value, words: Words) -> str:
    """No text is taken for a formula; numbers carry no marks between the thousands."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(DEFUSED) else value
    if isinstance(value, Decimal | int):
        return words.bare(value)
    return "" if value is None else str(value)
