"""The closed lists of the domain. Values are what the database stores; labels live in `i18n`."""

from datetime import datetime
from enum import StrEnum
from typing import Self


class CreditRule(StrEnum):
    """How much a milestone counts before it is done."""

    COMPLETED_ONLY = "completed_only"
    HALF_ON_START = "half_on_start"
    REPORTED_PERCENT = "reported_percent"


class Measure(StrEnum):
    """What a programme's progress is measured by: its milestones, or a percentage of the physical work."""

    MILESTONES = "milestones"
    PHYSICAL = "physical"


class Claim(StrEnum):
    """What an agency says of a milestone in one update."""

    NOT_STARTED = "not_started"
    RUNNING = "running"
    DONE = "done"


class Verdict(StrEnum):
    """What a verifier answers to a claim, a reading, a physical percentage or a moved date."""

    VERIFIED = "verified"
    RETURNED = "returned"


class MilestoneStatus(StrEnum):
    """Derived, in the order of `status.milestone_status`; never stored."""

    CANCELLED = "cancelled"
    DONE = "done"
    AWAITING_VERIFICATION = "awaiting_verification"
    POSTPONED = "postponed"
    LATE = "late"
    AT_RISK = "at_risk"
    ON_TRACK = "on_track"
    NOT_YET = "not_yet"


class Health(StrEnum):
    """Computed health of a programme or a group, worst last."""

    DONE = "done"
    ON_TRACK = "on_track"
    NOT_DUE = "not_due"
    ATTENTION = "attention"
    LATE = "late"
    UNKNOWN = "unknown"


class OwnRating(StrEnum):
    """The agency's own rating in its statement; shown beside the computed health, never instead."""

    ON_TRACK = "on_track"
    ATTENTION = "attention"
    LATE = "late"


class Reporting(StrEnum):
    """Where a programme or an agency stands in the current reporting period."""

    NO_PERIOD = "no_period"
    ON_TIME = "on_time"
    LATE = "late"
    DRAFT = "draft"
    OPEN = "open"
    SILENT = "silent"


class Horizon(StrEnum):
    QUICK_WIN = "quick_win"
    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"


class ActionKind(StrEnum):
    """The ministry's four kinds of action plan."""

    CAPACITY = "capacity"
    INFRASTRUCTURE = "infrastructure"
    APPLICATION = "application"
    LITERACY = "literacy"


class Direction(StrEnum):
    """Which way an indicator should move. A range says which side of it is better."""

    HIGHER = "higher"
    LOWER = "lower"
    RANGE_HIGHER = "range_higher"
    RANGE_LOWER = "range_lower"
    TEXT = "text"


class Calculation(StrEnum):
    """How readings of several periods become one."""

    CUMULATIVE = "cumulative"
    LATEST = "latest"
    RATIO = "ratio"


class PeriodKind(StrEnum):
    MONTH = "month"
    QUARTER = "quarter"


class Span(StrEnum):
    """What a reading or a target covers; one that covers more than a quarter belongs to the last quarter of it."""

    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


class PeriodState(StrEnum):
    """Where a reporting period stands on a day, exceptions aside."""

    COMING = "coming"
    OPEN = "open"
    GRACE = "grace"
    LOCKED = "locked"


class QuickWinState(StrEnum):
    RUNNING = "running"
    STOPPED = "stopped"
    ROUTINE = "routine"
    NEW = "new"


class BudgetSource(StrEnum):
    APBD = "apbd"
    NON_APBD = "non_apbd"


class Predicate(StrEnum):
    """The first five are those of Permendagri 86/2017; a plan's own scale may use the others."""

    VERY_HIGH = "very_high"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    VERY_LOW = "very_low"
    SATISFACTORY = "satisfactory"
    VERY_GOOD = "very_good"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"
    VERY_POOR = "very_poor"


class ChangeKind(StrEnum):
    """What may be proposed of a milestone beside another date."""

    WEIGHT = "weight"
    CANCEL = "cancel"
    POSTPONE = "postpone"
    RESUME = "resume"


class MeetingState(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    CLOSED = "closed"
    CALLED_OFF = "called_off"

    @classmethod
    def of(cls, started_at: datetime | None, closed_at: datetime | None, called_off_at: datetime | None) -> Self:
        if closed_at is not None:
            return cls("closed")
        if called_off_at is not None:
            return cls("called_off")
        return cls("running" if started_at is not None else "planned")


class DecisionState(StrEnum):
    """Waiting: the agency says it is done, the verifier has not answered yet."""

    OPEN = "open"
    OVERDUE = "overdue"
    WAITING = "waiting"
    CLOSED = "closed"


class Role(StrEnum):
    """Guests hold no account."""

    GUEST = "guest"
    VIEWER = "viewer"
    AGENCY = "agency"
    VERIFIER = "verifier"
    ADVISER = "adviser"
    ADMINISTRATOR = "administrator"


class Note(StrEnum):
    """Why an achievement looks as it does; one line under the figure."""

    NOT_REPORTED = "not_reported"
    UNVERIFIED = "unverified"
    NO_TARGET = "no_target"
    ZERO_TARGET = "zero_target"
    ZERO_DENOMINATOR = "zero_denominator"
    FLOORED_AT_ZERO = "floored_at_zero"
    ABOVE_TARGET = "above_target"
    NO_TARGET_TO_DATE = "no_target_to_date"
    YEAR_NOT_OVER = "year_not_over"
    PLAN_NOT_OVER = "plan_not_over"
    NOT_APPLICABLE = "not_applicable"
    INCOMPLETE = "incomplete"


class Severity(StrEnum):
    """The worst first."""

    WRONG = "wrong"
    DOUBT = "doubt"
    UNCHECKED = "unchecked"
    FINE = "fine"


class AccountState(StrEnum):
    """The one thing about an account that matters most."""

    ENDED = "ended"
    DISABLED = "disabled"
    CLOSED = "closed"
    ONE_TIME = "one_time"
    NEVER_IN = "never_in"
    ENABLED = "enabled"
