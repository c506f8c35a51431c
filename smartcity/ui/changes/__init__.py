"""What the screen Perubahan is made of: the earlier view that was chosen, and each change with old and new."""

from collections.abc import Callable
from datetime import date, timedelta

import streamlit as st

from smartcity.domain.addresses import AddressKey
from smartcity.domain.facts.decisions import last_closed
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.changes import Changes, Earlier
from smartcity.domain.portfolio.differences import of_programme
from smartcity.presentation import changes as change_texts
from smartcity.presentation.formatter import Formatter
from smartcity.queries import meetings, snapshots
from smartcity.queries.snapshots import SnapshotCard
from smartcity.ui.components.filters import picked
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import query, query_latest
from smartcity.ui.frame.portfolio import earlier_of, portfolio_on, snapshot_card, snapshot_figures
from smartcity.ui.frame.request_context import MOST_DIGITS, current_context

CONTROL, MOST_SNAPSHOTS = 300, 50


def earlier_view() -> Earlier:
    """The snapshot or day that was chosen, else the last closed meeting, else a month ago."""
    number = _chosen_snapshot()
    if number is not None:
        card = snapshot_card(number)
        return Earlier(snapshot_figures(number).plan, card.as_of, None, number, card.rules_version)
    held_meetings = query(meetings.held_meetings)
    last = last_closed(held_meetings)
    day = _chosen_day(last.held_on if last else current_context().as_of - timedelta(days=30))
    meeting = last_closed([meeting for meeting in held_meetings if meeting.held_on == day])
    return earlier_of(meeting) if meeting is not None else Earlier(portfolio_on(day), day)


def _chosen_snapshot() -> int | None:
    """One number of the frozen data there is; the address may ask for it too. None compares with a day."""
    say, asked = show.formatter(), st.query_params.get(AddressKey.SINCE_SNAPSHOT, "")
    cards = [card for card in query_latest(snapshots.list_snapshots) if card.as_of <= current_context().as_of]
    options = {str(card.number): _snapshot_label(say, card) for card in cards[:MOST_SNAPSHOTS]}
    if asked.isdecimal() and len(asked) <= MOST_DIGITS:
        options.setdefault(asked, say("changes.snapshot", number=asked))
    if not options:
        return None
    chosen = picked(say("changes.with"), AddressKey.SINCE_SNAPSHOT, {"": say("changes.with.day"), **options})
    return int(chosen) if chosen else None


def _snapshot_label(say: Formatter, card: SnapshotCard) -> str:
    return f"{say('changes.snapshot', number=card.number)} · {say.words.short_day(card.as_of)}"


def _chosen_day(default: date) -> date:
    day = st.date_input(
        show.formatter()("changes.since"),
        value=default,
        max_value=current_context().as_of,
        key=AddressKey.SINCE,
        format="DD/MM/YYYY",
        width=CONTROL,
        bind="query-params",
    )
    return day if isinstance(day, date) else default


def health_changes(changes: Changes, since: str) -> None:
    """Programmes whose health is another, the worse first, each with the parts of its difference."""
    show.render_cached(
        "changes/health_changes",
        since,
        make=lambda: {"worsened": changes.worsened, "improved": changes.improved, "parts": _parts(changes)},
    )


def _parts(changes: Changes) -> Callable[[Programme], str]:
    def text(programme: Programme) -> str:
        difference = of_programme(changes, programme)
        return change_texts.parts(show.formatter(), difference.deviation) if difference else ""

    return text
