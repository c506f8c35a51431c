"""Closed lists of what a rule finds and why: each is the key of its words in the catalog."""

from enum import StrEnum


class Figure(StrEnum):
    """The figures of one progress, each of which explains itself; also the key of its formula in words."""

    VERIFIED = "verified"
    PLANNED = "planned"
    CLAIMED = "claimed"
    DEVIATION = "deviation"


class Reason(StrEnum):
    """In the order of the rules: the first that holds for a programme is the one it is listed for."""

    HELP_NEEDED = "help_needed"
    BROKEN_PROMISE = "broken_promise"
    LATE_UNEXPLAINED = "late_unexplained"
    SEMANGKA = "semangka"
    LATE = "late"
    BEHIND_CURVE = "behind_curve"
    BLOCKED = "held_up"
    SILENT = "silent"
    STALE = "stale"
    DUE_SOON = "due_soon"
    LONG_WAIT = "long_wait"


class TaskReason(StrEnum):
    """In the order of urgency: the first that holds for a programme is the one it is listed for."""

    RETURNED = "returned"
    LATE = "late"
    DUE_SOON = "due_soon"
    UNREPORTED = "unreported"
    REST = "rest"


class LeagueStep(StrEnum):
    """Send on time, or at least within the grace days; ask for an exception; be on time again; stay so."""

    SEND = "send"
    SEND_LATE = "send_late"
    ASK = "ask"
    BE_ON_TIME = "be_on_time"
    KEEP = "keep"


class Fault(StrEnum):
    """What may be wrong with a file; the words for it stand in the catalog under this name."""

    ENTRY = "entry"
    TRIGGER = "trigger"
    ALTERED = "altered"
    MISSING = "missing"
    UNSEALED = "unsealed"
    HISTORY = "history"
    TIMER = "timer"
    ANCHOR = "anchor"
    OUTSIDE = "outside"


class Check(StrEnum):
    """In the order in which they are read; also the key of what each says and what to do."""

    CHAIN = "chain"
    BACKUP = "backup"
    JOBS = "jobs"
    DATABASE = "database"
    EVIDENCE_MISSING = "evidence_missing"
    EVIDENCE_ALTERED = "evidence_altered"
    EVIDENCE_UNKNOWN = "evidence_unknown"
    PROGRAMME_EMPTY = "programme_empty"
    CURVE_MISSING = "curve_missing"
    PROGRAMME_ORPHANED = "programme_orphaned"
    SUB_DIMENSION_EMPTY = "sub_dimension_empty"
    PERIOD_LACKING = "period_lacking"
    INDICATOR_YEARLESS = "indicator_yearless"
    PROGRAMME_UNFUNDED = "programme_unfunded"
    INDICATOR_UNMOVED = "indicator_unmoved"
    INDICATOR_AIMLESS = "indicator_aimless"
    INDICATOR_ORPHANED = "indicator_orphaned"
    INDICATOR_HOMELESS = "indicator_homeless"
    WEIGHT_SUM = "weight_sum"
    WEIGHT_HEAVY = "weight_heavy"
    WEIGHT_FAR = "weight_far"
    AGENCY_DOORLESS = "agency_doorless"
    ACCOUNT_UNUSED = "account_unused"
