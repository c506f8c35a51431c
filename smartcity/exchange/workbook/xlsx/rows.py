"""The rows of one sheet: every cell as people see it, and what of the sheet is merged or hidden."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import lru_cache
from xml.etree.ElementTree import Element

from smartcity.exchange.workbook.letters import unescaped, visible
from smartcity.exchange.workbook.xlsx.formatted import ErrorValue, formatted
from smartcity.exchange.workbook.xlsx.package import GENERAL, MAIN, Package, WorkbookParts, text_of

MOST_COLUMNS = 200
FORMULA = object()
ROW, CELL, VALUE, INLINE = (MAIN + name for name in ("row", "c", "v", "is"))
FORMULA_TAG, MERGED, COLUMN = (MAIN + name for name in ("f", "mergeCell", "col"))
TRUE = ("1", "true")


@dataclass(frozen=True, slots=True)
class Row:
    """`beyond` is the first filled cell behind the last column that is read."""

    number: int
    cells: tuple[object, ...]
    is_hidden: bool = False
    beyond: int | None = None


@dataclass(slots=True)
class SheetRows:
    """`merged` and `hidden_columns` are filled while the rows are read."""

    package: Package
    part: str
    shared: WorkbookParts
    merged: list[str] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)

    def rows(self) -> Iterator[Row]:
        """Those in which a cell holds something: a sheet may have a million others."""
        number = 0
        for element in self.package.elements(self.part):
            if element.tag == ROW:
                number = _number(element.get("r"), number)
                if any(map(len, element)):
                    cells = self._cells(element)
                    yield Row(number, cells, element.get("hidden") in TRUE, self._beyond(element))
                element.clear()
            elif element.tag == MERGED:
                self.merged.append(element.get("ref", ""))
            elif element.tag == COLUMN and element.get("hidden") in TRUE:
                last = min(int(element.get("max", "0")), MOST_COLUMNS)
                self.hidden_columns |= set(range(int(element.get("min", "1")) - 1, last))

    def _cells(self, row: Element) -> tuple[object, ...]:
        cells: list[object] = []
        for cell in row:
            if cell.tag != CELL:
                continue
            if not len(cell) and cell.get("r"):
                continue  # formatted and empty, as whole columns often are
            at = column_of(cell.get("r", "")) if cell.get("r") else len(cells)
            if at >= MOST_COLUMNS:
                break
            cells += [None] * (at + 1 - len(cells))
            cells[at] = self._value(cell)
        return tuple(cells)

    def _beyond(self, row: Element) -> int | None:
        """Cells stand in the order of their columns."""
        last = None
        for place, cell in enumerate(reversed([cell for cell in row if cell.tag == CELL]), start=1):
            at = column_of(cell.get("r", "")) if cell.get("r") else len(row) - place
            if at < MOST_COLUMNS:
                break
            last = at if is_filled(self._value(cell)) else last
        return last

    def _value(self, cell: Element) -> object:
        kind = cell.get("t", "n")
        if cell.find(FORMULA_TAG) is not None:
            return FORMULA
        if kind == "inlineStr":
            return text_of(cell.find(INLINE)) or None
        typed = cell.findtext(VALUE)
        if not typed:
            return None
        match kind:
            case "s":
                return self._shared_text(int(typed))
            case "b":
                return typed.strip() in TRUE
            case "e":
                return ErrorValue(typed)
            case "d":
                return iso_value(typed)
            case "n":
                return self._number(typed, int(cell.get("s") or 0))
            case _:
                return unescaped(typed)

    def _shared_text(self, at: int) -> str | None:
        if at < 0:
            raise ValueError(at)
        return self.shared.shared_texts[at] or None

    def _number(self, typed: str, style: int) -> object:
        value = int(typed) if typed.isdecimal() and len(typed) < 16 else float(typed)
        if value in (float("inf"), float("-inf")) or value != value:
            raise ValueError(typed)
        code = self.shared.codes[style] if style < len(self.shared.codes) else GENERAL
        return value if code == GENERAL else formatted(value, code, is_1904=self.shared.is_1904)


def is_filled(cell: object) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(visible(cell)))


def _number(typed: str | None, before: int) -> int:
    return before + 1 if typed is None else int(float(typed))


@lru_cache(maxsize=100_000)
def column_of(place: str) -> int:
    """`C7` is 2; raises ValueError for what no sheet has."""
    column = number_of(place.rstrip("0123456789"))
    if not 0 <= column < 16_384:
        raise ValueError(place)
    return column


def number_of(letters: str) -> int:
    """`C` is 2."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter.upper()) - 64
    return number - 1


def iso_value(typed: str) -> date | datetime | time:
    """An ISO day, hour or instant; a `Z` or an offset stays with it."""
    if "T" not in typed:
        return date.fromisoformat(typed)
    return time.fromisoformat(typed) if typed.startswith("T") else datetime.fromisoformat(typed)


def letter_of(at: int) -> str:
    """2 is `C`."""
    letters, rest = "", at + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return letters
