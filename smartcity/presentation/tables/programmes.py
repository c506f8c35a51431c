"""Programmes, and their milestones: those of one programme, and those that are due or late."""

from collections.abc import Callable, Sequence
from datetime import date

from markupsafe import Markup, escape

from smartcity.domain.plan.physical import PhysicalRow
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.freshness import Age, age_of_programme
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.programme_texts import health_with_cap, own_rating
from smartcity.presentation.tables import formats
from smartcity.presentation.tables.columns import CHOSEN, agency_column, code_column, programme_column, silent_days
from smartcity.presentation.tables.table import Column, Table, badge, below, muted

COMPARED = "the screen compares what is verified with what is planned"


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
        Column("silent_days", formats.COUNT, silent_days(age), lambda p: below(say.silent(age(p)), "age"), "programme"),
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
    rows = facts.rows_by(max(today or last, last)) if facts.days else ()
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
