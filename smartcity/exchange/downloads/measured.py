"""What is measured, for workbooks: quarters and areas of an indicator, physical percentages, money."""

from collections.abc import Iterable
from datetime import date

from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.money.balances import Spending
from smartcity.domain.money.budgets import Line, spent
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.rounding import points_beside_in_file, progress_in_file, reported_in_file
from smartcity.exchange.downloads.figure_workbook import Kind, Sheet, columns
from smartcity.presentation.formatter import Formatter


def quarter_table(say: Formatter, outcome: Outcome) -> Sheet:
    """Newest first, as on the screen; a quarter without a reading stays, empty."""
    named = ("quarter", "quarter_reading", "quarter_target", "checked")
    rows = [
        (
            say.covered(q.period, q.span),
            say.measured(q.reading) if q.reading else None,
            say.goal(q.goal) if q.goal else None,
            say("reading.verified" if q.is_verified else "reading.waiting") if q.reading else None,
            q.recorded_at.date() if q.recorded_at else None,
            q.note,
            q.reason,
        )
        for q in reversed(outcome.rows)
    ]
    text_columns = ((name, Kind.TEXT) for name in named)
    more = (("read_on", Kind.DAY), ("note", Kind.TEXT), ("reading_reason", Kind.TEXT))
    return Sheet(say("indicator.quarters"), columns(say, *text_columns, *more), rows)


def area_table(say: Formatter, outcome: Outcome) -> Sheet:
    """What was read in each area, quarter by quarter."""
    named = ("area", "quarter", "quarter_reading", "checked")
    rows = [
        (
            part.area,
            say.covered(part.period, part.span),
            say.measured(part.reading),
            say("reading.verified" if part.is_verified else "reading.waiting"),
        )
        for part in outcome.areas
    ]
    return Sheet(say("indicator.areas"), columns(say, *((name, Kind.TEXT) for name in named)), rows)


def physical_table(say: Formatter, programme: Programme) -> Sheet:
    """A row for every day of the curve and of a report; blank where nothing is planned or reported for it."""
    facts = programme.physical
    rows = [
        (
            row.day,
            reported_in_file(row.planned),
            reported_in_file(row.reported.percent if row.reported else None),
            say("reading.verified" if row.reported.is_verified else "reading.waiting") if row.reported else None,
        )
        for row in (facts.rows_by(facts.days[-1]) if facts.days else ())
    ]
    listed = (("by_day", Kind.DAY), ("planned_physical", Kind.PERCENT), ("realised_physical", Kind.PERCENT))
    return Sheet(say("physical.name"), columns(say, *listed, ("checked", Kind.TEXT)), rows)


QUARTERS = tuple((f"spent_{number}", Kind.RUPIAH) for number in range(1, 5))


def budget_table(say: Formatter, budget_lines: Iterable[Line], today: date) -> Sheet:
    """A quarter that nobody told of is an empty cell."""
    named = (("code", Kind.TEXT), ("year", Kind.NUMBER), ("source", Kind.TEXT), ("ceiling", Kind.RUPIAH))
    sums = (("realised", Kind.RUPIAH), ("financial", Kind.PERCENT))
    rows = [
        (
            line.programme,
            line.year,
            say.words.label(line.source),
            line.ceiling,
            *(quarter.amount for quarter in spent([line], line.year, today)),
            line.realised,
            progress_in_file(line.share),
        )
        for line in budget_lines
    ]
    return Sheet(say("programme.money"), columns(say, *named, *QUARTERS, *sums), rows)


def spending_table(say: Formatter, spendings: Iterable[Spending]) -> Sheet:
    named = (("code", Kind.TEXT), ("programme", Kind.TEXT), ("agency", Kind.TEXT), ("year", Kind.NUMBER))
    sums = (("ceiling", Kind.RUPIAH), ("realised", Kind.RUPIAH), ("financial", Kind.PERCENT))
    rows = [
        (
            one.programme.code,
            one.programme.name,
            one.programme.lead.short_name,
            one.year,
            one.balance.budget.ceiling,
            one.balance.budget.realised,
            progress_in_file(one.balance.financial),
            progress_in_file(one.balance.physical),
            points_beside_in_file(one.balance.physical, one.balance.financial),
        )
        for one in spendings
    ]
    work = (("physical", Kind.PERCENT), ("gap", Kind.POINTS))
    return Sheet(say("money.sheet"), columns(say, *named, *sums, *work), rows)
