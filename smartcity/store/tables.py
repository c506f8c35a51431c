"""Every table under one import, so that the metadata is whole."""

from smartcity.store.base import Row
from smartcity.store.cycle import AgendaItem, Decision, LockException, Meeting, Period, Screen, Snapshot
from smartcity.store.facts import DueDateChange, Evidence, MilestoneUpdate, Statement, UpdateReview
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
from smartcity.store.people import Account, SignIn
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
    "Screen",
    "SignIn",
    "Snapshot",
    "Statement",
    "SubDimension",
    "Target",
    "UpdateReview",
]
