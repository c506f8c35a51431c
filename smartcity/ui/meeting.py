"""What the meeting's screen stands on: the chosen meeting with its agenda, its decisions and its figures."""

from dataclasses import dataclass
from datetime import date, timedelta

from smartcity.domain.agenda import AgendaItem, discussed, minutes_used, on_agenda
from smartcity.domain.kinds import DecisionState, MeetingState
from smartcity.domain.meetings import Decision, Meeting
from smartcity.domain.plan import Programme
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.roles import Act, Actor
from smartcity.queries import decisions, meetings
from smartcity.queries.stage import OnStage, on_stage
from smartcity.telling.minutes import when
from smartcity.ui import show
from smartcity.ui.actor import may, me
from smartcity.ui.answers import ask, ask_now, figures_of, standing_on, standing_then
from smartcity.ui.moment import here
from smartcity.words import headlines


@dataclass(frozen=True)
class Desk:
    """`items` are those on the agenda; `plan` is frozen once the meeting has begun."""

    meeting: Meeting
    items: tuple[AgendaItem, ...]
    dropped: tuple[AgendaItem, ...]
    decisions: tuple[Decision, ...]
    plan: Portfolio
    stage: OnStage | None

    @property
    def current(self) -> AgendaItem | None:
        """What is discussed now."""
        return discussed(self.items, self.stage.item_id if self.stage else None)

    @property
    def decided(self) -> tuple[Decision, ...]:
        """What this meeting itself decided."""
        return tuple(d for d in self.decisions if d.meeting.code == self.meeting.code)

    def programme(self, item: AgendaItem) -> Programme | None:
        return next((p for p in self.plan.programmes if p.id == item.programme_id), None)

    def about(self, decision: Decision) -> Programme | None:
        return next((p for p in self.plan.programmes if p.id == decision.programme_id), None)

    def decision(self, item: AgendaItem) -> Decision | None:
        return next((d for d in self.decisions if d.id == item.decision_id), None)


def reader() -> Actor:
    """Who reads, as far as it decides what may be read: answers are kept for all readers of the same kind."""
    return Actor("", me().role, me().agency)


def readable_decisions() -> tuple[Decision, ...]:
    return ask(decisions.readable, reader())


def may_run() -> bool:
    """Whether the controls are shown: today, to those who run meetings."""
    return may(Act.RUN_MEETING) and not here().is_past


def desk(meeting: Meeting) -> Desk:
    """A running meeting is asked anew each time: its timers move without a ledger entry."""
    is_running = meeting.state is MeetingState.RUNNING
    if is_running:
        items = ask_now(meetings.agenda, here().as_of, meeting.id, reader())
    else:
        items = ask(meetings.agenda, meeting.id, reader())
    kept = on_agenda(items)
    dropped = tuple(item for item in items if item.is_dropped)
    shown = ask_now(on_stage) if is_running else None
    stage = shown if shown is not None and shown.meeting_id == meeting.id else None
    return Desk(meeting, kept, dropped, readable_decisions(), _plan(meeting), stage)


def _plan(meeting: Meeting) -> Portfolio:
    return figures_of(meeting.snapshot).plan if meeting.snapshot is not None else standing_on()


def plan_before(meeting: Meeting) -> Portfolio | None:
    """The plan as known the day before the meeting: how well it was prepared."""
    return standing_then(meeting.held_on - timedelta(days=1))


def headline(found: Desk) -> None:
    """The answer: what there is to talk about, or what came of it."""
    say, meeting = show.said(), found.meeting
    words, day = say.words, say.words.day(meeting.held_on)
    if meeting.state is MeetingState.CLOSED:
        done = sum(d.closed_on is not None for d in found.decided)
        title = headlines.meeting_closed(words, day=day, decided=len(found.decided), done=done)
    else:
        used, planned = minutes_used(found.items), meeting.minutes_planned
        title = headlines.agenda(words, day=day, items=len(found.items), used=used, planned=planned)
    show.headline(title, _sub(meeting, here().as_of))


def _sub(meeting: Meeting, today: date) -> str:
    say = show.said()
    parts = [meeting.name, when(say, meeting), say.words.label(meeting.state).lower()]
    days = (meeting.held_on - today).days
    if meeting.state is MeetingState.PLANNED and days > 0:
        parts[-1] = say("meeting.in_days", days=days)
    if meeting.snapshot is not None:
        parts.append(say("meeting.on_snapshot", number=meeting.snapshot))
    return " · ".join(parts)


def open_decisions(found: Desk) -> tuple[Decision, ...]:
    """Those not yet closed, as known today."""
    return tuple(d for d in found.decisions if d.state(here().as_of) is not DecisionState.CLOSED)
