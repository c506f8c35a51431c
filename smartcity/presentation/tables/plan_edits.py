"""Changes of the plan before they are made: of an import, of a row on the screen, of an agency that ends."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from smartcity.presentation.formatter import Formatter
from smartcity.presentation.tables import formats
from smartcity.presentation.tables.table import Column, Table

MOST_NAMES = 8


@dataclass(frozen=True, slots=True)
class FieldEdit:
    """A field of a row as it is called, with both values in words; sheet and code where several rows are listed."""

    field: str
    old: str
    new: str
    sheet: str = ""
    code: str = ""


def imported_fields(say: Formatter, edits: Sequence[FieldEdit]) -> Table[FieldEdit]:
    columns: tuple[Column[FieldEdit], ...] = (
        Column("sheet", formats.TEXT, lambda edit: edit.sheet),
        Column("code", formats.TEXT, lambda edit: edit.code, name=say("column.code")),
        Column("column", formats.TEXT, lambda edit: edit.field),
        Column("values", formats.NAME, _both, lambda edit: _struck(edit) + " → " + edit.new, name=say("ledger.values")),
    )
    return Table("imported", say("imports.changed"), say, edits, columns, prefix="import.head")


def edited_fields(say: Formatter, edits: Sequence[FieldEdit], *, is_new: bool) -> Table[FieldEdit]:
    """Of a new row only what was filled in."""
    columns: tuple[Column[FieldEdit], ...] = (
        Column("column", formats.TEXT, lambda edit: edit.field, name=say("import.head.column")),
        Column("old", formats.NAME, lambda edit: edit.old, _struck),
        Column("now", formats.NAME, lambda edit: edit.new),
    )
    hidden = ("old",) if is_new else ()
    return Table("edited", say("planning.preview"), say, edits, columns, hidden, prefix="planning")


def _both(edit: FieldEdit) -> str:
    return f"{edit.old} → {edit.new}"


def _struck(edit: FieldEdit) -> Markup:
    return Markup('<s class="muted">{}</s>').format(edit.old)


@dataclass(frozen=True, slots=True)
class SheetCounts:
    """How many rows of a sheet are new, changed, the same or wrong; None for none."""

    sheet: str
    new: int | None
    changed: int | None
    same: int | None
    wrong: int | None


def sheets(say: Formatter, counts: Sequence[SheetCounts]) -> Table[SheetCounts]:
    columns: tuple[Column[SheetCounts], ...] = (
        Column("sheet", formats.NAME, lambda one: one.sheet),
        Column("new", formats.COUNT, lambda one: one.new),
        Column("changed", formats.COUNT, lambda one: one.changed),
        Column("same", formats.COUNT, lambda one: one.same),
        Column("wrong", formats.COUNT, lambda one: one.wrong),
    )
    return Table("counts", say("imports.diff"), say, counts, columns, prefix="import.head")


@dataclass(frozen=True, slots=True)
class HandedWork:
    """What moves with an agency that ends, the names of it, and where it goes."""

    what: str
    names: Sequence[str]
    where: str


def handed_work(say: Formatter, rows: Sequence[HandedWork]) -> Table[HandedWork]:
    """The first names of each."""

    def first(row: HandedWork) -> str:
        more, names = len(row.names) - MOST_NAMES, "; ".join(row.names[:MOST_NAMES])
        return f"{names} {say('reorganise.more', count=more)}" if more > 0 else names

    columns: tuple[Column[HandedWork], ...] = (
        Column("what", formats.TEXT, lambda row: row.what),
        Column("count", formats.COUNT, lambda row: len(row.names)),
        Column("which", formats.NAME, lambda row: "; ".join(row.names), first),
        Column("where", formats.TEXT, lambda row: row.where),
    )
    return Table("work", say("planning.part"), say, rows, columns, prefix="reorganise")
