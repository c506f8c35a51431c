"""Tables as CSV for the spreadsheets of the reader's language: one file, or an archive with a file for each table."""

import csv
from collections.abc import Sequence
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from smartcity.exchange.downloads.figure_workbook import tab_of
from smartcity.exchange.workbook.writing import DEFUSED
from smartcity.i18n.words import Words
from smartcity.presentation.tables.formats import Value
from smartcity.presentation.tables.table import Table


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
