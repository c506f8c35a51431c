"""Periods, drafts, statements, updates, reviews, evidence, requested changes, waits. Facts are only appended."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from smartcity.domain.enums import ChangeKind, Claim, OwnRating, PeriodKind, Verdict
from smartcity.domain.lengths import LINE, LINK, NOTE, REASON
from smartcity.store.tables.columns import Row, choice, document, instant, line, link, prose
from smartcity.store.tables.plan import PlanRow


class FactRow(Row):
    """`recorded_at` is when we learnt it (UTC), `recorded_by` a role or account, never a person's name."""

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int | None = link("batch", nullable=True)
    recorded_at: datetime = instant(index=True)
    recorded_by: str


class MilestoneUpdate(FactRow, table=True):
    """One submitted claim. `achieved_on` is when it happened, in local days."""

    __table_args__ = (CheckConstraint("percent BETWEEN 0 AND 100", name="percent_range"),)
    milestone_id: int = link("milestone")
    claim: Claim = choice(Claim)
    percent: int | None = None
    achieved_on: date | None = None
    note: str | None = prose(NOTE)
    statement_id: int | None = link("statement", nullable=True)


class UpdateReview(FactRow, table=True):
    """The verifier's answer to one update; the newest one stands."""

    update_id: int = link("milestone_update")
    verdict: Verdict = choice(Verdict)
    note: str | None = prose(REASON)


class Statement(FactRow, table=True):
    """The submitted report of one programme for one period; a newer one for the same period replaces it.

    `submission_key` makes a repeated submission the same one.
    """

    programme_id: int = link("programme")
    period_id: int = link("period")
    own_rating: OwnRating | None = choice(OwnRating, nullable=True)
    happened: str | None = prose(NOTE)
    obstacle: str | None = prose(NOTE)
    next_step: str | None = prose(NOTE)
    help_needed: str | None = prose(NOTE)
    help_from: str | None = line(LINE, nullable=True)
    obstacle_milestone_id: int | None = link("milestone", nullable=True)
    submission_key: str | None = Field(default=None, max_length=36, unique=True, index=True)


class Evidence(FactRow, table=True):
    """A file, stored under its SHA-256, or a link.

    Attached to an update, a reading, a physical percentage or the answer to a decision.
    """

    update_id: int | None = link("milestone_update", nullable=True)
    reading_id: int | None = link("reading", nullable=True)
    answer_id: int | None = link("decision_answer", nullable=True)
    physical_update_id: int | None = link("physical_update", nullable=True)
    title: str = line(LINE)
    url: str | None = prose(LINK)
    file_name: str | None = None
    file_sha256: str | None = Field(default=None, max_length=64)
    media_type: str | None = None
    size_bytes: int | None = None


class EvidenceRelease(FactRow, table=True):
    """Whether everybody may see a piece of evidence (*boleh dilihat umum*); the newest word stands, without one no."""

    evidence_id: int = link("evidence")
    is_public: bool


class DueDateChange(FactRow, table=True):
    """The ledger of promised dates. Counts from `approved_at`; not yet approved while that is empty."""

    milestone_id: int = link("milestone")
    old_due_on: date
    new_due_on: date
    reason: str = prose(REASON, nullable=False)
    approved_by: str | None = None
    approved_at: datetime | None = instant(nullable=True)


class MilestoneProposal(FactRow, table=True):
    """A change of the plan that an agency asks for; `weight` only where the weight is to change."""

    milestone_id: int = link("milestone")
    kind: ChangeKind = choice(ChangeKind)
    weight: Decimal | None = Field(default=None, max_digits=12, decimal_places=4)
    reason: str = prose(nullable=False)


class ChangeReview(FactRow, table=True):
    """The answer to a moved date or to a proposal: exactly one of the two is named."""

    due_date_change_id: int | None = link("due_date_change", nullable=True)
    proposal_id: int | None = link("milestone_proposal", nullable=True)
    verdict: Verdict = choice(Verdict)
    note: str | None = prose()


class VerdictWithdrawal(FactRow, table=True):
    """A verdict taken back within seconds: the row `row_id` of the table `noun` counts no more."""

    noun: str = Field(max_length=40)
    row_id: int


class Comment(FactRow, table=True):
    """What an adviser says of a programme."""

    programme_id: int = link("programme")
    text: str = prose(nullable=False)


class Waiting(FactRow, table=True):
    """A milestone waits for another milestone or for somebody ("bola di …"): exactly one of the three is named."""

    milestone_id: int = link("milestone")
    on_milestone_id: int | None = link("milestone", nullable=True)
    on_agency_id: int | None = link("agency", nullable=True)
    on_party: str | None = line(REASON, nullable=True)
    since: date
    note: str | None = prose(REASON)


class WaitingEnd(FactRow, table=True):
    """The waiting is over."""

    waiting_id: int = link("waiting")
    ended_on: date
    note: str | None = prose(REASON)


class Period(PlanRow, table=True):
    """Reporting for one month or quarter: opens, is due on `closes_on`, locks after the grace days."""

    __table_args__ = (UniqueConstraint("batch_id", "kind", "year", "number"),)
    kind: PeriodKind = choice(PeriodKind)
    year: int
    number: int
    opens_on: date
    closes_on: date
    grace_days: int = 0


class LockException(FactRow, table=True):
    """One agency may still report in one locked period, until when, and why."""

    period_id: int = link("period")
    agency_id: int = link("agency")
    until: datetime = instant()
    reason: str = prose(nullable=False)


class ReportDraft(Row, table=True):
    """What one account has typed for one programme and period and not sent yet.

    `key` becomes the statement's `submission_key`; `based_on` is the newest statement's id when the draft was begun.
    """

    __table_args__ = (UniqueConstraint("programme_id", "period_id", "account_id"),)
    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = link("programme")
    period_id: int = link("period")
    account_id: int = link("account")
    key: str = Field(max_length=36, unique=True)
    based_on: int = 0
    content: dict[str, object] = document(nullable=False)
    saved_at: datetime = instant()
