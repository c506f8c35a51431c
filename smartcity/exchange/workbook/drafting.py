"""From plain tables to a draft: every cell typed by its column, every unreadable cell a problem with its place."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from smartcity.commands.plan.import_schema import DraftRow, Place, PlanDraft, Problem
from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.enums import Direction
from smartcity.exchange.workbook.cells import CellValue, Unreadable, is_empty_cell, text
from smartcity.exchange.workbook.conventions import HIGHEST_MONTH, day_order, decimal_marks
from smartcity.exchange.workbook.days import DayReading
from smartcity.exchange.workbook.examples import without_examples
from smartcity.exchange.workbook.layout import SHEETS, Cell, Column
from smartcity.exchange.workbook.letters import is_garbled
from smartcity.exchange.workbook.names import DIMENSION_SPELLINGS, NameIndex, official_dimensions
from smartcity.exchange.workbook.recognition import RecognisedSheet, blank_warnings, recognise_sheets
from smartcity.exchange.workbook.references import resolve
from smartcity.exchange.workbook.scales import (
    Scale,
    heading_scale,
    is_of_one_scale,
    of_another_scale,
    scale_warning,
    scaled,
)
from smartcity.exchange.workbook.source import FORMULA, File, Line
from smartcity.exchange.workbook.values import number_tokens, read_cell
from smartcity.exchange.workbook.xlsx.formatted import Hidden, as_typed

DAYS = (Cell.DAY, Cell.INSTANT)


class ColumnReading(NamedTuple):
    """How the cells of a column are read; `comma` is its decimal mark, where the column decides it."""

    days: DayReading
    comma: bool | None
    scale: Scale | None


class Drafter:
    """Reads one file.

    `comma` answers which decimal mark is meant, `month_first` how days are ordered, where a column leaves it open.
    """

    def __init__(
        self, file: File, names: NameIndex, zone: str, *, comma: bool | None, month_first: bool | None
    ) -> None:
        self.file = file
        self.names = names
        self.comma = comma
        self.month_first = month_first
        self.zone = ZoneInfo(zone)
        self.of_text: set[str] = set()
        self.sheets, self.problems = recognise_sheets(file, has_plan=names.has_rows("programme"))
        columns = (typed for table in self.sheets.values() for typed in _typed_days(table))
        self.orders = frozenset[bool]().union(*(day_order(typed).proved for typed in columns))

    def draft(self) -> PlanDraft:
        rows: dict[str, list[DraftRow]] = {}
        for sheet in SHEETS:
            if table := self.sheets.get(sheet.entity):
                rows[sheet.entity] = list(self._rows(table))
                self._take_in(sheet.entity, rows[sheet.entity])
        if (plan := self.sheets.get("masterplan")) and not plan.body.rows:
            self._say(Place(plan.sheet.title, None, "name"), "", "import.row.no_plan")
        self.problems += resolve(rows, self.names)
        return PlanDraft(self.file.name, self.file.sha256, rows, self.problems)

    def _take_in(self, entity: str, rows: list[DraftRow]) -> None:
        """What later sheets are read by: names, and the zone in which the plan's hours are told."""
        if entity == "masterplan" and rows:
            self._settle_zone(rows[0])
        if entity == "dimension":
            self._spell_officially(rows)
        if entity == "indicator":
            self.of_text = {row.values["code"] for row in rows if row.values.get("direction") is Direction.TEXT}
        self.names.learn(entity, rows)

    def _settle_zone(self, plan: DraftRow) -> None:
        zone_name, assumed = plan.values.get("zone"), self.zone
        self.zone = ZoneInfo(zone_name) if zone_name else assumed
        at = plan.values.get("recorded_at")
        if at is not None and at.tzinfo is assumed:
            plan.values["recorded_at"] = at.replace(tzinfo=self.zone)

    def _spell_officially(self, rows: list[DraftRow]) -> None:
        """Where no other row, here or stored, bears the official name."""
        typed_names = [row.values.get("name") or "" for row in rows]
        own = {row.values.get("code") for row in rows}
        stored = [
            name for name in DIMENSION_SPELLINGS if {b.code for b in self.names.rows_named("dimension", name)} - own
        ]
        for row, typed, meant in zip(rows, typed_names, official_dimensions(typed_names, stored), strict=True):
            if meant != typed:
                row.values["name"] = meant
                place = Place(row.place.sheet, row.place.row, "name")
                self._say(place, typed, "import.row.misspelt", is_warning=True, meant=meant)

    def _say(self, place: Place, value: object, key: str, *, is_warning: bool = False, **facts: object) -> None:
        self.problems.append(Problem(place, value, key, facts, is_warning))

    def _rows(self, table: RecognisedSheet) -> Iterator[DraftRow]:
        if not table.is_complete:
            return
        manners = {at: self._manner(table, at) for at in table.headings.columns}
        for line in table.body.rows:
            values = self._values(table, line, manners)
            self.problems += blank_warnings(table.sheet, table.headings, line, values)
            yield DraftRow(Place(table.sheet.title, line.number), values)

    def _values(self, table: RecognisedSheet, line: Line, manners: Mapping[int, ColumnReading]) -> dict[str, Any]:
        """By field; what a cell says of other fields counts where their own cells are blank."""
        values, more = dict[str, Any](), dict[str, Any]()
        for at, column in table.headings.columns.items():
            cell = line.cells[at] if at < len(line.cells) else None
            if cell is None and not column.required:
                values[column.field] = None
                continue
            place = Place(table.sheet.title, line.number, column.heading)
            result = self._value(column, cell, place, manners[at], values)
            values[column.field] = result.value
            more |= result.more or {}
        return values | {name: value for name, value in more.items() if values.get(name) is None}

    def _manner(self, table: RecognisedSheet, at: int) -> ColumnReading:
        comma, scale = self._decimal_mark(table, at), heading_scale(table.headings, at)
        self._name_other_scale(table, at, table.headings.columns[at], comma=comma)
        if scale:
            self.problems.append(scale_warning(scale, table.headings, at, table.sheet.title))
        return ColumnReading(self._reading(table, at), comma, scale)

    def _decimal_mark(self, table: RecognisedSheet, at: int) -> bool | None:
        column = table.headings.columns[at]
        if column.cell is not Cell.DECIMAL:
            return None
        typed = (cell for cell in table.typed(at) if isinstance(cell, str))
        proved, is_open = decimal_marks(token for cell in typed for token in number_tokens(cell))
        place = Place(table.sheet.title, None, column.heading)
        if len(proved) == 2:
            self._say(place, "", "import.decimal.mixed", column=column.heading)
        if proved:
            return True in proved
        if is_open and self.comma is None:
            self._say(place, "", "import.decimal.ask", column=column.heading)
        return self.comma

    def _name_other_scale(self, table: RecognisedSheet, at: int, column: Column, *, comma: bool | None) -> None:
        if not is_of_one_scale(column):
            return
        lines = [(line.number, line.cells[at]) for line in table.body.rows if at < len(line.cells)]
        cells = [(number, cell) for number, cell in lines if not is_empty_cell(cell)]
        for number, cell in of_another_scale(column, cells, comma=comma):
            place = Place(table.sheet.title, number, column.heading)
            self._say(place, as_typed(cell), "import.column.two_scales", is_warning=True)

    def _reading(self, table: RecognisedSheet, at: int) -> DayReading:
        """In the zone as the plan's own row tells it, which is read before every other sheet."""
        column = table.headings.columns[at]
        month_first = column.cell in DAYS and self._is_month_first(table, at)
        return DayReading(column.edge, month_first, self.zone, table.table.is_1904)

    def _is_month_first(self, table: RecognisedSheet, at: int) -> bool:
        typed = table.typed(at)
        seen = day_order(typed)
        place = Place(table.sheet.title, None, table.headings.columns[at].heading)
        if len(seen.proved) == 2:
            self._say(place, "", "import.day.mixed")
        if seen.proved:
            real = [cell for cell in typed if isinstance(cell, date)]
            if real and all(day.day <= HIGHEST_MONTH for day in real):
                self._say(place, "", "import.day.swapped", is_warning=True)
            return True in seen.proved
        if seen.is_open and self.month_first is None:
            return self._ordered_elsewhere(place, is_all_open=seen.is_all_open)
        return bool(self.month_first)

    def _ordered_elsewhere(self, place: Place, *, is_all_open: bool) -> bool:
        """As the rest of the file has it; where nothing tells, days that stand beside plain ones are read day first."""
        if len(self.orders) == 1:
            self._say(place, "", "import.day.as_elsewhere", is_warning=True)
        elif is_all_open:
            self._say(place, "", "import.day.ask", column=place.column)
        else:
            self._say(place, "", "import.day.day_first", is_warning=True)
        return self.orders == {True}

    def _value(
        self, column: Column, cell: object, place: Place, how: ColumnReading, row: Mapping[str, Any]
    ) -> CellValue:
        if cell is FORMULA:
            self._say(place, "=…", "import.cell.formula")
            return CellValue(None)
        if isinstance(cell, Hidden):
            self._say(place, cell.value, "import.cell.hidden", is_warning=True)
        if is_empty_cell(cell):
            if column.required:
                self._say(place, None if isinstance(cell, Hidden) else cell, "cell.required")
            return CellValue(None)
        try:
            result = self._read(column, cell, how, row)
            if result.note == "import.cell.unit" and self._is_of_text(row):
                raise Unreadable("import.cell.decimal")
        except Unreadable as unreadable:
            if unreadable.key == "import.cell.decimal" and column.field == "value" and self._is_of_text(row):
                self._say(place, as_typed(cell), "import.goal.text", is_warning=True)
                return CellValue(None, more={"text": text(cell)})
            self.problems.append(Problem(place, as_typed(cell), unreadable.key, unreadable.facts))
            return CellValue(None)
        if isinstance(cell, str) and is_garbled(cell):
            self._say(place, cell, "import.cell.garbled", is_warning=True)
        if result.note:
            self.problems.append(Problem(place, as_typed(cell), result.note, result.facts, is_warning=True))
        return result

    def _read(self, column: Column, cell: object, how: ColumnReading, row: Mapping[str, Any]) -> CellValue:
        if how.scale is None:
            return read_cell(column, cell, how.days, row, comma=how.comma)
        return scaled(how.scale, column, lambda meant: read_cell(meant, cell, how.days, row, comma=how.comma))

    def _is_of_text(self, row: Mapping[str, Any]) -> bool:
        """Whether the row is of an indicator that is told in words."""
        return self.names.code("indicator", str(row.get("indicator") or "")) in self.of_text


def _typed_days(table: RecognisedSheet) -> Iterator[list[object]]:
    return (table.typed(at) for at, column in table.headings.columns.items() if column.cell in DAYS)


def draft_of(
    file: File,
    names: NameIndex,
    *,
    comma: bool | None = None,
    month_first: bool | None = None,
    zone: str = CITY_ZONE.key,
) -> PlanDraft:
    """The whole file as a draft with its problems; its hours are those of `zone` where it names none itself."""
    real, filled_in = without_examples(file)
    draft = Drafter(real, names, zone, comma=comma, month_first=month_first).draft()
    draft.problems += filled_in
    return draft
