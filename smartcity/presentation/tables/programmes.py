"""Programmes, and their milestones: those of one programme, and those that are due or late."""

from collections.abc import Callable, Sequence

from markupsafe import Markup, escape

from smartcity.domain.plan.programmes import Agency, Programme
from smartcity.domain.portfolio.freshness import Age, age_of_programme
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.programme_texts import health_with_cap, own_rating
from smartcity.presentation.tables import formats
from smartcity.presentation.tables.table import Column, Row, Table, badge, below

IDENTIFIES = "the name is a link; the code finds the row again in another file"
CHOSEN = "the screen chooses by it, or says it in a part of its own"
COMPARED = "the screen compares what is verified with what is planned"


def silent_days(age: Callable[[Programme], Age | None]) -> Callable[[Programme], int | None]:
    """Days past the cadence; unknown within it."""

    def days(programme: Programme) -> int | None:
        known = age(programme)
        return known.silent_days if known else None

    return days


def programmes(
    say: Formatter, plan: Portfolio, listed: Sequence[Programme], key: str = "programmes", hidden: tuple[str, ...] = ()
) -> Table[Programme]:
    def age(programme: Programme) -> Age | None:
        return age_of_programme(programme, plan.period, plan.as_of)

    columns: tuple[Column[Programme], ...] = (
        Column("code", formats.TEXT, lambda p: p.code, file_only=IDENTIFIES),
        Column("health", formats.STATUS, lambda p: p.health, lambda p: health_with_cap(say, p)),
        Column("verified", formats.SHARE, lambda p: p.progress and p.progress.verified),
        Column("claimed", formats.SHARE, lambda p: p.progress and p.progress.claimed, file_only=COMPARED),
        Column("planned", formats.SHARE, lambda p: p.progress and p.progress.planned),
        Column("programme", formats.NAME, lambda p: p.name, lambda p: say.programme(p.code, p.name)),
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


def agency_column(say: Formatter, of: Callable[[Row], Agency]) -> Column[Row]:
    return Column(
        "agency",
        formats.TEXT,
        lambda row: of(row).short_name,
        lambda row: say.agency(of(row).code, of(row).short_name),
        look="who",
    )


def _physical(say: Formatter) -> Callable[[Programme], str]:
    """Only what is not measured by milestones says how it is measured."""
    return lambda p: badge(say.words.label(p.measure)) if p.is_physical else ""


def rated(say: Formatter) -> Callable[[Programme], str]:
    return lambda p: Markup(" ") + escape(own_rating(say, p)) if own_rating(say, p) else ""
