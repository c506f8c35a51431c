"""From plain tables to a draft: every cell typed by its column, every doubt a problem with its place."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from smartcity.commands.drafts import DraftRow, Place, PlanDraft, Problem
from smartcity.domain.kinds import Direction
from smartcity.domain.zone import CITY_ZONE
from smartcity.exchange.blanks import blanks
from smartcity.exchange.cells import Read, Unreadable, is_unknown, text
from smartcity.exchange.days import Reading
from smartcity.exchange.decimals import marks
from smartcity.exchange.examples import without_examples
from smartcity.exchange.goals import tokens
from smartcity.exchange.heading_scales import Scale, heading_scale, scale_warning, scaled
from smartcity.exchange.layout import SHEETS, Cell, Column
from smartcity.exchange.letters import is_garbled
from smartcity.exchange.names import DIMENSIONS, Names, official_dimensions
from smartcity.exchange.orders import order
from smartcity.exchange.recognition import Recognised, recognised
from smartcity.exchange.references import resolve
from smartcity.exchange.scales import is_of_one_scale, of_another_scale
from smartcity.exchange.tables import FORMULA, File
from smartcity.exchange.values import read
from smartcity.exchange.xlsx.formatted import Hidden, as_typed

DAYS = (Cell.DAY, Cell.INSTANT)
HIGHEST_MONTH = 12


class Manner(NamedTuple):
    """How the cells of a column are read; `comma` is its decimal mark, where the column decides it."""

    days: Reading
    comma: bool | None
    scale: Scale | None


class Drafter:
    """Reads one file.

    `comma` answers which decimal mark is meant, `month_first` how days are ordered, where a column leaves it open.
    """

    def __init__(self, file: File, names: Names, comma: bool | None, month_first: bool | None, zone: str) -> None:
        self.file = file
        self.names = names
        self.comma = comma
        self.month_first = month_first
        self.zone = ZoneInfo(zone)
        self.of_text: set[str] = set()
        self.sheets, self.problems = recognised(file, has_plan=names.knows("programme"))
        self.orders = frozenset[bool]().union(
            *(order(_typed(found, at)).proved for found in self.sheets.values() for at in _day_columns(found))
        )

    def draft(self) -> PlanDraft:
        rows: dict[str, list[DraftRow]] = {}
        for sheet in SHEETS:
            if found := self.sheets.get(sheet.noun):
                rows[sheet.noun] = list(self._rows(found))
                self._take_in(sheet.noun, rows[sheet.noun])
        if (plan := self.sheets.get("masterplan")) and not plan.body.rows:
            self._say(Place(plan.sheet.title, None, "name"), "", "import.row.no_plan")
        self.problems += resolve(rows, self.names)
        return PlanDraft(self.file.name, self.file.sha256, rows, self.problems)

    def _take_in(self, noun: str, rows: list[DraftRow]) -> None:
        """What later sheets are read by: names, and the zone in which the plan's hours are told."""
        if noun == "masterplan" and rows:
            self._settle_zone(rows[0])
        if noun == "dimension":
            self._spell_officially(rows)
        if noun == "indicator":
            self.of_text = {row.values["code"] for row in rows if row.values.get("direction") is Direction.TEXT}
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

    def _rows(self, found: Recognised) -> Iterator[DraftRow]:
        if not found.is_complete:
            return
        columns = found.headings.columns
        manners = {at: self._manner(found, at) for at in columns}
        for line in found.body.rows:
            values: dict[str, Any] = {}
            more: dict[str, Any] = {}
            for at, column in columns.items():
                cell = line.cells[at] if at < len(line.cells) else None
                if cell is None and not column.required:
                    values[column.field] = None
                    continue
                place = Place(found.sheet.title, line.number, column.heading)
                one = self._value(column, cell, place, manners[at], values)
                values[column.field] = one.value
                if one.more:
                    more |= one.more
            values |= {name: value for name, value in more.items() if values.get(name) is None}
            self.problems += blanks(found.sheet, found.headings, line, values)
            yield DraftRow(Place(found.sheet.title, line.number), values)

    def _manner(self, found: Recognised, at: int) -> Manner:
        comma, scale = self._decimal_mark(found, at), heading_scale(found.headings, at)
        self._name_other_scale(found, at, found.headings.columns[at], comma)
        if scale:
            self.problems.append(scale_warning(scale, found.headings, at, found.sheet.title))
        return Manner(self._reading(found, at), comma, scale)

    def _decimal_mark(self, found: Recognised, at: int) -> bool | None:
        column = found.headings.columns[at]
        if column.cell is not Cell.DECIMAL:
            return None
        typed = (cell for cell in _typed(found, at) if isinstance(cell, str))
        proved, is_open = marks(token for cell in typed for token in tokens(cell))
        place = Place(found.sheet.title, None, column.heading)
        if len(proved) == 2:
            self._say(place, "", "import.decimal.mixed", column=column.heading)
        if proved:
            return True in proved
        if is_open and self.comma is None:
            self._say(place, "", "import.decimal.ask", column=column.heading)
        return self.comma

    def _name_other_scale(self, found: Recognised, at: int, column: Column, comma: bool | None) -> None:
        if not is_of_one_scale(column):
            return
        lines = [(line.number, line.cells[at]) for line in found.body.rows if at < len(line.cells)]
        cells = [(number, cell) for number, cell in lines if not is_unknown(cell)]
        for number, cell in of_another_scale(column, cells, comma):
            place = Place(found.sheet.title, number, column.heading)
            self._say(place, as_typed(cell), "import.column.two_scales", is_warning=True)

    def _reading(self, found: Recognised, at: int) -> Reading:
        """In the zone as the plan's own row tells it, which is read before every other sheet."""
        column = found.headings.columns[at]
        month_first = column.cell in DAYS and self._is_month_first(found, at)
        return Reading(column.edge, month_first, self.zone, found.table.is_1904)

    def _is_month_first(self, found: Recognised, at: int) -> bool:
        typed = _typed(found, at)
        seen = order(typed)
        place = Place(found.sheet.title, None, found.headings.columns[at].heading)
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

    def _value(self, column: Column, cell: object, place: Place, how: Manner, row: Mapping[str, Any]) -> Read:
        if cell is FORMULA:
            self._say(place, "=…", "import.cell.formula")
            return Read(None)
        if isinstance(cell, Hidden):
            self._say(place, cell.value, "import.cell.hidden", is_warning=True)
        if is_unknown(cell):
            if column.required:
                self._say(place, None if isinstance(cell, Hidden) else cell, "import.cell.required")
            return Read(None)
        try:
            found = self._read(column, cell, how, row)
            if found.note == "import.cell.unit" and self._is_of_text(row):
                raise Unreadable("import.cell.decimal")
        except Unreadable as doubt:
            if doubt.key == "import.cell.decimal" and column.field == "value" and self._is_of_text(row):
                self._say(place, as_typed(cell), "import.goal.text", is_warning=True)
                return Read(None, more={"text": text(cell)})
            self.problems.append(Problem(place, as_typed(cell), doubt.key, doubt.facts))
            return Read(None)
        if isinstance(cell, str) and is_garbled(cell):
            self._say(place, cell, "import.cell.garbled", is_warning=True)
        if found.note:
            self.problems.append(Problem(place, as_typed(cell), found.note, found.facts, is_warning=True))
        return found

    def _read(self, column: Column, cell: object, how: Manner, row: Mapping[str, Any]) -> Read:
        if how.scale is None:
            return read(column, cell, how.days, how.comma, row)
        return scaled(how.scale, column, lambda meant: read(meant, cell, how.days, how.comma, row))

    def _is_of_text(self, row: Mapping[str, Any]) -> bool:
        """Whether the row is of an indicator that is told in words."""
        return self.names.code("indicator", str(row.get("indicator") or "")) in self.of_text


def _day_columns(found: Recognised) -> Iterator[int]:
    return (at for at, column in found.headings.columns.items() if column.cell in DAYS)


def _typed(found: Recognised, at: int) -> list[object]:
    """What is filled in one column."""
    cells = [line.cells[at] for line in found.body.rows if at < len(line.cells)]
    return [cell for cell in cells if not is_unknown(cell)]


def draft_of(
    file: File,
    names: Names,
    *,
    comma: bool | None = None,
    month_first: bool | None = None,
    zone: str = CITY_ZONE.key,
) -> PlanDraft:
    """The whole file as a draft with its problems; its hours are those of `zone` where it names none itself."""
    real, filled_in = without_examples(file)
    draft = Drafter(real, names, comma, month_first, zone).draft()
    draft.problems += filled_in
    return draft
