"""Columns that stand in several tables, and the reasons why a screen does without some."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from smartcity.domain.plan.programmes import Agency, Programme
from smartcity.domain.portfolio.freshness import Age
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.tables import formats
from smartcity.presentation.tables.formats import Format
from smartcity.presentation.tables.table import Column, Row, below

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


def below_name(column: Column[Row], host: str = "milestone") -> Column[Row]:
    """On a line of its own under the name of what the row is about."""
    shown = column.shown
    return replace(column, shown=lambda row: below(shown(row) if shown else column.value(row)), within=host)


def silent_days(age: Callable[[Row], Age | None]) -> Callable[[Row], int | None]:
    """Days past the cadence; unknown within it."""

    def days(row: Row) -> int | None:
        known = age(row)
        return known.silent_days if known else None

    return days
