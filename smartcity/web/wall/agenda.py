"""The meeting on a wall: its agenda, the item discussed with the agency's words beside the figures."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from smartcity.domain.facts.decisions import Decision, Meeting
from smartcity.domain.meetings.agenda import AgendaItem
from smartcity.domain.plan.programmes import Programme, Report
from smartcity.presentation.agenda import item_because, item_question, item_rule, item_title
from smartcity.queries import decisions, meetings, snapshots
from smartcity.queries.snapshots import SnapshotCard
from smartcity.queries.walls import PresentedView
from smartcity.store.loaders.reporting import load_periods, load_reports
from smartcity.store.loaders.visibility import AsOf
from smartcity.web.wall.elements import Tile, deviation_tile, share_tile
from smartcity.web.wall.facts import Facts
from smartcity.web.wall.formatter import WallFormatter, joined


@dataclass(frozen=True)
class WallMeeting:
    """Asked as a guest: what is confidential carries no words. `report` is the newest of the programme discussed."""

    walls_state: PresentedView
    meeting: Meeting
    items: tuple[AgendaItem, ...]
    decision: Decision | None
    report: Report | None
    snapshot: SnapshotCard | None

    @property
    def item(self) -> AgendaItem | None:
        return next((item for item in self.items if item.id == self.walls_state.item_id), None)

    @property
    def place(self) -> int | None:
        """Of the item discussed, or whose timer runs behind a view; counted from 0."""
        places = [n for n, item in enumerate(self.items) if item.id == self.walls_state.item_id]
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


def wall_meeting(session: Session, day: date, walls_state: PresentedView) -> WallMeeting:
    meeting = next(
        candidate for candidate in meetings.all_meetings(session, day) if candidate.id == walls_state.meeting_id
    )
    items = tuple(item for item in meetings.agenda(session, day, meeting.id) if not item.is_dropped)
    card = snapshots.snapshot_card(session, walls_state.snapshot) if walls_state.snapshot is not None else None
    item = next((item for item in items if item.id == walls_state.item_id), None)
    decision = _decision(session, day, item.decision_id) if item else None
    report = _report(session, day, item.programme_id) if item else None
    return WallMeeting(walls_state, meeting, items, decision, report, card)


def _decision(session: Session, day: date, number: int | None) -> Decision | None:
    public = decisions.readable_decisions(session, day) if number is not None else ()
    return next((decision for decision in public if decision.id == number), None)


def _report(session: Session, day: date, programme_id: int | None) -> Report | None:
    if programme_id is None:
        return None
    when = AsOf.end_of(session, day)
    programme_reports = load_reports(when, load_periods(when), None, (programme_id,)).get(programme_id)
    return programme_reports.newest if programme_reports else None


BEFORE = 2  # items that stay in sight before the one discussed
TAKEN = 4  # rows that title, basis and figures take the place of


def rail(meeting: WallMeeting, say: WallFormatter, most: int) -> list[Mapping[str, object]]:
    """As many items as there is room for, with the one discussed among them; `state` is done, here, or nothing."""
    last = max(len(meeting.items) - most, 0)
    first = min(max((meeting.place or 0) - BEFORE, 0), last)
    steps = list(enumerate(zip(meeting.items, meeting.steps, strict=True), start=1))
    return [
        {"number": number, "title": item_title(say, item), "state": state, "minutes": _minutes(item, say)}
        for number, (item, state) in steps[first : first + most]
    ]


def _minutes(item: AgendaItem, say: WallFormatter) -> str:
    return say("wall.minutes", count=item.timer.planned) if item.timer.planned else ""


def item_page(
    meeting: WallMeeting, item: AgendaItem, facts: Facts, say: WallFormatter, most: int
) -> Mapping[str, object]:
    """Figures are those of the frozen data; the words are the newest, and say so when they came in afterwards."""
    programme = next((p for p in facts.plan.programmes if p.id == item.programme_id), None)
    then, now = programme.report if programme else None, meeting.report
    agency = say.agency_of(item.agency) if item.agency else ""
    return {
        "title": item_title(say, item),
        "basis": joined(agency, item_rule(say, item), item_because(say, item)),
        "question": item_question(say, item),
        "tiles": _tiles(programme, say),
        "statements": tuple(_statements(meeting, now, say))[: max(most - TAKEN, 1)],
        "is_after_freeze": now is not None and now != then and meeting.snapshot is not None,
    }


def _tiles(programme: Programme | None, say: WallFormatter) -> tuple[Tile, ...]:
    if programme is None:
        return ()
    progress = programme.progress
    return (
        share_tile(say("overview.verified"), progress.verified if progress else None, say),
        share_tile(say("wall.planned"), progress.planned if progress else None, say),
        deviation_tile(progress, say),
    )


def _statements(meeting: WallMeeting, report: Report | None, say: WallFormatter) -> Iterator[tuple[str, str]]:
    """What the agency answered to the decision, then what it reported: what blocks it first."""
    decision = meeting.decision
    if decision is not None and decision.answers:
        yield say("wall.answer"), decision.answers[-1].text
    elif decision is not None and decision.follow_up:
        yield say("wall.answer"), decision.follow_up
    if report is not None:
        help_needed = f"{report.help_needed} → {report.help_from}" if report.help_needed and report.help_from else None
        for name, text in (
            ("obstacle", report.obstacle),
            ("help", help_needed),
            ("next_step", report.next_step),
            ("happened", report.happened),
        ):
            if text:
                yield say(f"report.{name}"), text
