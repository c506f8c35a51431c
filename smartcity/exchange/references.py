"""Names and aliases in the cells of a draft become codes, once every sheet has been read."""

from collections.abc import Iterator, Mapping, Sequence

from smartcity.commands.drafts import DraftRow, Place, Problem
from smartcity.exchange.layout import SHEETS, Cell, Column
from smartcity.exchange.names import Names

# Misspelt names are taken for what they mean in these nouns only.
FORGIVEN = ("dimension", "sub_dimension")


def resolve(rows: Mapping[str, Sequence[DraftRow]], names: Names) -> Iterator[Problem]:
    """Changes the rows in place; yields what was taken for something else than it says."""
    for sheet in SHEETS:
        linked = [column for column in sheet.columns if column.refers and column.field != "code"]
        for row in rows.get(sheet.noun, ()) if linked else ():
            for column in linked:
                if row.values.get(column.field) is not None:
                    yield from _resolve_cell(column, row, names)


def _resolve_cell(column: Column, row: DraftRow, names: Names) -> Iterator[Problem]:
    noun, typed = column.refers or "", row.values[column.field]
    if column.cell is Cell.CODES:
        row.values[column.field] = _once(names.code(noun, name) or name for name in names.split(noun, typed))
        return
    code = names.code(noun, typed)
    if code is None and column.field == "lead_agency":
        yield from _share_out(column, row, names)
    elif code is None and noun in FORGIVEN and (meant := names.near(noun, typed)):
        row.values[column.field] = names.code(noun, meant)
        yield _warning(column, row, typed, "import.row.misspelt", meant=meant)
    else:
        row.values[column.field] = code or typed


def _share_out(column: Column, row: DraftRow, names: Names) -> Iterator[Problem]:
    """Two owners in one cell: the first leads, the rest support."""
    typed = row.values[column.field]
    owners = [names.code("agency", name) or name for name in names.split("agency", typed)]
    if len(owners) < 2 or names.code("agency", owners[0]) is None:
        return
    row.values[column.field] = owners[0]
    row.values["supports"] = "; ".join([*owners[1:], *filter(None, [row.values.get("supports")])])
    yield _warning(column, row, typed, "import.row.two_owners", lead=owners[0])


def _once(codes: Iterator[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))


def _warning(column: Column, row: DraftRow, typed: str, key: str, **facts: object) -> Problem:
    return Problem(Place(row.place.sheet, row.place.row, column.heading), typed[:60], key, facts, True)
