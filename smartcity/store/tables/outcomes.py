"""Indicators with targets and readings, budgets, and the yearly state of quick wins."""

from datetime import date
from decimal import Decimal

from sqlalchemy import Numeric, UniqueConstraint, false
from sqlmodel import Field

from smartcity.domain.enums import BudgetSource, Calculation, Direction, QuickWinState, Verdict
from smartcity.domain.lengths import NOTE, REASON
from smartcity.store.tables.columns import choice, link, prose
from smartcity.store.tables.plan import CodedRow, PlanRow
from smartcity.store.tables.reporting import FactRow

MEASURE = Numeric(24, 8)
RUPIAH = Numeric(20, 2)


class Indicator(CodedRow, table=True):
    name: str
    definition: str | None = prose()
    formula: str | None = prose()
    unit: str | None = None
    direction: Direction = choice(Direction)
    calculation: Calculation = choice(Calculation)
    is_key: bool = False
    is_sample: bool = False
    baseline: Decimal | None = Field(default=None, sa_type=MEASURE)
    baseline_year: int | None = None
    sub_dimension_id: int = link("sub_dimension")
    agency_id: int | None = link("agency", nullable=True)
    source: str | None = prose()
    retired_on: date | None = None
    replaced_by_id: int | None = link("indicator", nullable=True)
    plausible_lower: Decimal | None = Field(default=None, sa_type=MEASURE)
    plausible_upper: Decimal | None = Field(default=None, sa_type=MEASURE)
    is_by_area: bool = False


class IndicatorProgramme(PlanRow, table=True):
    """A programme that is meant to move an indicator."""

    __table_args__ = (UniqueConstraint("batch_id", "indicator_id", "programme_id"),)
    indicator_id: int = link("indicator")
    programme_id: int = link("programme")


class IndicatorSupport(PlanRow, table=True):
    """An agency that supports an indicator it does not answer for."""

    __table_args__ = (UniqueConstraint("batch_id", "indicator_id", "agency_id"),)
    indicator_id: int = link("indicator")
    agency_id: int = link("agency")


class Target(PlanRow, table=True):
    """For a quarter, a half-year, or the whole year where both are empty; `is_end` is the target of the plan's end."""

    __table_args__ = (UniqueConstraint("batch_id", "indicator_id", "year", "quarter"),)
    indicator_id: int = link("indicator")
    year: int
    quarter: int | None = None
    half: int | None = None
    is_end: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    value: Decimal | None = Field(default=None, sa_type=MEASURE)
    lower: Decimal | None = Field(default=None, sa_type=MEASURE)
    upper: Decimal | None = Field(default=None, sa_type=MEASURE)
    text: str | None = None


class Reading(FactRow, table=True):
    """Realised value of a quarter, a half-year, or the whole year where both are empty.

    The newest one that was not returned stands. `reason` is why it is unusual; not applicable is a reading that says
    that there was nothing to measure.
    """

    indicator_id: int = link("indicator")
    year: int
    quarter: int | None = None
    half: int | None = None
    is_not_applicable: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    value: Decimal | None = Field(default=None, sa_type=MEASURE)
    numerator: Decimal | None = Field(default=None, sa_type=MEASURE)
    denominator: Decimal | None = Field(default=None, sa_type=MEASURE)
    text: str | None = None
    area_id: int | None = link("area", nullable=True)
    note: str | None = prose(NOTE)
    reason: str | None = prose(NOTE)
    statement_id: int | None = link("statement", nullable=True)


class ReadingReview(FactRow, table=True):
    reading_id: int = link("reading")
    verdict: Verdict = choice(Verdict)
    note: str | None = prose(REASON)


class Budget(PlanRow, table=True):
    """The ceiling of a programme in a year, by source, in rupiah."""

    __table_args__ = (UniqueConstraint("batch_id", "programme_id", "year", "source"),)
    programme_id: int = link("programme")
    year: int
    source: BudgetSource = choice(BudgetSource)
    ceiling: Decimal = Field(sa_type=RUPIAH)


class BudgetRealisation(FactRow, table=True):
    """Rupiah realised within one quarter (not to date); the newest row of a quarter stands."""

    budget_id: int = link("budget")
    quarter: int
    realised: Decimal = Field(sa_type=RUPIAH)


class QuickWinYear(PlanRow, table=True):
    __table_args__ = (UniqueConstraint("batch_id", "programme_id", "year"),)
    programme_id: int = link("programme")
    year: int
    state: QuickWinState = choice(QuickWinState)
    note: str | None = prose(REASON)
