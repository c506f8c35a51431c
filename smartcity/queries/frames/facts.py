"""Updates and readings as frames."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pandas as pd
from sqlmodel import Session

from smartcity.domain.enums import Claim, Measure, Span, Verdict
from smartcity.domain.facts.history import PhysicalUpdate, Update
from smartcity.domain.indicators.achievement import Goal, PeriodReading, fraction_of
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.indicators.quarters import AreaReading, Quarter
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.queries.frames.columns import COUNT, DAY, FLAG, INSTANT, NUMBER, TEXT, Columns, frame_of
from smartcity.queries.indicators import outcomes
from smartcity.queries.portfolio import load_portfolio
from smartcity.store.loaders.physical import physical_updates
from smartcity.store.loaders.verification import load_updates
from smartcity.store.loaders.visibility import AsOf
from smartcity.store.masterplan import zone_name


@dataclass(frozen=True, slots=True)
class _UpdateRow:
    """One update of a milestone, or of a physically measured programme."""

    programme: str
    milestone: str | None
    update: Update | PhysicalUpdate
    claim: Claim | None
    share: Fraction | None
    happened_on: date | None


_UPDATE: Columns[_UpdateRow] = {
    "programme": (TEXT, lambda row: row.programme),
    "milestone": (TEXT, lambda row: row.milestone),
    "measure": (Measure, lambda row: Measure.MILESTONES if row.milestone else Measure.PHYSICAL),
    "claim": (Claim, lambda row: row.claim),
    "share": (NUMBER, lambda row: row.share),
    "happened_on": (DAY, lambda row: row.happened_on),
    "recorded_at": (INSTANT, lambda row: row.update.recorded_at),
    "recorded_by": (TEXT, lambda row: row.update.recorded_by),
    "verdict": (Verdict, lambda row: row.update.answer and row.update.answer.verdict),
    "answered_at": (INSTANT, lambda row: row.update.answer and row.update.answer.at),
    "evidence": (COUNT, lambda row: len(row.update.proofs)),
    "note": (TEXT, lambda row: row.update.note),
}


def updates(session: Session, as_of: date) -> pd.DataFrame:
    """One row per update of a milestone or physical percentage of a programme, returned ones too, newest first.

    programme, milestone: str, codes; no milestone where the programme itself is measured
    measure: category, whether of a milestone or of the physical work
    claim: category, of milestones
    share: float64, as reported, 0…1; of a physical percentage it may exceed 1
    happened_on: day; when it was done as claimed, or for the end of which day the percentage stands
    recorded_at: instant
    recorded_by: str, a role or an account
    verdict: category, the newest; NaN while nobody answered
    answered_at: instant
    evidence: int64, how many files and links
    note: str
    """
    plan = load_portfolio(session, as_of)
    rows = sorted(_updates(session, plan), key=lambda row: row.update.recorded_at, reverse=True) if plan else ()
    return frame_of(_UPDATE, rows, zone_name(session))


def _updates(session: Session, plan: Portfolio) -> Iterator[_UpdateRow]:
    when = AsOf.end_of(session, plan.as_of)
    steps = {milestone.id: (programme.code, milestone.code) for programme, milestone in plan.milestones}
    for update in load_updates(when, tuple(steps)):
        claim = update.claim
        share = None if claim.percent is None else Fraction(claim.percent, 100)
        yield _UpdateRow(*steps[update.milestone_id], update, claim.claim, share, claim.achieved_on)
    codes = {programme.id: programme.code for programme in plan.programmes}
    for physical in physical_updates(when, tuple(codes)):
        yield _UpdateRow(codes[physical.programme_id], None, physical, None, physical.percent / 100, physical.day)


@dataclass(frozen=True, slots=True)
class _ReadingRow:
    """What was read of the city, with its target, or in one area."""

    outcome: Outcome
    read: Quarter | AreaReading
    reading: PeriodReading
    goal: Goal | None = None

    @property
    def quarter(self) -> Quarter | None:
        return self.read if isinstance(self.read, Quarter) else None


_READING: Columns[_ReadingRow] = {
    "indicator": (TEXT, lambda row: row.outcome.card.code),
    "area": (TEXT, lambda row: row.read.area if isinstance(row.read, AreaReading) else None),
    "dimension": (TEXT, lambda row: row.outcome.card.sub_dimension.dimension.code),
    "agency": (TEXT, lambda row: row.outcome.card.agency and row.outcome.card.agency.code),
    "span": (Span, lambda row: row.read.span),
    "year": (COUNT, lambda row: row.read.period.year),
    "quarter": (COUNT, lambda row: row.read.period.number),
    "ends_on": (DAY, lambda row: row.read.period.ends_on),
    "value": (NUMBER, lambda row: fraction_of(row.reading)),
    "numerator": (NUMBER, lambda row: row.reading.numerator),
    "denominator": (NUMBER, lambda row: row.reading.denominator),
    "text": (TEXT, lambda row: row.reading.text),
    "unit": (TEXT, lambda row: row.outcome.card.unit),
    "is_not_applicable": (FLAG, lambda row: row.reading.is_not_applicable),
    "is_verified": (FLAG, lambda row: row.read.is_verified),
    "target": (NUMBER, lambda row: row.goal and row.goal.value),
    "target_lower": (NUMBER, lambda row: row.goal and row.goal.lower),
    "target_upper": (NUMBER, lambda row: row.goal and row.goal.upper),
    "target_text": (TEXT, lambda row: row.goal and row.goal.text),
    "recorded_at": (INSTANT, lambda row: row.quarter and row.quarter.recorded_at),
}


def readings(session: Session, as_of: date) -> pd.DataFrame:
    """One row per reading in force, the newest that was not returned; of an indicator those of areas come last.

    indicator, area: str, code and name; no area where the whole city was read
    dimension, agency: str, codes; no agency where none answers for it
    span: category, what it covers: a quarter, half-year or year
    year, quarter: int64, of the last quarter that it covers
    ends_on: day, the last of that quarter
    value: float64 in `unit`, the quotient where a numerator and a denominator were read
    numerator, denominator: float64
    text: str, of indicators without numbers
    unit: str, empty where there is none
    is_not_applicable, is_verified: bool; there was nothing to measure
    target, target_lower, target_upper: float64 in `unit`, for exactly what the reading covers; none in areas
    target_text: str
    recorded_at: instant; NaT in areas
    """
    rows = (row for outcome in outcomes(session, as_of) for row in _readings(outcome))
    return frame_of(_READING, rows, zone_name(session))


def _readings(outcome: Outcome) -> Iterator[_ReadingRow]:
    for quarter in outcome.rows:
        if quarter.reading is not None:
            yield _ReadingRow(outcome, quarter, quarter.reading, quarter.goal)
    for area in outcome.areas:
        yield _ReadingRow(outcome, area, area.reading)
