"""Coordination meetings, what they decided and what became of it; how healthy the meetings themselves are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import median_low
from typing import TypeVar
from zoneinfo import ZoneInfo

from smartcity.domain.enums import DecisionState, MeetingState, Verdict
from smartcity.domain.facts.claims import without_answer
from smartcity.domain.facts.history import Proof
from smartcity.domain.grouping import Count
from smartcity.domain.plan.programmes import Agency, Programme

AHEAD = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Meeting:
    """`snapshot` is the number of the frozen data it looks at; only a meeting from a file has no `minutes_planned`."""

    code: str
    name: str
    held_on: date
    id: int = 0
    starts_at: time | None = None
    place: str | None = None
    minutes_planned: int | None = None
    minutes: str | None = None
    snapshot: int | None = None
    started_at: datetime | None = None
    closed_at: datetime | None = None
    called_off_at: datetime | None = None
    called_off_reason: str | None = None

    @property
    def state(self) -> MeetingState:
        return MeetingState.of(self.started_at, self.closed_at, self.called_off_at)

    def was_held(self, today: date) -> bool:
        """Before `today`, and really begun; a meeting that a file tells of counts by its day alone."""
        is_unbegun = self.state is MeetingState.PLANNED and self.minutes_planned is not None
        return not is_unbegun and self.state is not MeetingState.CALLED_OFF and self.held_on < today

    def is_over(self, today: date) -> bool:
        """Held before `today`, or closed on it."""
        return self.was_held(today) or (self.state is MeetingState.CLOSED and self.held_on <= today)

    def rehearsal_at(self, zone: ZoneInfo) -> datetime:
        """When each agency may look at what it will be asked: a day before the meeting begins."""
        return datetime.combine(self.held_on, self.starts_at or time(), zone) - AHEAD


def nearest(meetings: Sequence[Meeting], today: date) -> Meeting | None:
    """The one to open: the running one, else the next to come, else the last; `meetings` in the order of their days."""
    running = [m for m in meetings if m.state is MeetingState.RUNNING]
    coming = [m for m in meetings if m.state is MeetingState.PLANNED and m.held_on >= today]
    others = [m for m in reversed(meetings) if m.state is not MeetingState.CALLED_OFF]
    return next(iter([*running, *coming, *others, *reversed(meetings)]), None)


def last_closed(meetings: Sequence[Meeting]) -> Meeting | None:
    """The newest of the meetings held that is over; one that a file tells of is."""
    return next((m for m in reversed(meetings) if m.closed_at is not None or m.minutes_planned is None), None)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the agency says it did, and the verifier's word on it."""

    id: int
    text: str
    is_done: bool
    recorded_at: datetime
    recorded_by: str
    proofs: tuple[Proof, ...] = ()
    verdict: Verdict | None = None
    verdict_by: str | None = None
    verdict_note: str | None = None
    verdict_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Arahan: open until `closed_on`. `age` counts the meetings held from its own on: the last one's is 1 old."""

    code: str
    meeting: Meeting
    text: str
    agency: Agency
    programme_id: int | None
    due_on: date | None
    closed_on: date | None
    follow_up: str | None
    id: int = 0
    is_confidential: bool = False
    age: int = 0
    answers: tuple[Answer, ...] = ()

    @property
    def is_hidden(self) -> bool:
        return False

    def is_overdue(self, today: date) -> bool:
        return _is_overdue(self.due_on, self.closed_on, today)

    @property
    def waiting(self) -> Answer | None:
        """The answer that waits for the verifier: the newest one, when it says done and has no verdict."""
        newest = self.answers[-1] if self.answers else None
        return newest if newest is not None and newest.is_done and newest.verdict is None else None

    @property
    def returned(self) -> Answer | None:
        """The newest answer, when the verifier sent it back."""
        newest = self.answers[-1] if self.answers else None
        return newest if newest is not None and newest.verdict is Verdict.RETURNED else None

    @property
    def earlier_follow_up(self) -> str | None:
        """What was done before anything was answered here."""
        left = self.follow_up or ""
        for answer in reversed(self.answers):
            left = without_answer(left, answer.text)
        return left or None

    def state(self, today: date) -> DecisionState:
        return _state(self, today, is_waiting=self.waiting is not None)


