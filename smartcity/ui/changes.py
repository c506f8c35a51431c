"""What the screen Perubahan is made of: the earlier view that was chosen, and each change with old and new."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

import streamlit as st
from markupsafe import Markup

from smartcity.domain.changes import Changes, Found, Turn
from smartcity.domain.plan import Milestone, Programme
from smartcity.domain.portfolio import Portfolio
from smartcity.queries import meetings
from smartcity.telling.said import Said
from smartcity.ui import show
from smartcity.ui.answers import ask, figures_of, standing_then
from smartcity.ui.moment import MOST_DIGITS, here

SINCE, SINCE_SNAPSHOT = "sejak", "sejak-beku"


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is compared with (None where there was no plan yet), and its name in a sentence."""

    plan: Portfolio | None
    name: str


def earlier_view() -> Earlier:
    """The snapshot or day of the address, else the last meeting held, else a month ago."""
    say, asked = show.said(), st.query_params.get(SINCE_SNAPSHOT, "")
    if asked.isdecimal() and len(asked) <= MOST_DIGITS:
        return Earlier(figures_of(int(asked)).plan, say("changes.since.snapshot", number=asked))
    held = ask(meetings.held)
    last = held[-1].held_on if held else None
    day = _chosen_day(last or here().as_of - timedelta(days=30))
    name = say("changes.since.meeting" if day == last else "changes.since.day", day=say.words.short_day(day))
    return Earlier(standing_then(day), name)


def _chosen_day(default: date) -> date:
    picked = st.date_input(
        show.said()("changes.since"),
        value=default,
        max_value=here().as_of,
        key=SINCE,
        format="DD/MM/YYYY",
        width=240,
        bind="query-params",
    )
    return picked if isinstance(picked, date) else default


@dataclass(frozen=True, slots=True)
class ChangeRow:
    programme: Programme
    milestone: Milestone
    turn: Turn
    old: str | Markup | None
    new: str | Markup


_GROUPS: dict[str, Callable[[Programme], tuple[str, str]]] = {
    "dimensi": lambda programme: (programme.dimension.code, programme.dimension.name),
    "opd": lambda programme: (programme.lead.short_name, programme.lead.name),
}
GROUPINGS = tuple(_GROUPS)


def grouped(say: Said, found: Changes, grouping: str) -> list[tuple[str, list[ChangeRow]]]:
    """Every change once per turn, under the name of its dimension or agency."""
    by = _GROUPS[grouping]
    rows = [_row(say, found, turn, each) for turn in Turn for each in found.turned(turn)]
    ordered = sorted(rows, key=lambda row: (by(row.programme), list(Turn).index(row.turn), row.milestone.code))
    return [(name, list(members)) for (_, name), members in groupby(ordered, key=lambda row: by(row.programme))]


def _row(say: Said, found: Changes, turn: Turn, each: Found) -> ChangeRow:
    programme, new = each
    old = found.old.get(new.id)
    if turn in (Turn.SLIPPED, Turn.ADVANCED) and old is not None:
        days = (say.words.short_day(old.facts.due_on), say.words.short_day(new.facts.due_on))
        return ChangeRow(programme, new, turn, *days)
    if old is None:
        return ChangeRow(programme, new, turn, None, say("changes.due", day=say.words.short_day(new.facts.due_on)))
    return ChangeRow(programme, new, turn, say.words.label(old.status), say.chip(new.status))
