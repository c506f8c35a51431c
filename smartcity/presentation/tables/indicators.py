"""Indicators: what was achieved of each; of one what was read by quarter and by area."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import partial

from markupsafe import Markup, escape

from smartcity.domain.calendar import PeriodName
from smartcity.domain.enums import Reporting
from smartcity.domain.indicators.achievement import Goal, PeriodReading
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.indicators.quarters import AreaReading, Quarter
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.freshness import Age, age_of_outcome
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.tables import formats
from smartcity.presentation.tables.table import Column, Table, badge, below, code_column, muted, silence_below

MOST_QUARTERS = 4
Behind = Mapping[str, Sequence[Programme]]


def lowest_first(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The lowest achievement first, then what cannot be computed, at the end what is not used any more."""

    def rank(outcome: Outcome) -> tuple[bool, bool, Fraction]:
        raw = outcome.to_date.raw
        return outcome.card.retired_on is not None, raw is None, raw or Fraction(0)

    return sorted(outcomes, key=rank)


def outcomes(
    say: Formatter, plan: Portfolio, listed: Sequence[Outcome], behind: Behind | None = None
) -> Table[Outcome]:
    """`behind` are the programmes of each that its row names; the file has the codes of all."""

    def age(outcome: Outcome) -> Age | None:
        return age_of_outcome(outcome, plan.period, plan.as_of)

    columns: tuple[Column[Outcome], ...] = (
        code_column(lambda o: o.card.code),
        Column("predicate", formats.STATUS, lambda o: o.to_date.predicate, lambda o: _predicate(say, o)),
        Column("indicator", formats.NAME, lambda o: o.card.name, lambda o: _named(say, o)),
        Column("behind", formats.TEXT, lambda o: ", ".join(o.card.programmes), _shares(say, behind or {}), "indicator"),
        Column("agency", formats.TEXT, lambda o: o.card.owner),
        Column("reading", formats.MEASURED, lambda o: o.measured),
        Column("target", formats.GOAL, lambda o: o.goal_to_date),
        Column("unit", formats.TEXT, lambda o: o.card.unit),
        Column("achievement", formats.ACHIEVEMENT, lambda o: o.to_date),
        Column("lacking", formats.TEXT, lambda o: say.note(o.to_date), lambda o: _lacking(say, o), "achievement"),
        Column(
            "if_verified",
            formats.ACHIEVEMENT,
            lambda o: o.if_verified.to_date if o.waiting else None,
            lambda o: _if_verified(say, o),
            "achievement",
        ),
        Column("of_year", formats.ACHIEVEMENT, lambda o: o.of_year, lambda o: _of_year(say, o)),
        Column("of_end", formats.ACHIEVEMENT, lambda o: o.of_end),
        Column("end_target", formats.GOAL, lambda o: o.of_end.goal, lambda o: _end_target(say, o), "of_end"),
        Column("period", formats.COVERED, lambda o: (o.counted.period, o.counted.span) if o.counted else None),
        silence_below(say, age, "period"),
    )
    hidden = () if any(outcome.of_end.goal for outcome in listed) else ("of_end",)
    return Table("outcomes", say("screen.indicators"), say, listed, columns, hidden)


def _predicate(say: Formatter, outcome: Outcome) -> str:
    """The chip, or why there is none."""
    if outcome.card.retired_on:
        return muted(say("indicator.retired"))
    predicate = outcome.to_date.predicate
    return say.chip(predicate) if predicate else say.chip(Reporting.SILENT, say.note(outcome.to_date))


def _named(say: Formatter, outcome: Outcome) -> Markup:
    name = escape(say.indicator(outcome.card.code, outcome.card.name))
    return name + badge("IKU") if outcome.card.is_key else name


def _shares(say: Formatter, behind: Behind) -> Callable[[Outcome], str]:
    """The programmes that are meant to move it, with what is verified of each."""

    def share(programme: Programme) -> Markup:
        verified = say.percent(programme.progress.verified if programme.progress else None)
        return Markup("{} {}").format(say.programme(programme.code, programme.name), verified)

    return lambda outcome: below(Markup(" · ").join(map(share, behind.get(outcome.card.code, ()))), "age")


def _lacking(say: Formatter, outcome: Outcome) -> str:
    """Beside a predicate; where there is none, the note stands in its place."""
    is_beside = outcome.to_date.predicate is not None and not outcome.to_date.is_complete
    return below(say.lacking(outcome.to_date), "age") if is_beside else ""


def _if_verified(say: Formatter, outcome: Outcome) -> str:
    if not outcome.waiting or outcome.card.retired_on:
        return ""
    return below(say("indicator.if_verified", share=say.achieved(outcome.if_verified.to_date)), "age")


def _of_year(say: Formatter, outcome: Outcome) -> Markup:
    """With what of a limit is used, or the target of the year."""
    used, goal = outcome.spent(outcome.of_year), outcome.goal_of_year
    against = say("indicator.goal_of_year", goal=say.goal(goal)) if outcome.of_year.floored is not None and goal else ""
    return escape(say.achieved(outcome.of_year)) + below(say.spent(used) or against, "age")


