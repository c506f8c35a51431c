"""Which tables of a file are sheets of the layout; what is said about titles, headings, layout and blanks."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from smartcity.commands.plan.import_schema import Place, Problem
from smartcity.domain.errors import Refused
from smartcity.exchange.workbook.body import TableBody, first_merged_range, table_body
from smartcity.exchange.workbook.cells import is_empty_cell
from smartcity.exchange.workbook.headings import Headings, sheet_of, table_headings
from smartcity.exchange.workbook.layout import REQUIRED_SHEETS, SHEETS, Sheet
from smartcity.exchange.workbook.letters import letters, plain_width
from smartcity.exchange.workbook.source import File, Line, Table
from smartcity.exchange.workbook.written_periods import LENGTHS, MONTHS
from smartcity.exchange.workbook.xlsx.rows import MOST_COLUMNS, letter_of

# By entity: the column in which the values of all of them stand.
VALUE_COLUMNS = {
    "target": "Target",
    "reading": "Realisasi",
    "budget": "Pagu",
    "budget_realisation": "Realisasi",
    "planned_percent": "Rencana (%)",
    "physical_update": "Realisasi (%)",
}
BEFORE = r"(?:(?:target|realisasi|capaian|pagu|anggaran|rencana|nilai|kondisi|tahun|thn|th|bulan)[\s.:-]*)*"
YEAR = r"(?:19|20)\d{2}"
PART = rf"(?:{'|'.join(sorted(LENGTHS, key=len, reverse=True))})[\s.:-]*(?:iv|i{{1,3}}|[1-4])"
MONTH = rf"(?:{'|'.join(sorted(MONTHS, key=len, reverse=True))})"
TIME = re.compile(rf"{BEFORE}(?:{YEAR}|(?:{PART}|{MONTH})(?:[\s.,/-]*{YEAR})?)(?:\s*\([^)]*\))?")


def side_by_side_headings(sheet: Sheet, heads: Headings, body: TableBody) -> tuple[str, ...]:
    """Their headings; none where the column of the values is filled as it is asked."""
    if sheet.entity not in VALUE_COLUMNS:
        return ()
    at = next((at for at, column in heads.columns.items() if column.heading == VALUE_COLUMNS[sheet.entity]), None)
    filled = at is not None and any(at < len(row.cells) and not is_empty_cell(row.cells[at]) for row in body.rows)
    in_time = (head for head in heads.other.values() if TIME.fullmatch(plain_width(head).casefold()))
    return () if filled else tuple(in_time)


# By entity: fields whose blank means something unless one of the others is filled, and the sentence that says what.
MEANINGFUL_BLANKS: Mapping[str, Sequence[tuple[str, Sequence[str], str]]] = {
    "indicator": (("agency", (), "import.blank.agency"), ("unit", (), "import.blank.unit")),
    "reading": (("quarter", ("half",), "import.blank.quarter"),),
}


def blank_warnings(sheet: Sheet, heads: Headings, line: Line, values: Mapping[str, Any]) -> Iterator[Problem]:
    """A warning; what could not be read is not blank."""
    for name, others, key in MEANINGFUL_BLANKS.get(sheet.entity, ()):
        at = next((at for at, column in heads.columns.items() if column.field == name), None)
        is_blank = at is None or at >= len(line.cells) or is_empty_cell(line.cells[at])
        if is_blank and all(values.get(other) is None for other in (name, *others)):
            yield Problem(Place(sheet.title, line.number, name), "", key, is_warning=True)


GUIDES = {"petunjuk", "guide"}


@dataclass(frozen=True, slots=True)
class RecognisedSheet:
    """A table with the sheet it is."""

    sheet: Sheet
    table: Table
    headings: Headings
    body: TableBody

    @property
    def is_complete(self) -> bool:
        return all(column in self.headings.columns.values() for column in self.sheet.columns if column.required)

    def typed(self, at: int) -> list[object]:
        """What is filled in one column."""
        cells = [line.cells[at] for line in self.body.rows if at < len(line.cells)]
        return [cell for cell in cells if not is_empty_cell(cell)]


def recognise_sheets(file: File, *, has_plan: bool = False) -> tuple[Mapping[str, RecognisedSheet], list[Problem]]:
    """By entity; of two tables of one sheet the first, with an error that names both.

    Where a plan is stored (`has_plan`), a file of other sheets alone may be added to it.

    Raises:
        Refused: none of them is a sheet of the layout.
    """
    tables, problems = _tables(file)
    if not tables:
        raise Refused("import.sheet.none", path=file.name)
    is_addition = has_plan and bool(tables) and not any(entity in tables for entity in REQUIRED_SHEETS)
    problems += () if is_addition else _missing(tables)
    sheets = {}
    for sheet in SHEETS:
        if table := tables.get(sheet.entity):
            heads = table_headings(sheet, table)
            sheets[sheet.entity] = RecognisedSheet(sheet, table, heads, table_body(heads))
            problems += _of_headings(sheets[sheet.entity])
            problems += _of_body(sheets[sheet.entity])
    return sheets, problems


def _tables(file: File) -> tuple[dict[str, Table], list[Problem]]:
    """A title of the layout goes before what else a sheet may be called."""
    tables: dict[str, Table] = {}
    problems: list[Problem] = []
    meant = [(table, *sheet_of(table.title)) for table in file.tables if letters(table.title) not in GUIDES]
    own = {sheet.entity for _table, sheet, is_own in meant if sheet and is_own}
    for table, sheet, is_own in meant:
        if sheet is None or (sheet.entity in own and not is_own):
            problems.append(_about(table.title, "import.sheet.unknown", sheet=table.title))
            continue
        if (first := tables.setdefault(sheet.entity, table)) is not table:
            facts = {"first": first.title, "second": table.title}
            problems.append(Problem(Place(table.title), "", "import.sheet.twice", facts))
        elif not is_own:
            problems.append(_about(table.title, "import.sheet.read_as", sheet=sheet.title))
    return tables, problems


def _about(title: str, key: str, *, row: int | None = None, column: str | None = None, **facts: object) -> Problem:
    """A warning."""
    return Problem(Place(title, row, column), column or "", key, facts, is_warning=True)


def _missing(tables: Mapping[str, Table]) -> Iterator[Problem]:
    for sheet in SHEETS:
        if sheet.entity in REQUIRED_SHEETS and sheet.entity not in tables:
            yield Problem(Place(sheet.title), "", "import.sheet.missing", {"sheet": sheet.title})


def _of_headings(recognised_sheet: RecognisedSheet) -> Iterator[Problem]:
    title, heads = recognised_sheet.sheet.title, recognised_sheet.headings
    for at in heads.formulas:
        yield Problem(Place(title, heads.row, letter_of(at)), "=…", "import.column.formula")
    beside = side_by_side_headings(recognised_sheet.sheet, heads, recognised_sheet.body)
    if beside:
        facts = {"columns": ", ".join(beside), "heading": VALUE_COLUMNS[recognised_sheet.sheet.entity]}
        yield Problem(Place(title, heads.row), "; ".join(beside), "import.column.beside", facts)
    for typed in heads.other.values():
        if typed not in beside:
            yield _about(title, _skipped(typed, heads), row=heads.row, column=typed)
    for at in sorted(heads.by_other_name):
        facts = {"heading": heads.columns[at].heading}
        yield _about(title, "import.column.read_as", row=heads.row, column=heads.typed[at], **facts)
    for column in recognised_sheet.sheet.columns:
        if column.required and column not in heads.columns.values():
            yield Problem(Place(title, None, column.heading), "", "import.column.missing", {"column": column.heading})


def _skipped(typed: str, heads: Headings) -> str:
    """What is said of a heading that means no column, or one that another means already."""
    read = {letters(heads.typed[at]) for at in heads.columns}
    return "import.column.twice" if letters(typed) in read else "import.column.unknown"


def _of_lines(title: str, body: TableBody) -> Iterator[Problem]:
    """Lines that hold no row, and rows that are hidden."""
    hidden = [line for line in body.rows if line.is_hidden]
    for key, lines in (("notes", body.notes), ("totals", body.totals), ("group", body.groups), ("hidden", hidden)):
        for line in lines:
            yield _about(title, f"import.row.{key}", row=line.number)


def _of_body(recognised_sheet: RecognisedSheet) -> Iterator[Problem]:
    title, table = recognised_sheet.sheet.title, recognised_sheet.table
    if merged := first_merged_range(recognised_sheet.headings, recognised_sheet.body.rows, table.merged):
        yield Problem(Place(title), merged, "import.sheet.merged", {"range": merged})
    if table.is_hidden:
        yield _about(title, "import.sheet.hidden", sheet=table.title)
    for at in sorted(table.hidden_columns & recognised_sheet.headings.columns.keys()):
        yield _about(title, "import.column.hidden", column=recognised_sheet.headings.columns[at].heading)
    yield from _of_lines(title, recognised_sheet.body)
    heads = recognised_sheet.headings
    named = heads.columns.keys() | heads.other.keys() | set(heads.formulas)
    bare = {at for line in recognised_sheet.body.rows for at, cell in enumerate(line.cells) if cell is not None} - named
    wide = next((line for line in table.lines if line.beyond is not None), None)
    if wide is not None and wide.beyond is not None:
        column = letter_of(wide.beyond)
        yield _about(title, "import.column.beyond", row=wide.number, column=column, most=MOST_COLUMNS)
    for at in sorted(bare):
        yield _about(title, "import.column.without", column=letter_of(at))
