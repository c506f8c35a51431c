"""The masterplan itself: plan, dimensions, agencies, programmes, action plans, milestones.

A row belongs to the batch that brought it; `recorded_at` is when the city first knew it. Codes are unique among the
rows in force, which the importer sees to: a withdrawn row keeps its code.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import declared_attr
from sqlmodel import Field

from smartcity.domain.enums import ActionKind, CreditRule, Horizon, Measure
from smartcity.domain.lengths import LINE, REASON, TEXT
from smartcity.store.tables.columns import Row, choice, document, instant, line, link, prose


class PlanRow(Row):
    """What every row of the plan has."""

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = link("batch")
    recorded_at: datetime = instant()


class CodedRow(PlanRow):
    """What has a code, and bears it alone in its batch."""

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Any, ...]:
        return (UniqueConstraint("batch_id", "code"),)

    code: str


class Masterplan(PlanRow, table=True):
    """One plan of one city. `health_scheme` is [[lower, health], …] best first, `predicate_scale` likewise in per cent;
    None means the default. With `overdue_cap` an overdue milestone caps the health of its programme.
    """

    name: str
    city: str
    legal_basis: str | None = line(TEXT, nullable=True)
    first_year: int
    last_year: int
    credit_rule: CreditRule = choice(CreditRule, default=CreditRule.COMPLETED_ONLY)
    health_scheme: list[list[str]] | None = document()
    overdue_cap: bool = True
    predicate_scale: list[list[str]] | None = document()
    zone: str = "Asia/Jakarta"
    is_sample: bool = False


class Dimension(CodedRow, table=True):
    name: str
    position: int


class SubDimension(CodedRow, table=True):
    name: str
    alias: str | None = None
    position: int
    dimension_id: int = link("dimension")


class Agency(CodedRow, table=True):
    """OPD. `aliases` are other spellings found in files. Agencies end; nothing may be lost when one does."""

    name: str
    short_name: str
    aliases: list[str] | None = document()
    valid_from: date | None = None
    valid_until: date | None = None
    successor_id: int | None = link("agency", nullable=True)


class Area(CodedRow, table=True):
    """City, kecamatan, kelurahan, desa with their Kemendagri codes."""

    name: str
    kind: str
    parent: str | None = None


class Mission(CodedRow, table=True):
    """A mission of the mayor's term that programmes serve."""

    name: str = line(REASON)


class Programme(CodedRow, table=True):
    """`responsible_position` is an office (jabatan) of the leading agency, never a person's name."""

    __table_args__ = (
        UniqueConstraint("batch_id", "code"),
        CheckConstraint("weight > 0", name="weight_positive"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_start"),
    )
    name: str
    long_name: str | None = None
    description: str | None = prose()
    sub_dimension_id: int = link("sub_dimension")
    lead_agency_id: int = link("agency")
    horizon: Horizon = choice(Horizon)
    is_quick_win: bool = False
    is_sample: bool = False
    weight: Decimal = Field(default=Decimal(1), max_digits=12, decimal_places=4)
    starts_on: date
    ends_on: date
    source: str | None = prose()
    measure: Measure = choice(Measure, default=Measure.MILESTONES)
    responsible_position: str | None = line(LINE, nullable=True)


class ProgrammeSupport(PlanRow, table=True):
    """An agency that supports a programme it does not lead."""

    __table_args__ = (UniqueConstraint("batch_id", "programme_id", "agency_id"),)
    programme_id: int = link("programme")
    agency_id: int = link("agency")


class ProgrammeMission(PlanRow, table=True):
    __table_args__ = (UniqueConstraint("batch_id", "programme_id", "mission_id"),)
    programme_id: int = link("programme")
    mission_id: int = link("mission")


class ActionPlan(CodedRow, table=True):
    name: str
    kind: ActionKind = choice(ActionKind)
    programme_id: int = link("programme")


class Milestone(CodedRow, table=True):
    """`due_on` is the promise now, `first_due_on` the first one and never changed.

    With `start_is_estimated` the plan names no start; `starts_on` then only holds that of the programme.
    """

    __table_args__ = (
        UniqueConstraint("batch_id", "code"),
        CheckConstraint("weight > 0", name="weight_positive"),
        CheckConstraint("due_on >= starts_on", name="due_after_start"),
    )
    name: str
    action_plan_id: int = link("action_plan")
    weight: Decimal = Field(default=Decimal(1), max_digits=12, decimal_places=4)
    starts_on: date
    due_on: date
    first_due_on: date
    needs_evidence: bool = True
    cancelled_on: date | None = None
    postponed_on: date | None = None
    start_is_estimated: bool = False
