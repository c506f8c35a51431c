"""Which lines below the headings are rows of the table, and which are numbering, totals or notes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from smartcity.exchange.workbook.headings import Headings
from smartcity.exchange.workbook.letters import visible
from smartcity.exchange.workbook.source import Line
from smartcity.exchange.workbook.xlsx.rows import number_of

NUMBER = re.compile(r"\(?\s*(\d{1,2})\s*\)?")
TOTAL = re.compile(r"(?:sub\s*-?\s*)?(?:jumlah|total|grand total|rata-rata|rerata)\b", re.IGNORECASE)
NOTE = re.compile(
    r"(?:catatan|keterangan|ket\b|sumber|note|source|mengetahui|ditetapkan|disusun|legenda|petunjuk)|\*", re.IGNORECASE
)
RANGE = re.compile(r"\$?([A-Z]{1,4})\$?(\d{1,9}):\$?([A-Z]{1,4})\$?(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TableBody:
    rows: tuple[Line, ...]
    notes: tuple[Line, ...]
    totals: tuple[Line, ...]
    groups: tuple[Line, ...]


def table_body(heads: Headings) -> TableBody:
    """Lines in which no column of the layout is filled are nothing; a line that numbers the columns is none either."""
    lines = [line for line in heads.body if any(_cell(line, at) is not None for at in heads.columns)]
    if lines and _numbers_columns(lines[0]):
        lines = lines[1:]
    totals = [line for line in lines if _is_total(line, heads)]
    lines = [line for line in lines if line not in totals]
    end = _end(lines, heads)
    groups = [line for line in lines[:end] if _is_group(line, heads)]
    rows = [line for line in lines[:end] if line not in groups] if groups else lines[:end]
    return TableBody(tuple(rows), tuple(lines[end:]), tuple(totals), tuple(groups))


def _is_group(line: Line, heads: Headings) -> bool:
    """A sentence alone where a code is asked, which names the rows below; or the headings once more."""
    at, first = next((at, cell) for at in range(len(line.cells)) if (cell := _cell(line, at)) is not None)
    if not isinstance(first, str):
        return False
    if visible(first) == heads.typed.get(at):
        return all(isinstance(cell, str) and visible(cell) in heads.typed.values() for cell in _filled(line))
    column = heads.columns.get(at)
    is_sentence = column is not None and column.field == "code" and len(first.split()) > 2
    return is_sentence and _count_required(heads) > 1 and len(_filled(line)) == 1


def _cell(line: Line, at: int) -> object:
    cell = line.cells[at] if at < len(line.cells) else None
    return None if isinstance(cell, str) and not visible(cell) else cell


def _filled(line: Line) -> list[object]:
    return [cell for at in range(len(line.cells)) if (cell := _cell(line, at)) is not None]


def _numbers_columns(line: Line) -> bool:
    """`1 2 3 …` or `(1) (2) (3) …`, as tables of authorities have it below their headings."""
    matches = [NUMBER.fullmatch(str(cell)) for cell in _filled(line)]
    numbers = [int(match[1]) for match in matches if match]
    return len(numbers) == len(matches) >= 3 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def _count_filled_required(line: Line, heads: Headings) -> int:
    return sum(_cell(line, at) is not None for at, column in heads.columns.items() if column.required)


def _count_required(heads: Headings) -> int:
    return sum(column.required for column in heads.columns.values())


def _is_total(line: Line, heads: Headings) -> bool:
    first = next((cell for cell in _filled(line) if isinstance(cell, str)), "")
    return bool(TOTAL.match(visible(first))) and _count_filled_required(line, heads) < _count_required(heads)


def _end(lines: Sequence[Line], heads: Headings) -> int:
    """Where the notes under the table begin: after a gap, or with a word or a place that says so."""
    end = start = len(lines)
    while start and _may_be_note(lines[start - 1], heads):
        start -= 1
        before = lines[start - 1].number if start else heads.row
        if _is_note(lines[start], heads) or lines[start].number > before + 1:
            end = start
    return end


def _may_be_note(line: Line, heads: Headings) -> bool:
    return _count_filled_required(line, heads) <= (1 if _count_required(heads) > 1 else 0) and len(_filled(line)) <= 3


def _is_note(line: Line, heads: Headings) -> bool:
    first = _filled(line)[0]
    if not isinstance(first, str):
        return False
    at = next(at for at in range(len(line.cells)) if _cell(line, at) is not None)
    is_sentence = at == min(heads.columns) and len(visible(first).split()) > 2
    return bool(NOTE.match(visible(first))) or is_sentence


def first_merged_range(heads: Headings, rows: Sequence[Line], merged: Sequence[str]) -> str | None:
    """The first merged range that holds rows of the table in columns of the layout."""
    numbers = {line.number for line in rows}
    for text in merged:
        if place := RANGE.fullmatch(text):
            left, right = number_of(place[1]), number_of(place[3])
            lines = range(int(place[2]), min(int(place[4]), max(numbers, default=0)) + 1)
            if any(left <= at <= right for at in heads.columns) and not numbers.isdisjoint(lines):
                return text
    return None
