"""A miniature masterplan in round numbers, seen on 24 November 2026 at noon in Sawahlunto.

Agency A leads P-1, agency B leads P-2. Every milestone weighs 1:

    P-1  M-1  due 31 Oct, running 40 %          late
         M-2  due 31 Dec, running 60 %          on track
         M-3  due 15 Dec, not reported          at risk, no evidence needed
         M-4  due 30 Sep, done on 29 Sep        verified, with a link as evidence
    P-2  N-1  due 31 Dec, not reported

P-1 on that day: planned 2/4, verified 1/4, claimed 1/4. It reported in quarter III (statement 1), with an obstacle.
Quarter III locked on 26 October, IV is open until 10 December. Ids count from 1 in the order above.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine
from sqlmodel import Session

from smartcity.domain.enums import ActionKind, Claim, Horizon, OwnRating, PeriodKind, Verdict
from smartcity.store import tables as t
from smartcity.store.tables.columns import Row
from tests.rows import write_once

JAKARTA = ZoneInfo("Asia/Jakarta")
NOON = datetime(2026, 11, 24, 12, tzinfo=JAKARTA)
TODAY = NOON.date()
BEGUN = datetime(2026, 1, 2, 9, tzinfo=JAKARTA)
M1, M2, M3, M4, N1 = range(1, 6)
THIRD, FOURTH = 1, 2


def build(engine: Engine) -> None:
    """Writes the plan and what was said of it, row after row, so that ids follow the order."""
    write_once(engine, "plan", write)


def write(session: Session) -> None:
    """The same in a transaction of somebody's."""
    for row in (*_plan(), *_said()):
        session.add(row)
        session.flush()


def _plan() -> Iterator[Row]:
    fields: dict[str, Any] = {"batch_id": 1, "recorded_at": BEGUN}
    year: dict[str, Any] = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    quarter: dict[str, Any] = {"kind": PeriodKind.QUARTER, "year": 2026}
    yield t.Batch(file_name="mini.xlsx", file_sha256="0" * 64, recorded_at=BEGUN)
    yield t.Masterplan(**fields, name="Mini", city="Mini", first_year=2026, last_year=2026)
    yield t.Dimension(**fields, code="D", name="Smart Living", position=1)
    yield t.SubDimension(**fields, code="S", name="Harmoni", position=1, dimension_id=1)
    for number, code in enumerate("AB", start=1):
        lead: dict[str, Any] = {"sub_dimension_id": 1, "lead_agency_id": number, "horizon": Horizon.SHORT}
        yield t.Agency(**fields, code=code, name=f"Dinas {code}", short_name=code)
        yield t.Programme(**fields, **year, **lead, code=f"P-{number}", name=f"Program {number}")
        yield t.ActionPlan(
            **fields, code=f"R-{number}", name=f"Aksi {number}", kind=ActionKind.CAPACITY, programme_id=number
        )
    yield _milestone(fields, 1, "M-1", date(2026, 8, 1), date(2026, 10, 31))
    yield _milestone(fields, 1, "M-2", date(2026, 9, 1), date(2026, 12, 31))
    yield _milestone(fields, 1, "M-3", date(2026, 11, 1), date(2026, 12, 15), needs_evidence=False)
    yield _milestone(fields, 1, "M-4", date(2026, 7, 1), date(2026, 9, 30))
    yield _milestone(fields, 2, "N-1", date(2026, 11, 1), date(2026, 12, 31))
    yield t.Period(
        **fields, **quarter, number=3, opens_on=date(2026, 10, 1), closes_on=date(2026, 10, 20), grace_days=5
    )
    yield t.Period(
        **fields, **quarter, number=4, opens_on=date(2026, 11, 1), closes_on=date(2026, 11, 30), grace_days=10
    )


def _milestone(fields: dict[str, Any], plan: int, code: str, start: date, due: date, **more: Any) -> t.Milestone:
    dates: dict[str, Any] = {"starts_on": start, "due_on": due, "first_due_on": due}
    return t.Milestone(**fields, **dates, code=code, name=f"Tahapan {code}", action_plan_id=plan, **more)


def _said() -> Iterator[Row]:
    then = datetime(2026, 10, 10, 9, tzinfo=JAKARTA)
    stamp: dict[str, Any] = {"recorded_at": then, "recorded_by": "Operator A"}
    verifier: dict[str, Any] = {"recorded_at": then.replace(day=12), "recorded_by": "Verifikator"}
    yield t.Statement(
        **stamp,
        programme_id=1,
        period_id=THIRD,
        own_rating=OwnRating.ATTENTION,
        happened="Pelatihan pertama selesai",
        obstacle="Menunggu anggaran",
        next_step="Pelatihan kedua",
    )
    yield t.MilestoneUpdate(**stamp, milestone_id=M1, claim=Claim.RUNNING, percent=40)
    yield t.MilestoneUpdate(**stamp, milestone_id=M2, claim=Claim.RUNNING, percent=60)
    yield t.MilestoneUpdate(**stamp, milestone_id=M4, claim=Claim.DONE, achieved_on=date(2026, 9, 29))
    yield t.Evidence(**stamp, update_id=3, title="Daftar hadir", url="https://example.go.id/hadir")
    yield t.UpdateReview(**verifier, update_id=3, verdict=Verdict.VERIFIED)
