"""What the screen Perubahan is made of: the earlier view that was chosen, and each change with old and new."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

import streamlit as st
from markupsafe import Markup

from smartcity.domain.changes import Changes, Earlier, Found, Turn
from smartcity.domain.differences import of_programme
from smartcity.domain.meetings import last_closed
from smartcity.domain.plan import Milestone, Programme
from smartcity.presentation import changes as telling
from smartcity.presentation.said import Said
from smartcity.queries import meetings, snapshots
from smartcity.queries.snapshots import SnapshotCard
from smartcity.ui import show
from smartcity.ui.answers import ask, earlier_of, figures_of, known, snapshot_card, standing_then
from smartcity.ui.filters import picked
from smartcity.ui.moment import MOST_DIGITS, here

SINCE, SINCE_SNAPSHOT = "sejak", "sejak-beku"
CONTROL, MOST_SNAPSHOTS = 300, 50


def earlier_view() -> Earlier:
    """The snapshot or day that was chosen, else the last closed meeting, else a month ago."""
    number = _chosen_snapshot()
    if number is not None:
        card = snapshot_card(number)
        return Earlier(figures_of(number).plan, card.as_of, None, number, card.rules_version)
    held = ask(meetings.held)
    last = last_closed(held)
    day = _chosen_day(last.held_on if last else here().as_of - timedelta(days=30))
    meeting = last_closed([meeting for meeting in held if meeting.held_on == day])
    return earlier_of(meeting) if meeting is not None else Earlier(standing_then(day), day)


def _chosen_snapshot() -> int | None:
    """One number of the frozen data there is; the address may ask for it too. None compares with a day."""
    say, asked = show.said(), st.query_params.get(SINCE_SNAPSHOT, "")
    cards = [card for card in known(snapshots.listed) if card.as_of <= here().as_of]
    options = {str(card.number): _frozen(say, card) for card in cards[:MOST_SNAPSHOTS]}
    if asked.isdecimal() and len(asked) <= MOST_DIGITS:
        options.setdefault(asked, say("changes.snapshot", number=asked))
    if not options:
        return None
    chosen = picked(say("changes.with"), SINCE_SNAPSHOT, {"": say("changes.with.day"), **options})
    return int(chosen) if chosen else None


def _frozen(say: Said, card: SnapshotCard) -> str:
    return f"{say('changes.snapshot', number=card.number)} · {say.words.short_day(card.as_of)}"


def _chosen_day(default: date) -> date:
    day = st.date_input(
        show.said()("changes.since"),
        value=default,
        max_value=here().as_of,
        key=SINCE,
        format="DD/MM/YYYY",
        width=CONTROL,
        bind="query-params",
    )
    return day if isinstance(day, date) else default


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


def health_changes(found: Changes, since: str) -> None:
    """Programmes whose health is another, the worse first, each with the parts of its difference."""
    show.lasting(
        "health_changes",
        since,
        make=lambda: {"worsened": found.worsened, "improved": found.improved, "parts": _parts(found)},
    )


def _parts(found: Changes) -> Callable[[Programme], str]:
    def told(programme: Programme) -> str:
        difference = of_programme(found, programme)
        return telling.parts(show.said(), difference.deviation) if difference else ""

    return told
