"""Indicators with their targets and readings, as known on a day."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from smartcity.domain.indicators import Goal, PeriodReading, fraction
from smartcity.domain.kinds import Calculation, Direction, Verdict
from smartcity.domain.outcomes import IndicatorCard, Outcome, Quarter
from smartcity.domain.periods import PeriodName
from smartcity.queries.known import Known, Overlay, known, overlay
from smartcity.queries.structure import agencies, plan_rows, sub_dimensions
from smartcity.store import tables as t

Slot = tuple[int, int]


def outcomes(session: Session, as_of: date) -> tuple[Outcome, ...]:
    """Every indicator in force, retired ones too, in the order they came in."""
    when = known(session, as_of)
    past = overlay(session, when)
    cards = _cards(session, when, past)
    goals, year_goals = _goals(session, when, past)
    readings = _readings(session, when)
    return tuple(
        Outcome(card, _quarters(goals[number], readings[number]), tuple(year_goals[number].items()))
        for number, card in cards.items()
    )


def _cards(session: Session, when: Known, past: Overlay) -> Mapping[int, IndicatorCard]:
    rows = plan_rows(session, when, past, t.Indicator)
    _, subs = sub_dimensions(session, when, past)
    owners = agencies(session, when, past)
    codes = {row["id"]: row["code"] for row in rows}
    moved_by = _programmes(session, when, past)
    return {
        row["id"]: IndicatorCard(
            id=row["id"],
            code=row["code"],
            name=row["name"],
            definition=row["definition"],
            formula=row["formula"],
            unit=row["unit"],
            direction=Direction(row["direction"]),
            calculation=Calculation(row["calculation"]),
            is_key=row["is_key"],
            is_sample=row["is_sample"],
            baseline=fraction(row["baseline"]),
            baseline_year=row["baseline_year"],
            sub_dimension=subs[row["sub_dimension_id"]],
            agency=owners[row["agency_id"]],
            source=row["source"],
            retired_on=row["retired_on"],
            replaced_by=codes.get(row["replaced_by_id"]),
            programmes=tuple(moved_by[row["id"]]),
        )
        for row in rows
    }


def _programmes(session: Session, when: Known, past: Overlay) -> Mapping[int, list[str]]:
    codes = {row["id"]: row["code"] for row in plan_rows(session, when, past, t.Programme)}
    found: defaultdict[int, list[str]] = defaultdict(list)
    for row in plan_rows(session, when, past, t.IndicatorProgramme):
        found[row["indicator_id"]].append(codes[row["programme_id"]])
    return found


def _goals(
    session: Session, when: Known, past: Overlay
) -> tuple[defaultdict[int, dict[Slot, Goal]], defaultdict[int, dict[int, Goal]]]:
    by_quarter: defaultdict[int, dict[Slot, Goal]] = defaultdict(dict)
    by_year: defaultdict[int, dict[int, Goal]] = defaultdict(dict)
    for row in plan_rows(session, when, past, t.Target):
        goal = Goal(fraction(row["value"]), fraction(row["lower"]), fraction(row["upper"]), row["text"])
        if row["quarter"] is None:
            by_year[row["indicator_id"]][row["year"]] = goal
        else:
            by_quarter[row["indicator_id"]][row["year"], row["quarter"]] = goal
    return by_quarter, by_year


def _readings(session: Session, when: Known) -> defaultdict[int, dict[Slot, Quarter]]:
    """The newest reading of each quarter that was not returned; readings of a single area stand apart."""
    verdicts = _verdicts(session, when)
    columns = t.Reading.__table__.columns  # type: ignore[attr-defined]
    reading: Any = t.Reading
    rows = session.execute(
        select(*columns).where(when.sees(reading), reading.area_id.is_(None)).order_by(reading.recorded_at, reading.id)
    )
    found: defaultdict[int, dict[Slot, Quarter]] = defaultdict(dict)
    for row in rows:
        verdict = verdicts.get(row.id)
        if verdict is not Verdict.RETURNED:
            found[row.indicator_id][row.year, row.quarter] = _quarter(row, verdict, when)
    return found


def _verdicts(session: Session, when: Known) -> Mapping[int, Verdict]:
    review: Any = t.ReadingReview
    rows = session.execute(
        select(review.reading_id, review.verdict).where(when.sees(review)).order_by(review.recorded_at, review.id)
    )
    return {row.reading_id: Verdict(row.verdict) for row in rows}


def _quarter(row: Any, verdict: Verdict | None, when: Known) -> Quarter:
    value = PeriodReading(fraction(row.value), fraction(row.numerator), fraction(row.denominator), row.text)
    return Quarter(
        period=PeriodName(row.year, row.quarter),
        goal=None,
        reading=value,
        recorded_at=when.local(row.recorded_at),
        is_verified=verdict is Verdict.VERIFIED,
        note=row.note,
    )


def _quarters(goals: Mapping[Slot, Goal], readings: Mapping[Slot, Quarter]) -> tuple[Quarter, ...]:
    return tuple(_joined(slot, goals.get(slot), readings.get(slot)) for slot in sorted({*goals, *readings}))


def _joined(slot: Slot, goal: Goal | None, read: Quarter | None) -> Quarter:
    name = PeriodName(*slot)
    if read is None:
        return Quarter(name, goal, None, None, is_verified=False)
    return Quarter(name, goal, read.reading, read.recorded_at, read.is_verified, read.note)
