"""Budgets: ceilings and what was realised of them by source and quarter, and money beside work."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from markupsafe import Markup, escape

from smartcity.domain.money.balances import Spending
from smartcity.domain.money.budgets import BudgetRow, Line, Spent, budget_rows
from smartcity.domain.rounding import points_beside_in_file
from smartcity.i18n.words import UNKNOWN
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.tables import formats
from smartcity.presentation.tables.columns import agency_column, code_column, programme_column
from smartcity.presentation.tables.table import Column, Table, muted


@dataclass(frozen=True, slots=True)
class Budget:
    """One year and source of a programme (by code), or of all that a screen shows (None)."""

    code: str | None
    row: BudgetRow


def together(lines: Iterable[Line], today: date) -> list[Budget]:
    """As a screen shows them: by source, and where there are several their sum."""
    return [Budget(None, row) for row in budget_rows(lines, today)]


def by_programme(lines: Iterable[Line], today: date) -> Iterator[Budget]:
    """As a file holds them: each programme for itself, and no sums among what is summed."""
    ordered = sorted(lines, key=lambda line: line.programme)
    for code, mine in groupby(ordered, key=lambda line: line.programme):
        yield from (Budget(code, row) for row in budget_rows(mine, today) if row.source is not None)


def budget(say: Formatter, rows: Sequence[Budget]) -> Table[Budget]:
    """A quarter that nobody told of is unknown, not zero."""
    columns: tuple[Column[Budget], ...] = (
        code_column(lambda one: one.code),
        Column("year", formats.YEAR, lambda one: one.row.year),
        Column("source", formats.TEXT, lambda one: _source(say, one.row)),
        Column("ceiling", formats.RUPIAH, lambda one: one.row.total.ceiling),
        *(_quarter(say, number) for number in range(1, 5)),
        Column("realised", formats.RUPIAH, lambda one: one.row.total.realised),
        Column("financial", formats.SHARE, lambda one: one.row.total.share),
    )
    return Table("budget", say("programme.money"), say, rows, columns, is_marked=lambda one: one.row.source is None)


def _source(say: Formatter, row: BudgetRow) -> str:
    return say("money.all") if row.source is None else say.words.label(row.source)


def _quarter(say: Formatter, number: int) -> Column[Budget]:
    def spent_of(one: Budget) -> Spent:
        return one.row.quarters[number - 1]

    return Column(
        f"spent_{number}", formats.RUPIAH, lambda one: spent_of(one).amount, lambda one: _spent(say, spent_of(one))
    )


def _spent(say: Formatter, quarter: Spent) -> str | Markup:
    """With how many did not tell; a quarter that is not over says so."""
    if quarter.amount is None:
        return UNKNOWN if quarter.is_due else muted(say("money.not_due"))
    silent = Markup(" ") + muted(say("money.silent", count=quarter.silent)) if quarter.silent else ""
    return escape(say.words.rupiah_short(quarter.amount)) + silent


def spendings(say: Formatter, listed: Sequence[Spending]) -> Table[Spending]:
    """A programme each: what it spent of the year's ceiling beside what it did of the year's work."""
    columns: tuple[Column[Spending], ...] = (
        code_column(lambda one: one.programme.code),
        programme_column(say, lambda one: one.programme),
        agency_column(say, lambda one: one.programme.lead),
        Column("year", formats.YEAR, lambda one: one.year),
        Column("ceiling", formats.RUPIAH, lambda one: one.balance.budget.ceiling),
        Column("realised", formats.RUPIAH, lambda one: one.balance.budget.realised),
        Column("financial", formats.SHARE, lambda one: one.balance.financial),
        Column("physical", formats.SHARE, lambda one: one.balance.physical),
        Column("gap", formats.POINTS, lambda one: points_beside_in_file(one.balance.physical, one.balance.financial)),
    )
    return Table("spendings", say("money.sheet"), say, listed, columns)
