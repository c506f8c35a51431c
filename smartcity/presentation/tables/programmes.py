"""Programmes: where they stand, their physical work, and their money beside it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from markupsafe import Markup, escape

from smartcity.domain.enums import Health
from smartcity.domain.money.balances import Spending
from smartcity.domain.money.budgets import BudgetRow, Line, Spent, budget_rows
from smartcity.domain.plan.physical import PhysicalRow
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.freshness import Age, age_of_programme
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.rounding import points_beside_in_file
from smartcity.i18n.words import UNKNOWN
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.programme_texts import health_with_cap, own_rating
from smartcity.presentation.tables import formats
from smartcity.presentation.tables.table import (
    CHOSEN,
    Column,
    Table,
    agency_column,
    badge,
    below,
    code_column,
    muted,
    programme_column,
    silence_below,
)

COMPARED = "the screen compares what is verified with what is planned"


def worst_first(programmes: Sequence[Programme]) -> list[Programme]:
    order = list(reversed(Health))
    return sorted(programmes, key=lambda p: (order.index(p.health), float(p.progress.deviation) if p.progress else 0))


def ranked(dimension: str, plan: Portfolio) -> list[Programme]:
    """The programmes of a dimension, or with `""` all of them, worst first."""
    return worst_first([p for p in plan.programmes if dimension in ("", p.dimension.code)])


def programmes(
    say: Formatter, plan: Portfolio, listed: Sequence[Programme], key: str = "programmes", hidden: tuple[str, ...] = ()
) -> Table[Programme]:
    def age(programme: Programme) -> Age | None:
        return age_of_programme(programme, plan.period, plan.as_of)

    columns: tuple[Column[Programme], ...] = (
        code_column(lambda p: p.code),
        Column("health", formats.STATUS, lambda p: p.health, lambda p: health_with_cap(say, p)),
        Column("verified", formats.SHARE, lambda p: p.progress and p.progress.verified),
        Column("claimed", formats.SHARE, lambda p: p.progress and p.progress.claimed, file_only=COMPARED),
        Column("planned", formats.SHARE, lambda p: p.progress and p.progress.planned),
        programme_column(say, lambda p: p, formats.NAME),
        Column("measure", formats.LABEL, lambda p: p.measure, _physical(say), "programme"),
        Column("own_rating", formats.LABEL, lambda p: p.report and p.report.own_rating, rated(say), "programme"),
        silence_below(say, age, "programme"),
        Column("dimension", formats.TEXT, lambda p: p.dimension.name, file_only=CHOSEN),
        agency_column(say, lambda p: p.lead),
        Column("weight", formats.WEIGHT, lambda p: p.weight, file_only=CHOSEN),
        Column("deviation", formats.DEVIATION, lambda p: p.progress),
        Column("reporting", formats.STATUS, lambda p: p.reporting),
    )
    return Table(key, say("screen.programmes"), say, listed, columns, hidden)


def _physical(say: Formatter) -> Callable[[Programme], str]:
    """Only what is not measured by milestones says how it is measured."""
    return lambda p: badge(say.words.label(p.measure)) if p.is_physical else ""


def rated(say: Formatter) -> Callable[[Programme], str]:
    return lambda p: Markup(" ") + escape(own_rating(say, p)) if own_rating(say, p) else ""


def physical(say: Formatter, programme: Programme, today: date | None = None) -> Table[PhysicalRow]:
    """A row for every day of the curve and of a report, on a screen up to today's; blank where nothing is for it."""
    facts = programme.physical
    last = facts.days[-1] if facts.days else date.min
    return percentages(say, facts.rows_by(max(today or last, last)) if facts.days else ())


def percentages(say: Formatter, rows: Sequence[PhysicalRow]) -> Table[PhysicalRow]:
    """What was planned and reported for each of these days."""
    columns: tuple[Column[PhysicalRow], ...] = (
        Column("by_day", formats.DAY, lambda row: row.day),
        Column("planned_physical", formats.REPORTED, lambda row: row.planned, lambda row: _planned(say, row)),
        Column("realised_physical", formats.REPORTED, lambda row: row.reported and row.reported.percent),
        Column("checked", formats.TEXT, lambda row: _checked(say, row), lambda row: _state(say, row)),
    )
    return Table("physical", say("physical.name"), say, rows, columns)


def _planned(say: Formatter, row: PhysicalRow) -> str:
    return say("physical.not_begun") if row.planned is None else say.physical(row.planned)


def _checked(say: Formatter, row: PhysicalRow) -> str | None:
    if row.reported is None:
        return None
    return say("reading.verified" if row.reported.is_verified else "reading.waiting")


def _state(say: Formatter, row: PhysicalRow) -> str:
    """Verified or not; why nothing is reported; more than the whole is told."""
    text = _checked(say, row)
    if text is None or row.reported is None:
        return muted(say("physical.to_come" if row.day > say.today else "reading.none"))
    return escape(text) + (below(say("physical.above")) if row.reported.percent > 100 else "")


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
