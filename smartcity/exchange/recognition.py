"""Which tables of a file are sheets of the layout, and what is said about their titles, headings and layout."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from smartcity.commands.drafts import Place, Problem
from smartcity.domain.refusals import Refused
from smartcity.exchange.beside import VALUES, beside_each_other
from smartcity.exchange.body import Body, body, merged_in
from smartcity.exchange.headings import Headings, headings, sheet_of
from smartcity.exchange.layout import REQUIRED_SHEETS, SHEETS, Sheet
from smartcity.exchange.letters import letters
from smartcity.exchange.tables import File, Table
from smartcity.exchange.xlsx.rows import MOST_COLUMNS, letter_of

GUIDES = {"petunjuk", "guide"}


@dataclass(frozen=True, slots=True)
class Recognised:
    """A table with the sheet it is."""

    sheet: Sheet
    table: Table
    headings: Headings
    body: Body

    @property
    def is_complete(self) -> bool:
        return all(column in self.headings.columns.values() for column in self.sheet.columns if column.required)


def recognised(file: File, *, has_plan: bool = False) -> tuple[Mapping[str, Recognised], list[Problem]]:
    """By noun; of two tables of one sheet the first, with an error that names both.

    Where a plan is stored (`has_plan`), a file of other sheets alone may be added to it.

    Raises:
        Refused: none of them is a sheet of the layout.
    """
    tables, problems = _tables(file)
    if not tables:
        raise Refused("import.sheet.none", path=file.name)
    is_addition = has_plan and bool(tables) and not any(noun in tables for noun in REQUIRED_SHEETS)
    problems += () if is_addition else _missing(tables)
    found = {}
    for sheet in SHEETS:
        if table := tables.get(sheet.noun):
            heads = headings(sheet, table)
            found[sheet.noun] = Recognised(sheet, table, heads, body(heads))
            problems += _of_headings(found[sheet.noun])
            problems += _of_body(found[sheet.noun])
    return found, problems


def _tables(file: File) -> tuple[dict[str, Table], list[Problem]]:
    """A title of the layout goes before what else a sheet may be called."""
    found: dict[str, Table] = {}
    problems: list[Problem] = []
    meant = [(table, *sheet_of(table.title)) for table in file.tables if letters(table.title) not in GUIDES]
    own = {sheet.noun for _table, sheet, is_own in meant if sheet and is_own}
    for table, sheet, is_own in meant:
        if sheet is None or (sheet.noun in own and not is_own):
            problems.append(_about(table.title, "import.sheet.unknown", sheet=table.title))
            continue
        if (first := found.setdefault(sheet.noun, table)) is not table:
            facts = {"first": first.title, "second": table.title}
            problems.append(Problem(Place(table.title), "", "import.sheet.twice", facts))
        elif not is_own:
            problems.append(_about(table.title, "import.sheet.read_as", sheet=sheet.title))
    return found, problems


def _about(title: str, key: str, *, row: int | None = None, column: str | None = None, **facts: object) -> Problem:
    """A warning."""
    return Problem(Place(title, row, column), column or "", key, facts, is_warning=True)


def _missing(tables: Mapping[str, Table]) -> Iterator[Problem]:
    for sheet in SHEETS:
        if sheet.noun in REQUIRED_SHEETS and sheet.noun not in tables:
            yield Problem(Place(sheet.title), "", "import.sheet.missing", {"sheet": sheet.title})


def _of_headings(found: Recognised) -> Iterator[Problem]:
    title, heads = found.sheet.title, found.headings
    for at in heads.formulas:
        yield Problem(Place(title, heads.row, letter_of(at)), "=…", "import.column.formula")
    beside = beside_each_other(found.sheet, heads, found.body)
    if beside:
        facts = {"columns": ", ".join(beside), "heading": VALUES[found.sheet.noun]}
        yield Problem(Place(title, heads.row), "; ".join(beside), "import.column.beside", facts)
    for typed in heads.other.values():
        if typed not in beside:
            yield _about(title, _skipped(typed, heads), row=heads.row, column=typed)
    for at in sorted(heads.by_other_name):
        facts = {"heading": heads.columns[at].heading}
        yield _about(title, "import.column.read_as", row=heads.row, column=heads.typed[at], **facts)
    for column in found.sheet.columns:
        if column.required and column not in heads.columns.values():
            yield Problem(Place(title, None, column.heading), "", "import.column.missing", {"column": column.heading})


def _skipped(typed: str, heads: Headings) -> str:
    """What is said of a heading that means no column, or one that another means already."""
    read = {letters(heads.typed[at]) for at in heads.columns}
    return "import.column.twice" if letters(typed) in read else "import.column.unknown"


def _of_body(found: Recognised) -> Iterator[Problem]:
    title, table = found.sheet.title, found.table
    if merged := merged_in(found.headings, found.body.rows, table.merged):
        yield Problem(Place(title), merged, "import.sheet.merged", {"range": merged})
    if table.is_hidden:
        yield _about(title, "import.sheet.hidden", sheet=table.title)
    for at in sorted(table.hidden_columns & found.headings.columns.keys()):
        yield _about(title, "import.column.hidden", column=found.headings.columns[at].heading)
    for key, lines in (("notes", found.body.notes), ("totals", found.body.totals), ("group", found.body.groups)):
        for line in lines:
            yield _about(title, f"import.row.{key}", row=line.number)
    for line in found.body.rows:
        if line.is_hidden:
            yield _about(title, "import.row.hidden", row=line.number)
    named = found.headings.columns.keys() | found.headings.other.keys() | set(found.headings.formulas)
    bare = {at for line in found.body.rows for at, cell in enumerate(line.cells) if cell is not None} - named
    wide = next((line for line in table.lines if line.beyond is not None), None)
    if wide is not None and wide.beyond is not None:
        column = letter_of(wide.beyond)
        yield _about(title, "import.column.beyond", row=wide.number, column=column, most=MOST_COLUMNS)
    for at in sorted(bare):
        yield _about(title, "import.column.without", column=letter_of(at))
