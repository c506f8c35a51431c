"""Writes the sample as a workbook and as CSV, in the layout of the import. Run it from the project's folder."""

import csv
import sys
from datetime import datetime, time
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]

import xlsxwriter  # noqa: E402
from sample_progress import ZONE, Fields  # noqa: E402
from sample_rows import sample  # noqa: E402

from smartcity.exchange.layout import SHEETS, Sheet  # noqa: E402
from smartcity.words.speech import Words  # noqa: E402

WORDS = Words("id")
MADE = datetime(2026, 11, 24)


def said(value: object) -> str:
    """A value as the import reads it from a text cell."""
    if isinstance(value, StrEnum):
        return WORDS.label(value)
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    if isinstance(value, datetime):
        return f"{value.astimezone(ZONE):%Y-%m-%d %H:%M}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, tuple):
        return "; ".join(map(str, value))
    if isinstance(value, Decimal):
        return f"{value:f}".replace(".", ",")
    return "" if value is None else str(value)


def table(sheet: Sheet, rows: list[Fields]) -> list[list[str]]:
    """Headings first."""
    return [[c.heading for c in sheet.columns], *([said(row[c.field]) for c in sheet.columns] for row in rows)]


def write_csv(folder: Path, tables: dict[str, list[list[str]]]) -> None:
    folder.mkdir(exist_ok=True)
    for title, lines in tables.items():
        with (folder / f"{title}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";", lineterminator="\n").writerows(lines)


def write_workbook(path: Path, tables: dict[str, list[list[str]]]) -> None:
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": MADE})
        for title, lines in tables.items():
            page = book.add_worksheet(title)
            for number, line in enumerate(lines):
                for place, text in enumerate(line):
                    if text:
                        page.write_string(number, place, text)


def main() -> None:
    rows = sample()
    tables = {sheet.title: table(sheet, rows[sheet.noun]) for sheet in SHEETS}
    write_csv(HERE / "csv", tables)
    write_workbook(HERE / "contoh.xlsx", tables)


if __name__ == "__main__":
    main()
