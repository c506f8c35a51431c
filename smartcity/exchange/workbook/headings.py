"""Which sheet of the layout a table is, where its headings stand, and which column each of them means."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from smartcity.exchange.workbook.layout import SHEETS, Column, Sheet
from smartcity.exchange.workbook.layout.columns import declared, spellings
from smartcity.exchange.workbook.letters import letters, visible
from smartcity.exchange.workbook.source import FORMULA, Line, Table
from smartcity.exchange.workbook.written_periods import YEARS

FIRST_ROWS = 10
NUMBERED = re.compile(
    r"^\s*\(?\d{1,2}[.)]?\s+"
    r"|^\s*(?:data|daftar|tabel|sheet|lampiran|lamp\.|form|format)\s+(?:(?:[ivx]+|\d{1,2})[.):]*\s+)?",
    re.IGNORECASE,
)
OF_YEARS = re.compile(r"\s+(?:tahun\s+|ta\s+)?(?:19|20)\d{2}(?:\s*[-\u2013/]\s*(?:19|20)\d{2})?$", re.IGNORECASE)
BRACKETS = re.compile(r"\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Headings:
    """`row` is where they stand, `body` what stands below; `typed` are all of them, `other` those that mean no column.

    `above` are the texts over them.
    """

    row: int
    columns: Mapping[int, Column]
    by_other_name: frozenset[int]
    typed: Mapping[int, str]
    other: Mapping[int, str]
    above: tuple[str, ...]
    formulas: tuple[int, ...]
    body: tuple[Line, ...]


@cache
def _titles() -> tuple[dict[str, Sheet], dict[str, Sheet]]:
    """By the titles of the layout, and by what else people call the sheets."""
    own = {letters(sheet.title): sheet for sheet in SHEETS}
    other = {letters(name): sheet for sheet in SHEETS for name in sheet.other_names}
    return own, {name: sheet for name, sheet in other.items() if name and name not in own}


def sheet_of(title: str) -> tuple[Sheet | None, bool]:
    """The sheet meant, and whether by its own title."""
    own, other = _titles()
    if letters(title) in own:
        return own[letters(title)], True
    bare = NUMBERED.sub("", visible(title))
    for name in (title, bare, BRACKETS.sub("", bare), OF_YEARS.sub("", bare)):
        if sheet := own.get(letters(name)) or other.get(letters(name)):
            return sheet, False
    return None, False


@cache
def _columns(sheet: Sheet) -> tuple[dict[str, Column], dict[str, Column]]:
    """By their headings, and by what else they are called; a name that could mean two columns means none."""
    own = {letters(column.heading): column for column in sheet.columns}
    other: dict[str, Column | None] = {}
    for column in sheet.columns:
        for name in {letters(name) for name in _other_names(sheet, column)} - own.keys() - {""}:
            other[name] = None if name in other else column
    return own, {name: column for name, column in other.items() if column is not None}


def _other_names(sheet: Sheet, column: Column) -> Iterator[str]:
    names = declared("names")
    for name in spellings(names["columns"].get(column.field, "")):
        yield from _of_agencies(names["words"], name[1:-1]) if name.startswith("{") else (name,)
    called = (sheet.title, *sheet.other_names)
    if column.field in ("code", "name"):
        before = ("Kode", "ID", "No") if column.field == "code" else ("Nama", "Uraian", "")
        yield from (f"{word} {name}" for word in before for name in called)
    yield f"{column.heading} {sheet.title}"
    if column.refers:
        yield from (f"{word} {column.heading}" for word in ("Kode", "Nama"))


def _of_agencies(words: Mapping[str, Sequence[str]], role: str) -> Iterator[str]:
    """Every word for an agency with every word for what it does; one of both may be left out."""
    return (f"{agency} {does}".strip() for agency in words["agency"] for does in words[role])


def table_headings(sheet: Sheet, table: Table) -> Headings:
    """The row, or the two rows, of the first ten in which most headings are recognised."""
    lines = table.lines
    best: tuple[int, ...] = (0,) if lines else ()
    most = len(_recognised(sheet, _heads(lines, best)))
    for start in range(min(FIRST_ROWS, len(lines))):
        for rows in ((start,), (start, start + 1)):
            count = _count(sheet, lines, rows)
            if count > most:
                best, most = rows, count
    return _headings(sheet, lines, best)


def _count(sheet: Sheet, lines: Sequence[Line], rows: tuple[int, ...]) -> int:
    """Of two rows, the lower one holds headings only."""
    if rows[-1] >= len(lines):
        return 0
    if len(rows) == 2:
        lower = _heads(lines, rows[1:])
        filled = {at for at, cell in enumerate(lines[rows[1]].cells) if cell is not None}
        if not filled or filled - _recognised(sheet, lower).keys():
            return 0
    return len(_recognised(sheet, _heads(lines, rows)))


def _heads(lines: Sequence[Line], rows: tuple[int, ...]) -> dict[int, str]:
    """The lower of two rows counts where both are filled."""
    return {
        at: head
        for row in rows
        for at, cell in enumerate(lines[row].cells)
        if (head := visible(cell) if isinstance(cell, str) else _year(cell))
    }


def _year(cell: object) -> str:
    return str(cell) if isinstance(cell, int) and cell in YEARS else ""


def _recognised(sheet: Sheet, heads: Mapping[int, str]) -> dict[int, tuple[Column, bool]]:
    """Column and whether by another name; a column is taken once, its own heading first."""
    columns: dict[int, tuple[Column, bool]] = {}
    for is_other, names in enumerate(_columns(sheet)):
        for at, head in heads.items():
            column = names.get(letters(head)) or names.get(letters(BRACKETS.sub("", head)))
            if at not in columns and column and all(column != taken for taken, _ in columns.values()):
                columns[at] = column, bool(is_other)
    return columns


def _headings(sheet: Sheet, lines: Sequence[Line], rows: tuple[int, ...]) -> Headings:
    heads = _heads(lines, rows)
    by_place = _recognised(sheet, heads)
    order = {column: place for place, column in enumerate(sheet.columns)}
    columns = {at: column for at, (column, _) in sorted(by_place.items(), key=lambda item: order[item[1][0]])}
    last = lines[rows[-1]] if rows else Line(1, ())
    return Headings(
        row=last.number,
        columns=columns,
        by_other_name=frozenset(at for at, (_, is_other) in by_place.items() if is_other),
        typed=heads,
        other={at: head for at, head in heads.items() if at not in by_place},
        above=tuple(cell for line in lines[: rows[-1]] for cell in line.cells if isinstance(cell, str)) if rows else (),
        formulas=tuple(at for at, cell in enumerate(last.cells) if cell is FORMULA),
        body=tuple(lines[rows[-1] + 1 :]) if rows else (),
    )
