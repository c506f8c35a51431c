"""The meeting as a wall knows it: its agenda without what was dropped, its frozen data, and what is discussed."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from smartcity.domain.agenda import AgendaItem
from smartcity.domain.meetings import Decision, Meeting
from smartcity.domain.plan import Report
from smartcity.queries import decisions, meetings, snapshots
from smartcity.queries.snapshots import SnapshotCard
from smartcity.queries.stage import OnStage
from smartcity.store.loaders.reports import periods, reports
from smartcity.store.loaders.visibility import AsOf


@dataclass(frozen=True)
class OnWall:
    """Asked as a guest: what is confidential carries no words. `report` is the newest of the programme discussed."""

    stage: OnStage
    meeting: Meeting
    items: tuple[AgendaItem, ...]
    decision: Decision | None
    report: Report | None
    snapshot: SnapshotCard | None

    @property
    def item(self) -> AgendaItem | None:
        return next((item for item in self.items if item.id == self.stage.item_id), None)

    @property
    def place(self) -> int | None:
        """Of the item discussed, or whose timer runs behind a view; counted from 0."""
        places = [n for n, item in enumerate(self.items) if item.id == self.stage.item_id]
        running = [n for n, item in enumerate(self.items) if item.timer.started_at is not None]
        return next(iter(places + running), None)

    @property
    def steps(self) -> tuple[str, ...]:
        """How far the agenda is: done, here, or to come."""
        here = self.place
        return tuple("here" if n == here else "done" if item.is_done else "" for n, item in enumerate(self.items))

    def until(self, now: datetime) -> datetime | None:
        """When the planned minutes of the running item are used up."""
        timer = self.items[self.place].timer if self.place is not None else None
        left = timer.left(now) if timer is not None and timer.started_at is not None else None
        return None if left is None else now + timedelta(seconds=left)


def on_wall(session: Session, day: date, stage: OnStage) -> OnWall:
    meeting = next(found for found in meetings.every(session, day) if found.id == stage.meeting_id)
    items = tuple(item for item in meetings.agenda(session, day, meeting.id) if not item.is_dropped)
    card = snapshots.card(session, stage.snapshot) if stage.snapshot is not None else None
    item = next((item for item in items if item.id == stage.item_id), None)
    return OnWall(
        stage=stage,
        meeting=meeting,
        items=items,
        decision=_decision(session, day, item.decision_id) if item else None,
        report=_report(session, day, item.programme_id) if item else None,
        snapshot=card,
    )


def _decision(session: Session, day: date, number: int | None) -> Decision | None:
    public = decisions.readable(session, day) if number is not None else ()
    return next((decision for decision in public if decision.id == number), None)


def _report(session: Session, day: date, programme_id: int | None) -> Report | None:
    if programme_id is None:
        return None
    when = AsOf.end_of(session, day)
    found = reports(when, periods(when), None).get(programme_id)
    return found.newest if found else None
