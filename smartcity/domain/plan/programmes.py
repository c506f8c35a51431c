"""The plan as known on one day: programmes, milestones and agencies with their facts."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from functools import cached_property
from typing import Any

from smartcity.domain.calendar import PeriodName
from smartcity.domain.enums import (
    ActionKind,
    CreditRule,
    Health,
    Horizon,
    Measure,
    MilestoneStatus,
    OwnRating,
    Predicate,
    Reporting,
)
from smartcity.domain.plan.curve import Overdue
from smartcity.domain.plan.dependencies import Blocker, blocked_by
from smartcity.domain.plan.milestones import MilestoneFacts
from smartcity.domain.plan.physical import NOTHING_PHYSICAL, PhysicalFacts
from smartcity.domain.plan.progress import Progress
from smartcity.domain.thresholds import Scale


@dataclass(frozen=True, slots=True)
class PlanCard:
    """The masterplan itself and the rules it chose; without `predicates` of its own those of the ministry hold.

    What was frozen before rules 2027.01 knew no `overdue_cap`.
    """

    name: str
    city: str
    legal_basis: str | None
    first_year: int
    last_year: int
    rule: CreditRule
    scheme: Scale[Health]
    zone: str
    is_sample: bool
    overdue_cap: bool = False
    predicates: Scale[Predicate] | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class SubDimension:
    code: str
    name: str
    dimension: Dimension


@dataclass(frozen=True, slots=True)
class Agency:
    """`ended_on` is set once the agency no longer exists."""

    code: str
    name: str
    short_name: str
    ended_on: date | None = None


@dataclass(frozen=True, slots=True)
class FormerLead:
    """An agency that led a programme up to the instant `until`, where another took over; `last_day` is its last."""

    agency: Agency
    until: datetime
    last_day: date


@dataclass(frozen=True, slots=True)
class ActionPlan:
    code: str
    name: str
    kind: ActionKind


@dataclass(frozen=True, slots=True)
class Milestone:
    """`said_at` is when the newest update reached us, `verified_at` when the newest verified one did.

    `moves` is how often the promise was moved with approval, `promised_at` when it last was, or was first made.
    `balls` are whom it waits for now, the longest first.
    """

    id: int
    code: str
    name: str
    action_plan: ActionPlan
    facts: MilestoneFacts
    status: MilestoneStatus
    needs_evidence: bool
    said_at: datetime | None
    moves: int
    known_since: datetime
    verified_at: datetime | None = None
    promised_at: datetime | None = None
    blockers: tuple[Blocker, ...] = ()
    awaits_verdict: bool = False

    @property
    def waits_for_verifier(self) -> bool:
        """Whether its newest update waits for a verdict; what was frozen before rules 2027.01 knows only done ones."""
        return self.awaits_verdict or self.status is MilestoneStatus.AWAITING_VERIFICATION

    @property
    def is_over(self) -> bool:
        """Done or cancelled: nobody waits for it any more."""
        return self.status in (MilestoneStatus.DONE, MilestoneStatus.CANCELLED)

    @property
    def blocked_by(self) -> Blocker | None:
        """Whom it is late for, where it is late because of another."""
        return blocked_by(self.blockers, self.facts.due_on) if self.status is MilestoneStatus.LATE else None


@dataclass(frozen=True, slots=True)
class Report:
    """A statement of a programme for one period."""

    period: PeriodName
    recorded_at: datetime
    own_rating: OwnRating | None
    happened: str | None
    obstacle: str | None
    next_step: str | None
    help_needed: str | None
    help_from: str | None
    obstacle_milestone: int | None

    @property
    def order(self) -> tuple[date, datetime]:
        """What stands is the report of the newest period; within a period the newest word."""
        return self.period.ends_on, self.recorded_at


class Led:
    """What one agency leads, and others did before: `former_leads`, the oldest first."""

    lead: Agency
    former_leads: tuple[FormerLead, ...]

    def lead_at(self, instant: datetime) -> Agency:
        return next((former.agency for former in self.former_leads if instant < former.until), self.lead)

    def lead_after(self, day: date) -> Agency:
        """Who led it when the day was over."""
        return next((former.agency for former in self.former_leads if day < former.until.date()), self.lead)

    def lead_on(self, day: date) -> Agency:
        """Who led it that day; the day of a hand-over is the last of the old lead."""
        return next((former.agency for former in self.former_leads if day <= former.last_day), self.lead)


@dataclass(frozen=True)
class Programme(Led):
    """One programme and where it stands; `progress` is None while it has no milestone that counts.

    `former_leads` oldest first; `reported_by` is whose report of the current period it is, where that is not its lead.
    `cap` is set where its overdue milestones, and not the ratio, decided its health.
    Measured physically `progress` follows from `physical` instead, and is None while no curve is planned.
    """

    id: int
    code: str
    name: str
    long_name: str | None
    description: str | None
    source: str | None
    sub_dimension: SubDimension
    lead: Agency
    supports: tuple[Agency, ...]
    horizon: Horizon
    is_quick_win: bool
    is_sample: bool
    weight: Fraction
    starts_on: date
    ends_on: date
    milestones: tuple[Milestone, ...]
    progress: Progress | None
    health: Health
    report: Report | None
    reporting: Reporting
    is_semangka: bool
    former_leads: tuple[FormerLead, ...] = ()
    reported_by: Agency | None = None
    cap: Overdue | None = None
    rates_itself_worse: bool = False
    measure: Measure = Measure.MILESTONES
    physical: PhysicalFacts = NOTHING_PHYSICAL
    responsible_position: str | None = None

    @cached_property
    def made_of_it(self) -> dict[Hashable, Any]:
        """What rules made of it: see `once`."""
        return {}

    @property
    def reporter(self) -> Agency:
        """Under whom its report of the current period counts."""
        return self.reported_by or self.lead

    @property
    def is_physical(self) -> bool:
        return self.measure is Measure.PHYSICAL

    @property
    def dimension(self) -> Dimension:
        return self.sub_dimension.dimension

    @property
    def is_wholly_verified(self) -> bool:
        return self.health is Health.DONE

    @property
    def must_report(self) -> bool:
        """Begun and not wholly verified: the programme owes a statement each period."""
        return self.reporting is not Reporting.NO_PERIOD

    @cached_property
    def late(self) -> tuple[Milestone, ...]:
        return tuple(m for m in self.milestones if m.status is MilestoneStatus.LATE)

    @cached_property
    def own_late(self) -> tuple[Milestone, ...]:
        """Late, and nobody else to wait for."""
        return tuple(m for m in self.late if m.blocked_by is None)

    @cached_property
    def blocked(self) -> tuple[Milestone, ...]:
        """Late because of another."""
        return tuple(m for m in self.late if m.blocked_by is not None)

    @cached_property
    def last_update_at(self) -> datetime | None:
        """When anything was last heard: an update, a physical percentage or a statement."""
        heard = [m.said_at for m in self.milestones] + [report.recorded_at for report in self.physical.reported]
        heard += [self.report.recorded_at] if self.report else []
        return max((at for at in heard if at is not None), default=None)
