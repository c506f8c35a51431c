"""The chosen meeting with its agenda, its decisions and its plan; which decisions the reader may know."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import streamlit as st

from smartcity.domain.access.roles import Act, Actor
from smartcity.domain.enums import DecisionState, MeetingState
from smartcity.domain.facts.decisions import CountedDecision, Decision, Meeting, last_closed
from smartcity.domain.meetings.agenda import AgendaItem, discussed, on_agenda
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.presentation import agenda, changes
from smartcity.presentation.meetings import meeting_time
from smartcity.queries import decisions, meetings
from smartcity.queries.walls import PresentedView, presented_view
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import fragment, query, query_on, query_uncached
from smartcity.ui.frame.portfolio import (
    current_portfolio,
    earlier_of,
    portfolio_on,
    rules_shown,
    snapshot_card,
    snapshot_figures,
)
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.visitor import may, me


@dataclass(frozen=True)
class MeetingView:
    """`items` are on the agenda, `topic` is presented; `plan` is frozen once begun; `counted` are all decisions."""

    meeting: Meeting
    items: tuple[AgendaItem, ...]
    dropped: tuple[AgendaItem, ...]
    counted: tuple[CountedDecision, ...]
    plan: Portfolio
    walls_state: PresentedView | None
    topic: AgendaItem | None = None

    @property
    def current(self) -> AgendaItem | None:
        """What is discussed now."""
        return discussed(self.items, self.walls_state.item_id if self.walls_state else None)

    @cached_property
    def decisions(self) -> tuple[Decision, ...]:
        """Those that the reader may know."""
        return tuple(d for d in self.counted if isinstance(d, Decision))

    @property
    def decided(self) -> tuple[CountedDecision, ...]:
        """What this meeting itself decided."""
        return tuple(d for d in self.counted if d.meeting.code == self.meeting.code)

    def programme(self, item: AgendaItem) -> Programme | None:
        return next((p for p in self.plan.programmes if p.id == item.programme_id), None)

    def items_for(self, agency: str) -> tuple[AgendaItem, ...]:
        """Those that this agency may know: none of a confidential decision for another one."""
        return tuple(item for item in self.items if _may_know(self.decision(item), agency))

    def about(self, decision: Decision) -> Programme | None:
        return next((p for p in self.plan.programmes if p.id == decision.programme_id), None)

    def decision(self, item: AgendaItem) -> Decision | None:
        return next((d for d in self.decisions if d.id == item.decision_id), None)


Part = Callable[[MeetingView], None]


def in_order(*parts: Part) -> Part:
    """One part of the screen below the other."""

    def placed(view: MeetingView) -> None:
        for part in parts:
            part(view)

    return placed


def beside(widths: tuple[int, int], left: Part, right: Part) -> Part:
    """Two parts of the screen in columns, on a phone one below the other."""

    def placed(view: MeetingView) -> None:
        for column, part in zip(st.columns(widths, gap="large"), (left, right), strict=True):
            with column:
                part(view)

    return placed


def under(key: str, icon: str, part: Part) -> Part:
    """A part that opens on a tap on its name."""

    def placed(view: MeetingView) -> None:
        with st.expander(show.formatter()(key), icon=f":material/{icon}:"):
            part(view)

    return placed


def for_chair(part: Part) -> Part:
    """Only for those who run the meeting."""

    def placed(view: MeetingView) -> None:
        if may_run():
            part(view)

    return placed


def _may_know(decision: Decision | None, agency: str) -> bool:
    return decision is None or not decision.is_confidential or decision.agency.code == agency


def reader() -> Actor:
    """Who reads, as far as it decides what may be read: answers are kept for all readers of the same kind."""
    return Actor("", me().role, me().agency)


def counted_decisions() -> tuple[CountedDecision, ...]:
    """All there are; of those that the reader may not know only that they are there."""
    return query(decisions.all_decisions, reader())


def readable_decisions() -> tuple[Decision, ...]:
    return tuple(d for d in counted_decisions() if isinstance(d, Decision))


def may_run() -> bool:
    """Whether the controls are shown: today, to those who run meetings."""
    return may(Act.RUN_MEETING) and not current_context().is_past


def meeting_view(meeting: Meeting) -> MeetingView:
    """A running meeting is asked anew each time: its timers move without a ledger entry."""
    is_running = meeting.state is MeetingState.RUNNING
    if is_running:
        items = query_uncached(meetings.agenda, current_context().as_of, meeting.id, reader())
    else:
        items = query(meetings.agenda, meeting.id, reader())
    on_the_agenda = on_agenda(items)
    dropped = tuple(item for item in items if item.is_dropped)
    shown = query_uncached(presented_view) if is_running else None
    walls_state = shown if shown is not None and shown.meeting_id == meeting.id else None
    return MeetingView(meeting, on_the_agenda, dropped, counted_decisions(), _plan(meeting), walls_state)


def _plan(meeting: Meeting) -> Portfolio:
    return snapshot_figures(meeting.snapshot).plan if meeting.snapshot is not None else current_portfolio()


def plan_before(meeting: Meeting) -> Portfolio | None:
    """The plan as known the day before the meeting: how well it was prepared."""
    return portfolio_on(meeting.held_on - timedelta(days=1))


def headline(view: MeetingView) -> None:
    """The answer: what there is to talk about, or what came of it."""
    title = agenda.headline(show.formatter(), view.meeting, view.items, view.decided)
    show.headline(title, _sub(view.meeting, current_context().as_of))


def _sub(meeting: Meeting, today: date) -> str:
    say = show.formatter()
    parts = [meeting.name, meeting_time(say, meeting), say.words.label(meeting.state).lower()]
    days = (meeting.held_on - today).days
    if meeting.state is MeetingState.PLANNED and days > 0:
        parts[-1] = say("quick_win.countdown", days=days)
    if meeting.snapshot is not None:
        parts.append(say("meeting.on_snapshot", number=meeting.snapshot))
    return " · ".join(parts)


def open_decisions(view: MeetingView) -> tuple[Decision, ...]:
    """Those not yet closed, as known today."""
    return tuple(d for d in view.decisions if d.state(current_context().as_of) is not DecisionState.CLOSED)


def since_last(view: MeetingView, agency: str | None = None) -> str:
    """What is another since the meeting before, of the whole plan or of what one agency leads; "" where none was."""
    return fragment("since_last", (view.meeting, agency), lambda: _since_last(view, agency))


def _since_last(view: MeetingView, agency: str | None) -> str:
    say, meeting = show.formatter(), view.meeting
    last = last_closed(query_on(min(meeting.held_on, current_context().as_of), meetings.held_meetings))
    earlier = earlier_of(last) if last is not None else None
    moved = earlier.changes(_plan_at(view)) if earlier is not None else None
    if earlier is None or moved is None:
        return ""
    rules = snapshot_card(meeting.snapshot).rules_version if meeting.snapshot is not None else rules_shown()
    mine = moved if agency is None else moved.within(p for p in moved.after.programmes if p.lead.code == agency)
    parts = (changes.headline(say, mine, changes.since(say, earlier)), changes.basis(say, mine, earlier, rules))
    return "\n".join(part for part in parts if part)


def _plan_at(view: MeetingView) -> Portfolio:
    """What the meeting looked at; of one that is over without frozen data what was known on its day."""
    if view.meeting.state is MeetingState.CLOSED and view.meeting.snapshot is None:
        return portfolio_on(view.meeting.held_on) or view.plan
    return view.plan
