"""The reporting cycle: periods and their exceptions, meetings and decisions, frozen snapshots, wall screens."""

from datetime import date, datetime

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