def _end_target(say: Formatter, outcome: Outcome) -> str:
    goal = outcome.of_end.goal
    return below(say("indicator.goal_of_end", goal=say.goal(goal), year=outcome.end_year or "—"), "age") if goal else ""


@dataclass(frozen=True, slots=True)
class QuarterRow:
    """A quarter, half-year or year of an indicator; or the end of the plan, of which there is only the target."""

    quarter: Quarter | None
    goal: Goal | None
    name: str


_BY_TIME = replace(
    formats.PERIOD,
    shown=lambda _say, row: row.name,
    in_file=lambda _say, row: row.name,
    rank=lambda row: row.quarter.period.ends_on if row.quarter else None,
)


def quarters(say: Formatter, outcome: Outcome) -> Table[QuarterRow]:
    """Newest first, below the target of the plan's end; one without a reading stays."""
    end = QuarterRow(None, outcome.end_goal, say("indicator.end_of_plan", year=outcome.end_year or ""))
    listed = [QuarterRow(q, q.goal, say.covered(q.period, q.span)) for q in reversed(outcome.rows)]
    columns: tuple[Column[QuarterRow], ...] = (
        Column("quarter", _BY_TIME, lambda row: row),
        Column("quarter_reading", formats.MEASURED, lambda row: row.quarter and row.quarter.reading),
        Column("quarter_target", formats.GOAL, lambda row: row.goal),
        Column("checked", formats.TEXT, _of(partial(_checked, say)), _text_of(say, _came_back)),
        Column("read_on", formats.DAY, _of(_recorded_on), _text_of(say, _day), "checked"),
        Column("note", formats.TEXT, _of(lambda q: q.note), _text_of(say, _note)),
        Column("reading_reason", formats.TEXT, _of(lambda q: q.reason), _text_of(say, _reason), "note"),
    )
    rows = [end, *listed] if outcome.end_goal else listed
    return Table("quarters", say("indicator.quarters"), say, rows, columns)


def _of(value: Callable[[Quarter], object]) -> Callable[[QuarterRow], object]:
    """Unknown at the plan's end."""
    return lambda row: value(row.quarter) if row.quarter else None


def _text_of(say: Formatter, text: Callable[[Formatter, Quarter], str]) -> Callable[[QuarterRow], str]:
    return lambda row: text(say, row.quarter) if row.quarter else ""


def _checked(say: Formatter, quarter: Quarter) -> str | None:
    return say("reading.verified" if quarter.is_verified else "reading.waiting") if quarter.reading else None


def _came_back(say: Formatter, quarter: Quarter) -> str:
    missing = say("reading.came_back") if quarter.was_returned else say("reading.none")
    return _checked(say, quarter) or muted(missing)


def _recorded_on(quarter: Quarter) -> date | None:
    return quarter.recorded_at.date() if quarter.recorded_at else None


def _day(say: Formatter, quarter: Quarter) -> str:
    return f", {say.words.short_day(_recorded_on(quarter))}" if quarter.reading else ""


def _note(say: Formatter, quarter: Quarter) -> Markup:
    """With the verified reading that the one that waits would replace."""
    is_other = quarter.reading and quarter.verified and not quarter.is_verified and quarter.verified != quarter.reading
    replaced = say("reading.replaces", value=say.measured(quarter.verified)) if is_other else ""
    return Markup("<br>").join(filter(None, (replaced, quarter.note)))


def _reason(say: Formatter, quarter: Quarter) -> str:
    return below(f"{say('reading.reason')} {quarter.reason}", "reason") if quarter.reason else ""


def areas(say: Formatter, outcome: Outcome, most: int = MOST_QUARTERS) -> Table[str]:
    """A row for each area, its newest quarters side by side; the file has all of them."""
    parts = {(part.area, part.period): part for part in outcome.areas}
    periods = sorted({part.period for part in outcome.areas}, reverse=True)
    name: Column[str] = Column("area", formats.NAME, lambda area: area)
    read = (
        column for place, period in enumerate(periods) for column in _read(say, parts, period, is_newest=place < most)
    )
    return Table("areas", say("reading.areas"), say, list(dict.fromkeys(area for area, _ in parts)), (name, *read))


def _read(
    say: Formatter, parts: Mapping[tuple[str, PeriodName], AreaReading], period: PeriodName, *, is_newest: bool
) -> tuple[Column[str], Column[str]]:
    """What was read in a quarter, and whether it is verified: a mark says so of what is not."""
    older, key = "" if is_newest else "the screen has the newest quarters", f"{period.year}-{period.number}"

    def checked(area: str) -> str | None:
        part = parts.get((area, period))
        return say("reading.verified" if part.is_verified else "reading.waiting") if part else None

    def mark(area: str) -> str:
        part = parts.get((area, period))
        return Markup(" ") + muted("◐") if part and not part.is_verified else ""

    def reading(area: str) -> PeriodReading | None:
        return parts[area, period].reading if (area, period) in parts else None

    name = say.period(period)
    return (
        Column(key, formats.MEASURED, reading, file_only=older, name=name, meaning=say("meaning.quarter_reading")),
        Column(
            f"{key} checked",
            formats.TEXT,
            checked,
            mark,
            within="" if older else key,
            file_only=older,
            name=f"{name}: {say('column.checked')}",
            meaning=say("meaning.checked"),
        ),
    )
