"""Names and aliases in the cells of a draft become codes, once every sheet has been read."""

from collections.abc import Iterator, Mapping, Sequence

from smartcity.commands.plan.import_schema import DraftRow, Problem
from smartcity.exchange.workbook.layout import SHEET_BY_ENTITY, SHEETS, Cell, Column
from smartcity.exchange.workbook.names import NamedRow, NameIndex

# Misspelt names are taken for what they mean in these entities only.
FORGIVEN = ("dimension", "sub_dimension")
# Columns of one agency beside which others may stand as its support.
LED = [
    column
    for sheet in SHEETS
    if any(other.field == "supports" for other in sheet.columns)
    for column in sheet.columns
    if column.field in ("lead_agency", "agency")
]


def resolve(rows: Mapping[str, Sequence[DraftRow]], names: NameIndex) -> Iterator[Problem]:
    """Changes the rows in place; yields what was taken for something else than it says."""
    for sheet in SHEETS:
        linked = [column for column in sheet.columns if column.refers]
        for row in rows.get(sheet.entity, ()) if linked else ():
            for column in linked:
                if row.values.get(column.field) is not None:
                    yield from _resolve_cell(column, row, names)


def _resolve_cell(column: Column, row: DraftRow, names: NameIndex) -> Iterator[Problem]:
    if column.cell is Cell.CODES:
        yield from _resolve_list(column, row, names)
        return
    entity, typed = column.refers or "", row.values[column.field]
    bearers = names.rows_named(entity, typed)
    if len(bearers) > 1:
        row.values[column.field] = None
        yield _ambiguous(column, row, typed, bearers)
    elif not bearers and (other := names.lookalike(entity, typed)):
        row.values[column.field] = None
        yield row.error(column.heading, "import.row.looks_like", cell=typed[:60], other=other[:60])
    elif not bearers and column in LED:
        yield from _share_out(column, row, names)
    elif not bearers and entity in FORGIVEN and (meant := names.misspelt(entity, typed)):
        row.values[column.field] = names.code(entity, meant) or typed
        yield row.warning(column.heading, "import.row.misspelt", cell=typed[:60], meant=meant)
    else:
        row.values[column.field] = bearers[0].code if bearers else typed


def _resolve_list(column: Column, row: DraftRow, names: NameIndex) -> Iterator[Problem]:
    entity = column.refers or ""
    codes = []
    for name in names.split(entity, row.values[column.field]):
        bearers = names.rows_named(entity, name)
        if len(bearers) > 1:
            yield _ambiguous(column, row, name, bearers)
        elif not bearers and (other := names.lookalike(entity, name)):
            yield row.error(column.heading, "import.row.looks_like", cell=name[:60], other=other[:60])
        else:
            codes.append(bearers[0].code if bearers else name)
    row.values[column.field] = tuple(dict.fromkeys(codes))


def _share_out(column: Column, row: DraftRow, names: NameIndex) -> Iterator[Problem]:
    """Two owners in one cell: the first leads, the rest support."""
    typed = row.values[column.field]
    owners = names.split("agency", typed)
    leading = names.rows_named("agency", owners[0]) if len(owners) > 1 else ()
    if len(leading) > 1:
        row.values[column.field] = None
        yield _ambiguous(column, row, owners[0], leading)
    elif leading:
        row.values[column.field] = leading[0].code
        row.values["supports"] = "; ".join([*owners[1:], *filter(None, [row.values.get("supports")])])
        yield row.warning(column.heading, "import.row.two_owners", cell=typed[:60], lead=leading[0].code)


def _ambiguous(column: Column, row: DraftRow, name: str, bearers: Sequence[NamedRow]) -> Problem:
    """Names both rows: those of the file first."""
    one, two = sorted(bearers, key=lambda bearer: (bearer.row is None, bearer.row))[:2]
    key = "import.row.ambiguous" + ("" if two.row else "_stored" if one.row else "_both_stored")
    sheet = SHEET_BY_ENTITY[column.refers or ""].title
    facts = {"sheet": sheet, "one": one.code, "one_row": one.row, "two": two.code, "two_row": two.row}
    return row.error(column.heading, key, cell=name[:60], name=name[:60], **facts)
