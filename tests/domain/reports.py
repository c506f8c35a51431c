"""Short ways to say a report in tests: the ground of `tests.plan`, and what is sent."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from smartcity.domain.calendar import Calendar, LockException, Period, PeriodDates, PeriodName
from smartcity.domain.enums import Claim
from smartcity.domain.facts.evidence import Attachment
from smartcity.domain.reporting.submission import MilestoneState, ReportContext, Step, Submission
from tests.domain.plans import done, running, step
from tests.plan import FOURTH, JAKARTA, M1, M2, M3, M4, NOON, THIRD, TODAY

LINK = Attachment("Foto", url="https://example.go.id/foto")
DAY = timedelta(days=1)
_THIRD = Period(THIRD, PeriodName(2026, 3), PeriodDates(date(2026, 10, 1), date(2026, 10, 20), 5))
_FOURTH = Period(FOURTH, PeriodName(2026, 4), PeriodDates(date(2026, 11, 1), date(2026, 11, 30), 10))
STAGES = {
    M1: MilestoneState("M-1", step(date(2026, 8, 1), date(2026, 10, 31), latest=running(40)), needs_evidence=True),
    M2: MilestoneState("M-2", step(date(2026, 9, 1), date(2026, 12, 31), latest=running(60)), needs_evidence=True),
    M3: MilestoneState("M-3", step(date(2026, 11, 1), date(2026, 12, 15)), needs_evidence=False),
    M4: MilestoneState(
        "M-4",
        step(date(2026, 7, 1), date(2026, 9, 30), latest=done(date(2026, 9, 29)), verified=done(date(2026, 9, 29))),
        needs_evidence=True,
        has_evidence=True,
    ),
}


def report_context(at: datetime = NOON, *, excepted: bool = False, **stages: Any) -> ReportContext:
    """`m2={"has_evidence": True}` changes a stage, `m2={"facts": …}` its facts."""
    until = LockException(THIRD, "A", at + DAY, "", "", at)
    calendar = Calendar((_THIRD, _FOURTH), (until,) if excepted else (), JAKARTA)
    changed = {number: replace(milestone, **stages.get(f"m{number}", {})) for number, milestone in STAGES.items()}
    return ReportContext(1, "A", date(2026, 1, 1), calendar, _FOURTH, at, changed, newest=1)


def submission_with(milestone: int, claim: Claim | None = None, **fields: Any) -> Submission:
    """One milestone, and an obstacle for the one that is late, so that nothing else is missing."""
    return Submission(obstacle="Menunggu anggaran", steps={milestone: Step(claim, **fields)})


def finished(milestone: int, day: date = TODAY, **fields: Any) -> Submission:
    return submission_with(milestone, Claim.DONE, **{"achieved_on": day, "proofs": (LINK,), **fields})
