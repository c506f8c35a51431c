"""The reporting cycle: periods and their exceptions, meetings and decisions, frozen snapshots, wall screens."""

from datetime import date, datetime, time

from sqlalchemy import UniqueConstraint
from sqlmodel import Field

from smartcity.domain.kinds import PeriodKind
from smartcity.store.base import Row, choice, document, instant, link, prose
from smartcity.store.facts import FactRow
from smartcity.store.plan import PlanRow


class Period(PlanRow, table=True):
    """Reporting for one month or quarter: opens, is due on `closes_on`, locks after the grace days."""

    __tablename__ = "period"
    __table_args__ = (UniqueConstraint("batch_id", "kind", "year", "number"),)
    kind: PeriodKind = choice(PeriodKind)
    year: int
    number: int
    opens_on: date
    closes_on: date
    grace_days: int = 0


class LockException(FactRow, table=True):
    """One agency may still report in one locked period, until when, and why."""

    __tablename__ = "lock_exception"
    period_id: int = link("period")
    agency_id: int = link("agency")
    until: datetime = instant()
    reason: str = prose(nullable=False)


class ReportDraft(Row, table=True):
    """What one account has typed for one programme and period and not sent yet.

    `key` becomes the statement's `submission_key`; `based_on` is the newest statement's id when the draft was begun.
    """

    __tablename__ = "report_draft"
    __table_args__ = (UniqueConstraint("programme_id", "period_id", "account_id"),)
    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = link("programme")
    period_id: int = link("period")
    account_id: int = link("account")
    key: str = Field(max_length=36, unique=True)
    based_on: int = 0
    content: dict[str, object] = document(nullable=False)
    saved_at: datetime = instant()


class Meeting(PlanRow, table=True):
    """A coordination meeting, in local days and hours."""

    __tablename__ = "meeting"
    __table_args__ = (UniqueConstraint("batch_id", "code"),)
    code: str
    name: str
    held_on: date
    starts_at: time | None = None
    place: str | None = None
    minutes: str | None = prose()
    snapshot_id: int | None = link("snapshot", nullable=True)
    closed_at: datetime | None = instant(nullable=True)


class AgendaItem(PlanRow, table=True):
    __tablename__ = "agenda_item"
    meeting_id: int = link("meeting")
    position: int
    title: str
    rule: str | None = None
    programme_id: int | None = link("programme", nullable=True)
    minutes_planned: int | None = None


class Decision(PlanRow, table=True):
    """Arahan: what the meeting decided, for which agency, until when, and whether it was carried out."""

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("batch_id", "code"),)
    code: str
    meeting_id: int = link("meeting")
    text: str = prose(nullable=False)
    agency_id: int = link("agency")
    programme_id: int | None = link("programme", nullable=True)
    due_on: date | None = None
    is_confidential: bool = False
    closed_on: date | None = None
    follow_up: str | None = prose()


class Snapshot(Row, table=True):
    """Data Beku: a numbered instant with its computed figures and their SHA-256."""

    __tablename__ = "snapshot"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = instant()
    as_of: date
    figures: dict[str, object] | None = document()
    sha256: str = Field(max_length=64)
    application_version: str
    rules_version: str


class Screen(Row, table=True):
    """One wall display. Only the hash of its device token is kept."""

    __tablename__ = "screen"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    token_sha256: str = Field(max_length=64, unique=True)
    created_at: datetime = instant()
    revoked_at: datetime | None = instant(nullable=True)
    last_seen_at: datetime | None = instant(nullable=True)
