"""What a table is: rows, and columns that say how a value reads on a screen, stands in a file and is sorted by."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from itertools import groupby
from typing import Any, Generic, TypeVar

from markupsafe import Markup, escape

from smartcity.domain.plan.programmes import Agency, Milestone, Programme
from smartcity.domain.portfolio.freshness import Age
from smartcity.i18n.words import UNKNOWN
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.tables import formats
from smartcity.presentation.tables.formats import Format, Value

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """`value` is exact and None where it is unknown; `shown` what the cell says where that is more than its kind does.

    On the screen a column stands in the cell of another (`within`, where `shown` gives its part and the other says it
    where there is none), as a line above the rows that share it (`is_part`), or not at all (`file_only`, the reason).
    `name` and `meaning` are given where the key does not lead to them.
    """

    key: str
    format: Format
    value: Callable[[Row], Any]
    shown: Callable[[Row], str] | None = None
    within: str = ""
    file_only: str = ""
    is_part: bool = False
    look: str = ""
    name: str = ""
    meaning: str = ""
    hint: str = ""

    @property
    def is_alone(self) -> bool:
        """Whether a screen may give it a heading of its own."""
        return not (self.within or self.file_only or self.is_part)


@dataclass(frozen=True)
class Table(Generic[Row]):
    """`hidden` columns say the same in every row of the screen they stand on, or say it elsewhere on it.

    Headings are the texts of `prefix` and key.
    """

    key: str
    title: str
    say: Formatter
    rows: Sequence[Row]
    columns: tuple[Column[Row], ...]
    hidden: tuple[str, ...] = ()
    is_marked: Callable[[Row], bool] = lambda _row: False
    style: str = ""
    prefix: str = "column"

    @cached_property
    def on_screen(self) -> tuple[Column[Row], ...]:
        return tuple(column for column in self.columns if column.is_alone and column.key not in self.hidden)

    def heading(self, column: Column[Row]) -> str:
        return column.name or self.say(f"{self.prefix}.{column.key}")

    def meaning(self, column: Column[Row]) -> str:
        return column.meaning or self.say(f"meaning.{column.key}")

    def cell(self, column: Column[Row], row: Row) -> Markup:
        """What stands in a cell of the screen, with the columns that stand in it."""
        inner = (one for one in self.columns if one.within == column.key and one.shown and one.key not in self.hidden)
        parts = (one.shown(row) for one in inner if one.shown)
        return escape(self._own(column, row)) + Markup("").join(escape(part) for part in parts)

    def _own(self, column: Column[Row], row: Row) -> str:
        if column.shown is not None:
            return column.shown(row)
        value = column.value(row)
        return UNKNOWN if value is None or value == "" else column.format.shown(self.say, value)

    def in_file(self, column: Column[Row], row: Row) -> Value:
        """What stands in a cell of a file; None is an empty cell, never 0."""
        value = column.value(row)
        return None if value is None else column.format.in_file(self.say, value)

    def rank(self, column: Column[Row], row: Row) -> str | None:
        """What the cell is sorted by: members of a list in its order, days and instants by time; empty if unknown.

        None: by what stands in it.
        """
        value, style = column.value(row), column.format
        if style.rank is None and style.number_format is None:
            return None
        ranked = self.in_file(column, row) if style.rank is None or value is None else style.rank(value)
        return ranked.isoformat() if isinstance(ranked, date) else "" if ranked is None else str(ranked)

    def head_attributes(self, column: Column[Row]) -> dict[str, str | None]:
        look = column.look or column.format.look
        is_number = "" if column.format.is_number else None
        return {"class": look if look == "n" else None, "data-number": is_number, "title": column.hint or None}

    def attributes(self, column: Column[Row], row: Row) -> dict[str, str | None]:
        """Stacked rows name their values, but for texts and the first cell, which speak for themselves."""
        speaks = column is self.on_screen[0] or column.format in (formats.TEXT, formats.NAME)
        name = None if speaks else self.heading(column)
        look = column.look or column.format.look or None
        return {"class": look, "data-name": name, "data-sort": self.rank(column, row)}

    def parts(self, rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
        """The rows of a page under the lines they share; one part without a name where there are none."""
        parts = [column for column in self.columns if column.is_part]
        for name, members in groupby(rows, key=lambda row: str(self.in_file(parts[0], row)) if parts else ""):
            yield name, list(members)


def below(text: str | Markup, look: str = "sub") -> str | Markup:
    """A line of its own under what stands in the cell; nothing for nothing."""
    return Markup('<div class="{}">{}</div>').format(look, text) if text else ""


def badge(text: str) -> Markup:
    return Markup(' <span class="badge">{}</span>').format(text)


def muted(text: str) -> Markup:
    return Markup('<span class="muted">{}</span>').format(text)


Office = Callable[[str, datetime], str]

IDENTIFIES = "the name is a link; the code finds the row again in another file"
CHOSEN = "the screen chooses by it, or says it in a part of its own"
DRAWN = "the chart of the screen draws it"


def code_column(of: Callable[[Row], str | None]) -> Column[Row]:
    return Column("code", formats.TEXT, of, file_only=IDENTIFIES)


def programme_column(say: Formatter, of: Callable[[Row], Programme], style: Format = formats.TEXT) -> Column[Row]:
    return Column("programme", style, lambda row: of(row).name, lambda row: say.programme(of(row).code, of(row).name))


def agency_column(say: Formatter, of: Callable[[Row], Agency]) -> Column[Row]:
    def linked(row: Row) -> str:
        return say.agency(of(row).code, of(row).short_name)

    return Column("agency", formats.TEXT, lambda row: of(row).short_name, linked, look="who")


def status_below(say: Formatter, of: Callable[[Row], Milestone], host: str) -> Column[Row]:
    """The status of a milestone, on a line of its own under its name or day."""
    shown: Column[Row] = Column("status", formats.STATUS, lambda row: of(row).status, lambda row: say.status(of(row)))
    return below_name(shown, host)


def below_name(column: Column[Row], host: str = "milestone") -> Column[Row]:
    """On a line of its own under the name of what the row is about."""
    shown = column.shown
    return replace(column, shown=lambda row: below(shown(row) if shown else column.value(row)), within=host)


def silence_below(say: Formatter, age: Callable[[Row], Age | None], host: str) -> Column[Row]:
    """Days past the cadence, in the shape of silence; unknown within it."""

    def days(row: Row) -> int | None:
        known_age = age(row)
        return known_age.silent_days if known_age else None

    return Column("silent_days", formats.COUNT, days, lambda row: below(say.silent(age(row)), "age"), host)
