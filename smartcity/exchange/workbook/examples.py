"""One example row per sheet of the template. Its first cell begins with a mark, by which the import leaves it out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC
from functools import cache
from typing import Any

from smartcity.commands.plan.import_schema import Place, Problem
from smartcity.domain.text import comparable
from smartcity.exchange.workbook.layout import SHEET_BY_ENTITY, SHEETS
from smartcity.exchange.workbook.source import File, Line, Table
from smartcity.exchange.workbook.writing import cell_value
from smartcity.i18n.catalog import LANGUAGES
from smartcity.i18n.words import Words

EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    sheet.entity: {column.field: column.example for column in sheet.columns if column.example is not None}
    for sheet in SHEETS
}


def example_cells(entity: str, words: Words) -> list[object]:
    """The row as it stands in the template, marked."""
    cells = [cell_value(column.example, words, UTC) for column in SHEET_BY_ENTITY[entity].columns]
    return [f"{words.say('import.example')} {cells[0]}", *cells[1:]]


def without_examples(file: File) -> tuple[File, list[Problem]]:
    """The file without marked rows, and a warning for each of these in which somebody wrote."""
    problems = [
        Problem(Place(table.title, line.number), _first(line), "import.row.example", is_warning=True)
        for table in file.tables
        for line in table.lines
        if is_example(line) and any(isinstance(cell, str) and cell not in _texts() for cell in line.cells)
    ]
    return replace(file, tables=tuple(map(_without, file.tables))), problems


def _without(table: Table) -> Table:
    return replace(table, lines=tuple(line for line in table.lines if not is_example(line)))


def is_example(line: Line) -> bool:
    first = _first(line).lstrip()
    if first[:1].isascii() and not first.casefold().startswith(tuple(mark[0] for mark in _marks())):
        return False
    return comparable(first).startswith(_marks())


def _first(line: Line) -> str:
    first = next((cell for cell in line.cells if cell not in (None, "")), None)
    return first if isinstance(first, str) else ""


@cache
def _marks() -> tuple[str, ...]:
    return tuple(comparable(Words(language).say("import.example")) for language in LANGUAGES)


@cache
def _texts() -> frozenset[str]:
    """Every text of the examples, in every language."""
    return frozenset(_all_texts())


def _all_texts() -> Iterator[str]:
    for language in LANGUAGES:
        for entity in EXAMPLES:
            cells: Sequence[object] = example_cells(entity, Words(language))
            yield from (cell for cell in cells if isinstance(cell, str))
