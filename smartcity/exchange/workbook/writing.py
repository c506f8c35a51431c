"""Writes the layout: a whole plan as .xlsx or as CSV."""

import csv
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, tzinfo
from decimal import Decimal
from enum import StrEnum
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import xlsxwriter

from smartcity.exchange.workbook.choices import scheme_text
from smartcity.exchange.workbook.layout import SHEETS, Cell, Column, Sheet
from smartcity.i18n.words import Words
from smartcity.presentation.labels import field_help

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
DEFUSED = ("=", "+", "-", "@")
WIDTHS = {Cell.TEXT: 32, Cell.DAY: 14, Cell.INSTANT: 19, Cell.CODES: 24}
FORMATS = {Cell.DAY: "dd/mm/yyyy", Cell.INSTANT: "yyyy-mm-dd hh:mm:ss", Cell.TIME: "hh:mm"}


def cell_value(value: object, words: Words, zone: tzinfo) -> object:
    """A value as it stands in a cell: labels, local instants, text that no program takes for a formula."""
    if value is None:
        return None
    if isinstance(value, list) and value and isinstance(value[0], list):
        return scheme_text(value, words)
    if isinstance(value, StrEnum):
        return words.label(value)
    if isinstance(value, bool):
        return words.say("import.yes") if value else words.say("import.no")
    if isinstance(value, datetime):
        return value.astimezone(zone).replace(tzinfo=None, microsecond=value.microsecond // 1000 * 1000)
    if isinstance(value, (date, time, Decimal, int)):
        return value
    text = "; ".join(value) if isinstance(value, (list, tuple)) else str(value)
    return f"'{text}" if text.startswith(tuple(DEFUSED)) else text or None


class CellFormats:
    """The few formats of one workbook, each made once."""

    def __init__(self, book: Any, words: Words, more: Mapping[str, object] | None = None) -> None:
        """`more`: what all cells below the headings have beside their kind."""
        self.heading = book.add_format({"bold": True, "bottom": 1})
        self.dates = {cell: book.add_format({"num_format": shape, **(more or {})}) for cell, shape in FORMATS.items()}
        self.plain = book.add_format(dict(more)) if more else None
        self.words = words


def write_workbook(
    target: Path | BytesIO,
    rows: Rows,
    words: Words,
    zone: str = "Asia/Jakarta",
    *,
    only: Sequence[str] | None = None,
) -> None:
    """The whole plan in the layout of the import, or the sheets of `only` these entities; no other file is made."""
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        looks = CellFormats(book, words)
        for sheet in SHEETS:
            if only is None or sheet.entity in only:
                write_rows(looks, page_of(book, sheet, looks), sheet, rows, ZoneInfo(zone))


def page_of(book: Any, sheet: Sheet, looks: CellFormats) -> Any:
    """A sheet with its headings, each with its line of help."""
    page = book.add_worksheet(sheet.title)
    page.freeze_panes(1, 0)
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, column.heading, looks.heading)
        page.write_comment(0, place, help_line(column, looks.words))
        page.set_column(place, place, WIDTHS.get(column.cell, 14))
    return page


def write_rows(looks: CellFormats, page: Any, sheet: Sheet, rows: Rows, zone: ZoneInfo, *, first: int = 1) -> None:
    for number, row in enumerate(rows.get(sheet.entity, ()), start=first):
        cells = [cell_value(row.get(column.field), looks.words, zone) for column in sheet.columns]
        write_line(looks, page, sheet, number, cells)


def write_line(looks: CellFormats, page: Any, sheet: Sheet, number: int, cells: Sequence[object]) -> None:
    for place, (column, cell) in enumerate(zip(sheet.columns, cells, strict=True)):
        if cell is None:
            continue
        if isinstance(cell, (datetime, date, time)):
            page.write_datetime(number, place, cell, looks.dates[column.cell])
        elif isinstance(cell, (int, Decimal)) and not isinstance(cell, bool):
            page.write_number(number, place, cell, looks.plain)
        else:
            page.write_string(number, place, str(cell), looks.plain)


def help_line(column: Column, words: Words) -> str:
    """One line of help: what the column holds, and whether it must be filled."""
    text = field_help(words, column.field) or words.say(f"cell.{column.cell.value}")
    if column.choices is not None:
        text = words.say("cell.choice_of", allowed=" · ".join(words.label(member) for member in column.choices))
    return f"{text} {words.say('cell.required')}" if column.required else text


def write_csv(folder: Path, rows: Rows, words: Words, zone: str = "Asia/Jakarta") -> None:
    """One file per sheet, semicolons, decimal commas; the folder is made when missing."""
    folder.mkdir(parents=True, exist_ok=True)
    for sheet in SHEETS:
        with (folder / f"{sheet.title}.csv").open("w", encoding="utf-8", newline="") as file:
            lines = csv.writer(file, delimiter=";", lineterminator="\n")
            lines.writerow([column.heading for column in sheet.columns])
            for row in rows.get(sheet.entity, ()):
                lines.writerow([_spelled(cell_value(row.get(c.field), words, ZoneInfo(zone))) for c in sheet.columns])


def _spelled(cell: object) -> str:
    """Three decimals would read as thousands: a fourth settles it."""
    if isinstance(cell, Decimal):
        text = format(cell.normalize(), "f").replace(".", ",")
        return f"{text}0" if len(text.partition(",")[2]) == 3 else text
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return "" if cell is None else str(cell)
