"""Milestones: those that are due or late, those of a programme or an agency, and what a successor takes over."""

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction

from markupsafe import Markup

from smartcity.domain.forecast.forecasts import Forecasts
from smartcity.domain.plan.due_dates import ProgrammeMilestone
from smartcity.domain.plan.programmes import Milestone
from smartcity.domain.portfolio.freshness import Age, age_of_milestone
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.programme_texts import forecast_span
from smartcity.presentation.tables import formats
from smartcity.presentation.tables.table import (
    DRAWN,
    Column,
    Table,
    agency_column,
    below,
    code_column,
    muted,
    programme_column,
    silence_below,
)

MilestoneColumn = Column[ProgrammeMilestone]
IN_DAYS = "the screen says by how many days it slipped"
ON_CARD = "the card of its programme tells it"


def deadlines(
    say: Formatter,
    listed: Sequence[ProgrammeMilestone],
    forecasts: Forecasts,
    key: str,
    title: str,
    hidden: tuple[str, ...] = (),
) -> Table[ProgrammeMilestone]:
    """With whom each waits for, how far it slipped and the range of its finish."""

    def foreseen(name: str) -> Callable[[ProgrammeMilestone], date | None]:
        return lambda row: getattr(forecasts.milestone(*row), name, None)

    def span(row: ProgrammeMilestone) -> str:
        return forecast_span(say, forecasts.milestone(*row))

    columns: tuple[MilestoneColumn, ...] = (
        *_leading(say),
        Column("first_due", formats.DAY, lambda row: row[1].facts.first_due_on, file_only=IN_DAYS),
        Column("start", formats.DAY, lambda row: row[1].facts.starts_on, file_only=DRAWN),
        *_named(say),
        Column("weight", formats.WEIGHT, lambda row: row[1].facts.weight, file_only=ON_CARD),
        Column("slip", formats.SIGNED, _slipped_days, lambda row: _slip(say, row[1]), look="day"),
        Column("moves", formats.COUNT, lambda row: row[1].moves, within="slip"),
        Column("forecast", formats.DAY, foreseen("likely"), span, hint=say("foresight.help")),
        Column("forecast_late", formats.DAY, foreseen("late"), within="forecast"),
    )
    return Table(key, title, say, listed, columns, hidden)


def milestones(
    say: Formatter,
    plan: Portfolio,
    listed: Sequence[ProgrammeMilestone],
    hidden: tuple[str, ...] = (),
    more: tuple[MilestoneColumn, ...] = (),
) -> Table[ProgrammeMilestone]:
    """Under their action plans, with what was achieved of each."""

    def age(row: ProgrammeMilestone) -> Age | None:
        return age_of_milestone(row[1], plan.period, plan.as_of)

    columns: tuple[MilestoneColumn, ...] = (
        Column("action_plan", formats.TEXT, lambda row: _action_plan(say, row[1]), is_part=True),
        *_leading(say),
        Column("first_due", formats.DAY, lambda row: row[1].facts.first_due_on, lambda row: _first(say, row[1]), "due"),
        Column("moves", formats.COUNT, lambda row: row[1].moves, file_only="its first promise stands under the day"),
        *_named(say),
        Column("start", formats.DAY, lambda row: row[1].facts.starts_on, lambda row: _start(say, row[1]), "milestone"),
        silence_below(say, age, "milestone"),
        Column("weight", formats.WEIGHT, lambda row: row[1].facts.weight),
        Column("achieved", formats.DAY, lambda row: _achieved_on(row[1]), lambda row: _achieved(say, row[1])),
        *more,
    )
    return Table("milestones", say("book.milestones"), say, listed, columns, hidden)


def promised(say: Formatter, listed: Sequence[ProgrammeMilestone], key: str, title: str) -> Table[ProgrammeMilestone]:
    """What a successor takes over: status, day and name."""
    status, due, *_ = (column for column in _leading(say) if column.is_alone)
    name, _, programme, _ = _named(say)
    return Table(key, title, say, listed, (status, due, name, programme))


def _leading(say: Formatter) -> tuple[MilestoneColumn, ...]:
    return (
        code_column(lambda row: row[1].code),
        Column("status", formats.STATUS, lambda row: row[1].status, lambda row: say.status(row[1])),
        Column("due", formats.DAY, lambda row: row[1].facts.due_on),
    )


def _named(say: Formatter) -> tuple[MilestoneColumn, ...]:
    return (
        Column("milestone", formats.NAME, lambda row: row[1].name),
        Column("party", formats.TEXT, lambda row: _parties(say, row[1]), lambda row: say.blockers(row[1]), "milestone"),
        programme_column(say, lambda row: row[0]),
        agency_column(say, lambda row: row[0].lead),
    )


def _start(say: Formatter, milestone: Milestone) -> str:
    """Said where the plan names none."""
    day = say.words.short_day(milestone.facts.starts_on)
    return below(say("milestone.start_estimated", day=day)) if milestone.facts.start_is_estimated else ""


def _parties(say: Formatter, milestone: Milestone) -> str | None:
    return ", ".join(say.blocker_name(blocker) for blocker in milestone.blockers) or None


def _action_plan(say: Formatter, milestone: Milestone) -> str:
    return f"{milestone.action_plan.name} · {say.words.label(milestone.action_plan.kind)}"


def _slipped_days(row: ProgrammeMilestone) -> int | None:
    facts = row[1].facts
    return (facts.due_on - facts.first_due_on).days if row[1].moves else None


def _slip(say: Formatter, milestone: Milestone) -> str:
    days = (milestone.facts.due_on - milestone.facts.first_due_on).days
    return say("milestone.moved", moves=milestone.moves, days=days) if milestone.moves else say.words.short_day(None)


def _first(say: Formatter, milestone: Milestone) -> str | Markup:
    """Said where it was moved."""
    day = say.words.short_day(milestone.facts.first_due_on)
    return Markup("<br>{}").format(muted(say("milestone.first_promise", day=day))) if milestone.moves else ""


def _achieved_on(milestone: Milestone) -> date | None:
    facts = milestone.facts
    return facts.verified.achieved_on if facts.is_done and facts.verified else None


def _achieved(say: Formatter, milestone: Milestone) -> str:
    """The day, or what is claimed, or how far it is."""
    facts, words = milestone.facts, say.words
    if facts.is_done:
        day = _achieved_on(milestone)
        return words.short_day(day) if day else say("milestone.done_told", day=words.short_day(facts.done_on))
    if facts.is_claimed_done:
        return say("milestone.claimed", day=words.short_day(facts.claimed_done_on))
    if facts.has_started and facts.latest is not None and facts.latest.percent is not None:
        return say("milestone.running", percent=say.physical(Fraction(facts.latest.percent)))
    return words.short_day(None)
