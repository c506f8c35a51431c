"""A workbook in which every column of every sheet is filled, made from the layout and the template's examples."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Any

from smartcity.domain import enums as k
from smartcity.exchange.workbook.examples import EXAMPLES
from smartcity.exchange.workbook.layout import SHEET_BY_ENTITY, SHEETS, Cell, Column, Sheet
from tests.workbooks import SAID, SAID_LATER, Book

# What stands in a column of each kind where the example says nothing.
FILLING: Mapping[Cell, Any] = {
    Cell.DAY: date(2026, 7, 9),
    Cell.INSTANT: SAID,
    Cell.TIME: time(9, 30),
    Cell.DECIMAL: Decimal("2.5"),
    Cell.INTEGER: 40,
    Cell.PERCENT: 40,
    Cell.YES_NO: "Ya",
    Cell.QUARTER: 2,
    Cell.HALF: 1,
    Cell.NAMES: "Satu; Dua",
    Cell.ZONE: "Asia/Makassar",
    Cell.SCHEME: "0,9 Sesuai Rencana; 0,5 Perlu Perhatian; 0 Terlambat",
    Cell.SCALE: "90 Sangat Tinggi; 50 Sedang; 0 Rendah",
}
# What the rules ask of a row in which everything is filled.
SAYING: Mapping[str, Mapping[str, Any]] = {
    "agency": {"valid_from": date(2020, 1, 1), "valid_until": date(2027, 1, 1)},
    "programme": {"measure": k.Measure.PHYSICAL},
    "milestone": {"first_due_on": date(2026, 6, 30), "due_on": date(2026, 8, 31)},
    "due_date_change": {"recorded_at": SAID, "approved_at": SAID},
    "waiting": {"ended_at": SAID_LATER},
}
# Of these a row has one.
EITHER: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "waiting": (("on_milestone",), ("on_agency",), ("on_party",)),
    "target": (("quarter",), ("half",), ("is_end",)),
    "reading": (
        ("quarter", "value", "numerator", "denominator", "text"),
        ("half", "value", "numerator", "denominator", "text"),
        ("is_not_applicable", "quarter"),
    ),
}
SECOND = "-DUA"


def whole_book() -> Book:
    return {sheet.title: [[c.heading for c in sheet.columns], *_rows(sheet)] for sheet in SHEETS}


def _rows(sheet: Sheet) -> list[list[Any]]:
    """One row for each of the fields of which a row has one; a second of what refers to its own entity."""
    types = EITHER.get(sheet.entity, ((),))
    named = {name for fields in types for name in fields}
    rows = [
        [_cell(sheet, c) if c.field not in named - set(fields) else None for c in sheet.columns] for fields in types
    ]
    return [*rows, *([_second(sheet)] if sheet.key == ("code",) else [])]


def _second(sheet: Sheet) -> list[Any]:
    """Only what must be filled."""
    return [
        f"{EXAMPLES[sheet.entity]['code']}{SECOND}" if c.field == "code" else _cell(sheet, c) if c.required else None
        for c in sheet.columns
    ]


def _cell(sheet: Sheet, column: Column) -> Any:
    example = {**EXAMPLES[sheet.entity], **SAYING.get(sheet.entity, {})}.get(column.field)
    return _plain(_filling(sheet, column) if example is None else example)


def _filling(sheet: Sheet, column: Column) -> Any:
    if column.refers is not None and column.field != "code":
        code = EXAMPLES[column.refers]["code"]
        other = column.refers == sheet.entity or (column.field, sheet.entity) == ("on_milestone", "waiting")
        return f"{code}{SECOND}" if other else code
    if column.choices is not None:
        return next(iter(column.choices))
    return FILLING.get(column.cell, f"Isi {SHEET_BY_ENTITY[sheet.entity].title} {column.heading}")


def example_book() -> Book:
    """What the examples of the template say, without their mark."""
    return {
        sheet.title: [
            [column.heading for column in sheet.columns],
            [_plain(EXAMPLES[sheet.entity].get(column.field)) for column in sheet.columns],
        ]
        for sheet in SHEETS
    }


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return "Ya" if value else "Tidak"
    if isinstance(value, time):
        return f"{value:%H.%M}"
    return "; ".join(value) if isinstance(value, tuple) else value
