"""What the meeting's screen stands on: the chosen meeting with its agenda, its decisions and its figures."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from smartcity.domain.agenda import AgendaItem, discussed, minutes_used, on_agenda
from smartcity.domain.kinds import DecisionState, MeetingState
from smartcity.domain.meetings import CountedDecision, Decision, Meeting, last_closed
from smartcity.domain.plan import Programme
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.roles import Act, Actor
from smartcity.i18n import headlines
from smartcity.presentation import changes
from smartcity.presentation.minutes import when
from smartcity.queries import decisions, meetings
from smartcity.queries.stage import OnStage, on_stage
from smartcity.ui import show
from smartcity.ui.actor import may, me
from smartcity.ui.answers import (
    ask,
    ask_now,
    ask_on,
    earlier_of,
    figures_of,
    rules_shown,
    snapshot_card,
    standing_on,
    standing_then,
    written,
)
from smartcity.ui.moment import here


@dataclass(frozen=True)
class Desk:
    """`items` are those on the agenda; `plan` is frozen once the meeting has begun; `counted` are all decisions."""

    meeting: Meeting
    items: tuple[AgendaItem, ...]
    dropped: tuple[AgendaItem, ...]
    counted: tuple[CountedDecision, ...]
    plan: Portfolio
    stage: OnStage | None

    @property
    def current(self) -> AgendaItem | None:
        """What is discussed now."""
        return discussed(self.items, self.stage.item_id if self.stage else None)

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


def _may_know(decision: Decision | None, agency: str) -> bool:
    return decision is None or not decision.is_confidential or decision.agency.code == agency


def reader() -> Actor:
    """Who reads, as far as it decides what may be read: answers are kept for all readers of the same kind."""
    return Actor("", me().role, me().agency)


def counted_decisions() -> tuple[CountedDecision, ...]:
    """All there are; of those that the reader may not know only that they are there."""
    return ask(decisions.every, reader())


def readable_decisions() -> tuple[Decision, ...]:
    return tuple(d for d in counted_decisions() if isinstance(d, Decision))


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
    return Desk(meeting, kept, dropped, counted_decisions(), _plan(meeting), stage)


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
        secret = sum(d.is_confidential for d in found.decided)
        title = headlines.meeting_closed(words, day=day, decided=len(found.decided), done=done, secret=secret)
    elif meeting.state is MeetingState.CALLED_OFF:
        title = say("meeting.headline.called_off", day=day)
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


def since_last(found: Desk, agency: str | None = None) -> str:
    """What is another since the meeting before, of the whole plan or of what one agency leads; "" where none was."""
    return written("since_last", (found.meeting, agency), lambda: _since_last(found, agency))


def _since_last(found: Desk, agency: str | None) -> str:
    say, meeting = show.said(), found.meeting
    last = last_closed(ask_on(min(meeting.held_on, here().as_of), meetings.held))
    earlier = earlier_of(last) if last is not None else None
    moved = earlier.changes(_plan_at(found)) if earlier is not None else None
    if earlier is None or moved is None:
        return ""
    rules = snapshot_card(meeting.snapshot).rules_version if meeting.snapshot is not None else rules_shown()
    mine = moved if agency is None else moved.within(p for p in moved.after.programmes if p.lead.code == agency)
    told = (changes.headline(say, mine, changes.since(say, earlier)), changes.basis(say, mine, earlier, rules))
    return "\n".join(part for part in told if part)


def _plan_at(found: Desk) -> Portfolio:
    """What the meeting looked at; of one that is over without frozen data what was known on its day."""
    if found.meeting.state is MeetingState.CLOSED and found.meeting.snapshot is None:
        return standing_then(found.meeting.held_on) or found.plan
    return found.plan
