"""Decisions of meetings, and those that a successor takes over."""

from collections.abc import Callable, Iterator, Sequence
from enum import Enum
from typing import Any

from markupsafe import Markup

from smartcity.domain.enums import DecisionState
from smartcity.domain.facts.decisions import CountedDecision, Decision
from smartcity.domain.portfolio.agencies import HandOver
from smartcity.i18n.words import UNKNOWN
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.tables import formats
from smartcity.presentation.tables.milestones import promised
from smartcity.presentation.tables.table import Column, Table, badge, muted

LONGEST = 80


def decisions(
    say: Formatter, listed: Sequence[CountedDecision], tone: Callable[[CountedDecision], Enum]
) -> Table[CountedDecision]:
    """Of one that the reader may not read only that it is there, and where it stands."""
    columns: tuple[Column[CountedDecision], ...] = (
        Column("status", formats.STATUS, lambda d: d.state(say.today), lambda d: _state(say, d, tone(d))),
        Column(
            "decision", formats.NAME, _if_read(lambda d: d.text), lambda d: _text(say, d), name=say("decision.take")
        ),
        Column("agency", formats.TEXT, _if_read(lambda d: d.agency.short_name), lambda d: _agency(say, d)),
        Column("due", formats.DAY, _if_read(lambda d: d.due_on), lambda d: _due(say, d)),
        Column("meetings_old", formats.COUNT, _if_read(lambda d: d.age)),
        Column("last_word", formats.TEXT, _if_read(lambda d: _last(say, d)), lambda d: _last_word(say, d)),
    )
    return Table("decisions", say("screen.decisions"), say, listed, columns)


def _if_read(value: Callable[[Decision], object]) -> Callable[[CountedDecision], object]:
    return lambda decision: value(decision) if isinstance(decision, Decision) else None


def _state(say: Formatter, decision: CountedDecision, tone: Enum) -> str:
    return say.chip(tone, say.words.label(decision.state(say.today)))


def _text(say: Formatter, decision: CountedDecision) -> Markup:
    text: str = muted(say("agenda.hidden"))
    if isinstance(decision, Decision):
        text = say.decision(decision.code, decision.text)
    return Markup("{}").format(text) + (badge(say("decision.confidential")) if decision.is_confidential else "")


def _agency(say: Formatter, decision: CountedDecision) -> str:
    return say.agency(decision.agency.code, decision.agency.short_name) if isinstance(decision, Decision) else UNKNOWN


def _due(say: Formatter, decision: CountedDecision) -> str:
    """With by how many days it is overdue."""
    if not isinstance(decision, Decision) or decision.due_on is None:
        return UNKNOWN
    day = say.words.short_day(decision.due_on)
    if decision.state(say.today) is not DecisionState.OVERDUE:
        return day
    late = muted(say("decision.days_late", days=(say.today - decision.due_on).days))
    return Markup("{}<br>{}").format(day, late)


def _last(say: Formatter, decision: Decision) -> str | None:
    """That it was closed, else the newest answer, else what was done before there were answers."""
    if decision.closed_on:
        return say("decision.closed_on", day=say.words.short_day(decision.closed_on))
    return decision.answers[-1].text if decision.answers else decision.follow_up


def _last_word(say: Formatter, decision: CountedDecision) -> str:
    """Shortened, with how old it is."""
    if not isinstance(decision, Decision):
        return UNKNOWN
    text = _last(say, decision) or UNKNOWN
    if decision.closed_on:
        return text
    short = text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]}..."
    if not decision.answers:
        return muted(short)
    return Markup("{} {}").format(short, muted(say.ago(decision.answers[-1].recorded_at)))


def handed_over(say: Formatter, sheet: HandOver) -> Iterator[Table[Any]]:
    """What a successor takes over: promises, proofs that are missing, and decisions; only what there is."""
    for part, listed in (("promises", sheet.promises), ("unproven", sheet.unproven)):
        if listed:
            yield promised(say, listed, f"handover-{part}", say(f"handover.{part}", count=len(listed)))
    columns: tuple[Column[Decision], ...] = (
        Column("code", formats.TEXT, lambda d: d.code),
        Column("decision", formats.NAME, lambda d: d.text, name=say("decision.take")),
        Column("due", formats.DAY, lambda d: d.due_on),
    )
    if sheet.decisions:
        title = say("handover.decisions", count=len(sheet.decisions))
        yield Table("handover-decisions", title, say, sheet.decisions, columns)
