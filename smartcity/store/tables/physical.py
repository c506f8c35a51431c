"""Progress measured physically: planned curves, the percentages reported of a programme, the verdicts on them."""

from datetime import date
from decimal import Decimal

from sqlalchemy import CheckConstraint, Numeric, UniqueConstraint
from sqlmodel import Field

from smartcity.domain.enums import Verdict
from smartcity.domain.lengths import NOTE, REASON
from smartcity.store.tables.columns import choice, link, prose
from smartcity.store.tables.plan import PlanRow
from smartcity.store.tables.reporting import FactRow

PERCENT = Numeric(24, 8)


class PlannedPercent(PlanRow, table=True):
    """What is to stand at the end of `day`, cumulative; blank says nothing."""

    __table_args__ = (
        UniqueConstraint("batch_id", "programme_id", "day"),
        CheckConstraint("percent >= 0", name="percent_not_negative"),
    )
    programme_id: int = link("programme")
    day: date
    percent: Decimal | None = Field(default=None, sa_type=PERCENT)


class PhysicalUpdate(FactRow, table=True):
    """What stood at the end of `day`, cumulative; may lie above 100."""

    __table_args__ = (CheckConstraint("percent >= 0", name="percent_not_negative"),)
    programme_id: int = link("programme")
    day: date
    percent: Decimal = Field(sa_type=PERCENT)
    note: str | None = prose(NOTE)
    statement_id: int | None = link("statement", nullable=True)


class PhysicalReview(FactRow, table=True):
    """The verifier's answer to one percentage; the newest one stands."""

    physical_update_id: int = link("physical_update")
    verdict: Verdict = choice(Verdict)
    note: str | None = prose(REASON)
