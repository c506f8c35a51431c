"""The coordination meeting: its agenda, who came, what it decided, what became of it; frozen snapshots; the walls."""

from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from smartcity.domain.enums import Verdict
from smartcity.domain.lengths import MEETING_NAME, MINUTES, REASON
from smartcity.store.tables.columns import Row, choice, document, instant, line, link, prose
from smartcity.store.tables.plan import CodedRow, PlanRow
from smartcity.store.tables.reporting import FactRow


class Meeting(CodedRow, table=True):
    """A coordination meeting, in local days and hours. One that was made on a screen is a batch of its own."""

    name: str = line(MEETING_NAME)
    held_on: date
    starts_at: time | None = None
    minutes_planned: int | None = None
    place: str | None = None
    minutes: str | None = prose(MINUTES)
    snapshot_id: int | None = link("snapshot", nullable=True)
    started_at: datetime | None = instant(nullable=True)
    closed_at: datetime | None = instant(nullable=True)
    called_off_at: datetime | None = instant(nullable=True)
    called_off_reason: str | None = prose()


class AgendaItem(PlanRow, table=True):
    """One thing to discuss. `rule` put it there and `because` holds the facts its sentence is filled with.

    `position` orders; a dropped item stays stored. `started_at` and `spent_seconds` are the timer. One that was put off
    stands again on the agenda of a later meeting, where `put_off_from_id` names it.
    """

    meeting_id: int = link("meeting")
    position: int
    title: str
    rule: str | None = None
    because: dict[str, object] | None = document()
    programme_id: int | None = link("programme", nullable=True)
    milestone_id: int | None = link("milestone", nullable=True)
    agency_id: int | None = link("agency", nullable=True)
    decision_id: int | None = link("decision", nullable=True)
    minutes_planned: int | None = None
    is_pinned: bool = False
    is_dropped: bool = False
    minutes: str | None = prose()
    started_at: datetime | None = instant(nullable=True)
    spent_seconds: int = 0
    is_done: bool = False
    is_put_off: bool = False
    put_off_from_id: int | None = link("agenda_item", nullable=True)


class Attendance(Row, table=True):
    """Whether an agency came."""

    __table_args__ = (UniqueConstraint("meeting_id", "agency_id"),)
    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = link("meeting")
    agency_id: int = link("agency")
    is_present: bool
    note: str | None = None


class Decision(CodedRow, table=True):
    """Arahan: what the meeting decided, for which agency, until when, and whether it was carried out."""

    meeting_id: int = link("meeting")
    text: str = prose(REASON, nullable=False)
    agency_id: int = link("agency")
    programme_id: int | None = link("programme", nullable=True)
    due_on: date | None = None
    is_confidential: bool = False
    closed_on: date | None = None
    follow_up: str | None = prose(MINUTES)


class DecisionAnswer(FactRow, table=True):
    """What the agency says it did about a decision; evidence refers to it."""

    decision_id: int = link("decision")
    text: str = prose(nullable=False)
    is_done: bool


class DecisionReview(FactRow, table=True):
    """The verifier's word on an answer: verified closes the decision, returned asks again."""

    answer_id: int = link("decision_answer")
    verdict: Verdict = choice(Verdict)
    note: str | None = prose()


class Snapshot(Row, table=True):
    """Data Beku: a numbered instant with its computed figures and their SHA-256. Appended, never changed.

    `seal` is that of the ledger entry `audit_id`: later it must still stand there.
    """

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = instant()
    as_of: date
    figures: dict[str, object] | None = document()
    sha256: str = Field(max_length=64)
    application_version: str
    rules_version: str
    audit_id: int = 0
    seal: str | None = Field(default=None, max_length=64)
    made_by: str = ""


class PresenterState(Row, table=True):
    """What the presenter shows: one row, followed by every wall in meeting mode. `turn` counts its changes."""

    __tablename__ = "stage"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)
    id: int | None = Field(default=1, primary_key=True)
    turn: int = 0
    meeting_id: int | None = link("meeting", nullable=True)
    item_id: int | None = link("agenda_item", nullable=True)
    view: str | None = None
    snapshot_id: int | None = link("snapshot", nullable=True)
    is_black: bool = False
    shows_names: bool = True
    changed_at: datetime = instant()


class WallDevice(Row, table=True):
    """One wall display. Only the hash of its device token is kept; `code` waits for an administrator's word."""

    __tablename__ = "screen"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    token_sha256: str = Field(max_length=64, unique=True)
    created_at: datetime = instant()
    revoked_at: datetime | None = instant(nullable=True)
    last_seen_at: datetime | None = instant(nullable=True)
    code: str | None = Field(default=None, max_length=6, index=True)
    code_expires_at: datetime | None = instant(nullable=True)
    confirmed_at: datetime | None = instant(nullable=True)
    showing: str | None = None