@dataclass(frozen=True, slots=True)
class HiddenDecision:
    """A confidential decision as it is counted for who may not read it: that it is there, and where it stands."""

    meeting: Meeting
    due_on: date | None
    closed_on: date | None
    age: int
    is_waiting: bool
    code: str

    @property
    def is_hidden(self) -> bool:
        return True

    @property
    def is_confidential(self) -> bool:
        return True

    def is_overdue(self, today: date) -> bool:
        return _is_overdue(self.due_on, self.closed_on, today)

    def state(self, today: date) -> DecisionState:
        return _state(self, today, is_waiting=self.is_waiting)


# Counts are of all of them; words are of `Decision` alone.
CountedDecision = Decision | HiddenDecision
Counted = TypeVar("Counted", bound=CountedDecision)


def hidden(decision: Decision) -> HiddenDecision:
    is_waiting = decision.waiting is not None
    return HiddenDecision(
        decision.meeting, decision.due_on, decision.closed_on, decision.age, is_waiting, decision.code
    )


def _is_overdue(due_on: date | None, closed_on: date | None, today: date) -> bool:
    return closed_on is None and due_on is not None and due_on < today


def _state(decision: CountedDecision, today: date, *, is_waiting: bool) -> DecisionState:
    if decision.closed_on is not None:
        return DecisionState.CLOSED
    if is_waiting:
        return DecisionState.WAITING
    return DecisionState.OVERDUE if decision.is_overdue(today) else DecisionState.OPEN


def age_in_meetings(decided_on: date, meetings: Iterable[Meeting]) -> int:
    """How many held meetings the decision has lived through, its own included."""
    return sum(meeting.held_on >= decided_on for meeting in meetings)


def oldest_first(decisions: Iterable[Counted]) -> tuple[Counted, ...]:
    """Those still open, by age in meetings, then by due day."""
    still_open = [d for d in decisions if d.closed_on is None]
    return tuple(sorted(still_open, key=lambda d: (-d.age, d.due_on or date.max, d.code)))


@dataclass(frozen=True, slots=True)
class MeetingHealth:
    """`median_age` in days; None when nothing owes a word."""

    meetings_held: Count
    updated: Count
    median_age: int | None
    closed_in_time: Count


def held_of_planned(meetings: Iterable[Meeting], today: date) -> Count:
    """Of the meetings planned for a day before `today`, and those over today, how many were held.

    One that was called off was planned and is not held; one that is not yet due is not counted.
    """
    due = [meeting for meeting in meetings if meeting.held_on < today or meeting.is_over(today)]
    return Count(sum(meeting.is_over(today) for meeting in due), len(due))


def updated_in_time(discussed: Sequence[Programme], last: date | None, held_on: date) -> Count:
    """Of the programmes discussed, how many had word since the last meeting and by the day before this one."""
    heard = [programme.last_update_at for programme in discussed]
    return Count(sum(at is not None and (last or date.min) <= at.date() < held_on for at in heard), len(discussed))


def median_age(programmes: Iterable[Programme], today: date) -> int | None:
    """Days since the last word of each programme that owes one; never heard counts from its start."""
    owing = [programme for programme in programmes if programme.must_report]
    last = [programme.last_update_at.date() if programme.last_update_at else programme.starts_on for programme in owing]
    return median_low((today - day).days for day in last) if last else None


def closed_in_time(decisions: Iterable[CountedDecision], today: date) -> Count:
    """Of the decisions with a due day that are closed or past it, how many were closed by that day."""
    settled = [d for d in decisions if d.due_on is not None and (d.closed_on is not None or d.due_on < today)]
    on_time = [d for d in settled if d.closed_on is not None and d.due_on is not None and d.closed_on <= d.due_on]
    return Count(len(on_time), len(settled))
