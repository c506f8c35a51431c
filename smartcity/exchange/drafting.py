"""From plain tables to a draft: every cell typed by its column, every doubt a problem with its place."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from smartcity.commands.drafts import DraftRow, Place, PlanDraft, Problem
from smartcity.domain.zone import CITY_ZONE
from smartcity.exchange import cells
from smartcity.exchange.decimals import marks
from smartcity.exchange.layout import BY_NOUN, REQUIRED_SHEETS, SHEETS, Cell, Column, Sheet
from smartcity.exchange.names import DIMENSIONS, Names, official_dimensions
from smartcity.exchange.references import resolve
from smartcity.exchange.schemes import predicate_scale, scheme
from smartcity.exchange.tables import FORMULA, File, Table

GUIDES = {"petunjuk", "guide"}
READERS: Mapping[Cell, Callable[[object], Any]] = {
    Cell.TEXT: cells.text,
    Cell.CODE: cells.text,
    Cell.DAY: cells.day,
    Cell.TIME: cells.clock,
    Cell.INTEGER: cells.whole,
    Cell.YES_NO: cells.yes_no,
    Cell.QUARTER: cells.quarter,
    Cell.CODES: cells.text,
    Cell.NAMES: cells.listed,
    Cell.ZONE: cells.zone,
    Cell.SCHEME: scheme,
    Cell.SCALE: predicate_scale,
    Cell.HALF: cells.half,
}


def plain(heading: str) -> str:
    """Headings and titles are told apart by their letters alone."""
    return re.sub(r"[^a-z0-9]+", "", heading.casefold())


TITLES = {plain(sheet.title) for sheet in SHEETS}


class Drafter:
    """Reads one file; `comma` answers the question which decimal mark is meant, where a column leaves it open."""

    def __init__(self, file: File, names: Names, comma: bool | None, zone: str) -> None:
        self.file = file
        self.names = names
        self.comma = comma
        self.zone = ZoneInfo(zone)
        self.problems: list[Problem] = []

    def draft(self) -> PlanDraft:
        tables = self._by_title()
        self._name_missing(tables)
        self._name_unknown()
        rows: dict[str, list[DraftRow]] = {}
        for sheet in SHEETS:
            table = tables.get(plain(sheet.title))
            if table is not None:
                rows[sheet.noun] = list(self._rows(sheet, table))
                self._take_in(sheet.noun, rows[sheet.noun])
        self._name_missing_plan(tables)
        self.problems += resolve(rows, self.names)
        return PlanDraft(self.file.name, self.file.sha256, rows, self.problems)

    def _by_title(self) -> dict[str, Table]:
        found: dict[str, Table] = {}
        for table in self.file.tables:
            first = found.setdefault(plain(table.title), table)
            if first is not table and plain(table.title) in TITLES:
                self._say(Place(table.title), "", "import.sheet.twice", first=first.title, second=table.title)
        return found

    def _take_in(self, noun: str, rows: list[DraftRow]) -> None:
        """What later sheets are read by: names, and the zone in which the plan's hours are told."""
        if noun == "masterplan" and rows:
            self._settle_zone(rows[0])
        if noun == "dimension":
            self._spell_officially(rows)
        self.names.learn(noun, rows)

    def _settle_zone(self, plan: DraftRow) -> None:
        told, assumed = plan.values.get("zone"), self.zone
        self.zone = ZoneInfo(told) if told else assumed
        at = plan.values.get("recorded_at")
        if at is not None and at.tzinfo is assumed:
            plan.values["recorded_at"] = at.replace(tzinfo=self.zone)

    def _spell_officially(self, rows: list[DraftRow]) -> None:
        """Where no other row, here or stored, bears the official name."""
        typed_names = [row.values.get("name") or "" for row in rows]
        own = {row.values.get("code") for row in rows}
        stored = [name for name in DIMENSIONS if {b.code for b in self.names.bearers("dimension", name)} - own]
        for row, typed, meant in zip(rows, typed_names, official_dimensions(typed_names, stored), strict=True):
            if meant != typed:
                row.values["name"] = meant
                place = Place(row.place.sheet, row.place.row, "name")
                self._say(place, typed, "import.row.misspelt", is_warning=True, meant=meant)

    def _say(self, place: Place, value: object, key: str, *, is_warning: bool = False, **facts: object) -> None:
        self.problems.append(Problem(place, value, key, facts, is_warning))

    def _name_missing(self, tables: Mapping[str, Table]) -> None:
        for sheet in SHEETS:
            if sheet.noun in REQUIRED_SHEETS and plain(sheet.title) not in tables:
                self._say(Place(sheet.title), "", "import.sheet.missing", sheet=sheet.title)

    def _name_missing_plan(self, tables: Mapping[str, Table]) -> None:
        title = BY_NOUN["masterplan"].title
        if plain(title) in tables and not tables[plain(title)].lines:
            self._say(Place(title, None, "name"), "", "import.row.no_plan")

    def _name_unknown(self) -> None:
        for table in self.file.tables:
            if plain(table.title) not in TITLES | GUIDES:
                self._say(Place(table.title), "", "import.sheet.unknown", is_warning=True, sheet=table.title)

    def _rows(self, sheet: Sheet, table: Table) -> Iterator[DraftRow]:
        if table.merged:
            self._say(Place(sheet.title), table.merged[0], "import.sheet.merged", range=table.merged[0])
        for letter in table.formulas:
            self._say(Place(sheet.title, 1, letter), "=…", "import.column.formula")
        columns = self._columns(sheet, table)
        if columns is None:
            return
        commas = {index: self._decimal_mark(sheet, column, table, index) for index, column in columns.items()}
        for line in table.lines:
            values: dict[str, Any] = {}
            for index, column in columns.items():
                cell = line.cells[index] if index < len(line.cells) else None
                place = Place(sheet.title, line.number, column.heading)
                values[column.field] = self._value(column, cell, place, commas[index])
            yield DraftRow(Place(sheet.title, line.number), values)

    def _columns(self, sheet: Sheet, table: Table) -> dict[int, Column] | None:
        by_heading = {plain(column.heading): column for column in sheet.columns}
        found: dict[int, Column] = {}
        for index, heading in enumerate(table.headings):
            column = by_heading.get(plain(heading))
            if column is not None and column not in found.values():
                found[index] = column
            elif heading:
                self._say(Place(sheet.title, 1, heading), heading, "import.column.unknown", is_warning=True)
        missing = [c for c in sheet.columns if c.required and c not in found.values()]
        for column in missing:
            place = Place(sheet.title, None, column.heading)
            self._say(place, "", "import.column.missing", column=column.heading)
        return None if missing else found

    def _decimal_mark(self, sheet: Sheet, column: Column, table: Table, index: int) -> bool | None:
        if column.cell is not Cell.DECIMAL:
            return None
        typed = [line.cells[index] for line in table.lines if index < len(line.cells)]
        proved, is_open = marks(cell for cell in typed if isinstance(cell, str) and not cells.is_unknown(cell))
        place = Place(sheet.title, None, column.heading)
        if len(proved) == 2:
            self._say(place, "", "import.decimal.mixed", column=column.heading)
        if proved:
            return True in proved
        if is_open and self.comma is None:
            self._say(place, "", "import.decimal.ask", column=column.heading)
        return self.comma

    def _value(self, column: Column, cell: object, place: Place, comma: bool | None) -> Any:
        if cell is FORMULA:
            self._say(place, "=…", "import.cell.formula")
            return None
        if cells.is_unknown(cell):
            if column.required:
                self._say(place, cell, "import.cell.required")
            return None
        try:
            return self._read(column, cell, comma)
        except cells.Unreadable as doubt:
            self.problems.append(Problem(place, cell, doubt.key, doubt.facts))
            return None

    def _read(self, column: Column, cell: object, comma: bool | None) -> Any:
        if column.cell is Cell.DECIMAL:
            return cells.fitted(cells.decimal(cell, comma), column.digits, column.places)
        if column.cell is Cell.INSTANT:
            return self._aware(cells.instant(cell))
        if column.choices is not None:
            return cells.choice(cell, column.choices)
        return READERS[column.cell](cell)

    def _aware(self, at: datetime) -> datetime:
        return at if at.tzinfo else at.replace(tzinfo=self.zone)


def draft_of(file: File, names: Names, *, comma: bool | None = None, zone: str = CITY_ZONE.key) -> PlanDraft:
    """The whole file as a draft with its problems; its hours are those of `zone` where it names none itself."""
    return Drafter(file, names, comma, zone).draft()
