"""Every table under one import, so that the metadata is whole."""

from smartcity.store.base import Row
from smartcity.store.cycle import AgendaItem, Decision, LockException, Meeting, Period, ReportDraft, Screen, Snapshot
from smartcity.store.facts import (
    ChangeReview,
    Comment,
    DueDateChange,
    Evidence,
    MilestoneProposal,
    MilestoneUpdate,
    Statement,
    UpdateReview,
)
from smartcity.store.ledger import AuditEntry, Batch, PlanChange
from smartcity.store.outcomes import (
    Budget,
    BudgetRealisation,
    Indicator,
    IndicatorProgramme,
    QuickWinYear,
    Reading,
    ReadingReview,
    Target,
)
from smartcity.store.people import Account, SignIn, SignInAttempt
from smartcity.store.plan import (
    ActionPlan,
    Agency,
    Area,
    Dimension,
    Masterplan,
    Milestone,
    Mission,
    Programme,
    ProgrammeMission,
    ProgrammeSupport,
    SubDimension,
)

METADATA = Row.metadata

__all__ = [
    "METADATA",
    "Account",
    "ActionPlan",
    "Agency",
    "AgendaItem",
    "Area",
    "AuditEntry",
    "Batch",
    "Budget",
    "BudgetRealisation",
    "ChangeReview",
    "Comment",
    "Decision",
    "Dimension",
    "DueDateChange",
    "Evidence",
    "Indicator",
    "IndicatorProgramme",
    "LockException",
    "Masterplan",
    "Meeting",
    "Milestone",
    "MilestoneProposal",
    "MilestoneUpdate",
    "Mission",
    "Period",
    "PlanChange",
    "Programme",
    "ProgrammeMission",
    "ProgrammeSupport",
    "QuickWinYear",
    "Reading",
    "ReadingReview",
    "ReportDraft",
    "Screen",
    "SignIn",
    "SignInAttempt",
    "Snapshot",
    "Statement",
    "SubDimension",
    "Target",
    "UpdateReview",
]
