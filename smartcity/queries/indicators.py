"""Indicators with their targets and readings, as known on a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from smartcity.domain.calendar import PeriodName, measured_in, newest_closed
from smartcity.domain.enums import Calculation, Direction, Span, Verdict
from smartcity.domain.indicators.achievement import Goal, fraction
from smartcity.domain.indicators.outcomes import IndicatorCard, Outcome
from smartcity.domain.indicators.quarters import AreaReading, Quarter
from smartcity.store import tables as t
from smartcity.store.loaders.plan import load_agencies, load_plan_card, load_sub_dimensions
from smartcity.store.loaders.readings import reading_of, readings
from smartcity.store.loaders.reporting import load_periods
from smartcity.store.loaders.visibility import AsOf, Row

Slot = tuple[int, int, Span]  # year, last quarter, what is covered
_SHORTEST_FIRST = list(Span)


def outcomes(session: Session, as_of: date) -> tuple[Outcome, ...]:
    """Every indicator in force, retired ones too, in the order they came in."""
    when = AsOf.end_of(session, as_of)
    cards = _cards(when)
    goals = _goals(when)
    reviewed, plan = readings(when), load_plan_card(when)
    rows = [(row, verdict) for row, verdict in reviewed if verdict is not Verdict.RETURNED]
    returned = _returned(reviewed)
    closed = newest_closed(load_periods(when), as_of)
    by_slot, areas = _readings(rows, when), _areas(when, rows)
    return tuple(
        Outcome(
            card,
            _quarters(goals[number].by_slot, by_slot[number], returned[number]),
            tuple(goals[number].by_year.items()),
            areas[number],
            goals[number].end,
            years=(plan.first_year, plan.last_year) if plan else None,
            closed=closed,
            scale=plan.predicates if plan else None,
        )
        for number, card in cards.items()
    )


def _cards(when: AsOf) -> Mapping[int, IndicatorCard]:
    rows = when.rows(t.Indicator)
    _, subs = load_sub_dimensions(when)
    owners = load_agencies(when)
    codes = {row["id"]: row["code"] for row in rows}
    moved_by, supports = _programmes(when), _supports(when)
    return {
        row["id"]: IndicatorCard(
            id=row["id"],
            code=row["code"],
            name=row["name"],
            definition=row["definition"],
            formula=row["formula"],
            unit=row["unit"] or "",
            direction=Direction(row["direction"]),
            calculation=Calculation(row["calculation"]),
            is_key=row["is_key"],
            is_sample=row["is_sample"],
            baseline=fraction(row["baseline"]),
            baseline_year=row["baseline_year"],
            sub_dimension=subs[row["sub_dimension_id"]],
            agency=owners.get(row["agency_id"]),
            source=row["source"],
            retired_on=row["retired_on"],
            replaced_by=codes.get(row["replaced_by_id"]),
            programmes=tuple(moved_by[row["id"]]),
            plausible_lower=fraction(row["plausible_lower"]),
            plausible_upper=fraction(row["plausible_upper"]),
            is_by_area=row["is_by_area"],
            supports=tuple(owners[agency] for agency in supports[row["id"]]),
        )
        for row in rows
    }


def _programmes(when: AsOf) -> Mapping[int, list[str]]:
    codes = {row["id"]: row["code"] for row in when.rows(t.Programme)}
    by_indicator: defaultdict[int, list[str]] = defaultdict(list)
    for row in when.rows(t.IndicatorProgramme):
        if row["programme_id"] in codes:  # a link may be told of days before its programme was known
            by_indicator[row["indicator_id"]].append(codes[row["programme_id"]])
    return by_indicator


def _supports(when: AsOf) -> Mapping[int, list[int]]:
    by_indicator: defaultdict[int, list[int]] = defaultdict(list)
    for row in when.rows(t.IndicatorSupport):
        by_indicator[row["indicator_id"]].append(row["agency_id"])
    return by_indicator


@dataclass
class _Goals:
    """The targets of one indicator."""

    by_slot: dict[Slot, Goal] = field(default_factory=dict)
    by_year: dict[int, Goal] = field(default_factory=dict)
    end: Goal | None = None


def _goals(when: AsOf) -> Mapping[int, _Goals]:
    by_indicator: defaultdict[int, _Goals] = defaultdict(_Goals)
    for row in when.rows(t.Target):
        goal = Goal(fraction(row["value"]), fraction(row["lower"]), fraction(row["upper"]), row["text"])
        goals, (period, span) = by_indicator[row["indicator_id"]], measured_in(row["year"], row["quarter"], row["half"])
        if row["is_end"]:
            goals.end = goal
        elif span is Span.YEAR:
            goals.by_year[row["year"]] = goal
        else:
            goals.by_slot[period.year, period.number, span] = goal
    return by_indicator


ReviewedRow = tuple[Row, Verdict | None]


def _readings(rows: Iterable[ReviewedRow], when: AsOf) -> defaultdict[int, dict[Slot, Quarter]]:
    """Of the city: the newest reading of each quarter, and the newest verified one beneath it."""
    by_indicator: defaultdict[int, dict[Slot, Quarter]] = defaultdict(dict)
    for row, verdict in rows:
        if row["area_id"] is None:
            quarters, slot = by_indicator[row["indicator_id"]], _slot(row)
            before = quarters.get(slot)
            quarters[slot] = _quarter(row, verdict, before, when)
    return by_indicator


def _returned(reviewed: Iterable[ReviewedRow]) -> Mapping[int, set[Slot]]:
    """Of the city: the quarters of which a reading came back."""
    by_indicator: defaultdict[int, set[Slot]] = defaultdict(set)
    for row, verdict in reviewed:
        if row["area_id"] is None and verdict is Verdict.RETURNED:
            by_indicator[row["indicator_id"]].add(_slot(row))
    return by_indicator


def _areas(when: AsOf, rows: Iterable[ReviewedRow]) -> defaultdict[int, tuple[AreaReading, ...]]:
    """Of single areas: the newest reading of each quarter."""
    newest: defaultdict[int, dict[tuple[Slot, int], ReviewedRow]] = defaultdict(dict)
    for row, verdict in rows:
        if row["area_id"] is not None:
            newest[row["indicator_id"]][_slot(row), row["area_id"]] = row, verdict
    by_indicator: defaultdict[int, tuple[AreaReading, ...]] = defaultdict(tuple)
    if newest:
        names = {row["id"]: row["name"] for row in when.rows(t.Area)}
        for number, slots in newest.items():
            ordered = sorted((place for place in slots if place[1] in names), key=lambda p: (_in_time(p[0]), p[1]))
            by_indicator[number] = tuple(_area_reading(*slots[place], names) for place in ordered)
    return by_indicator


def _area_reading(row: Any, verdict: Verdict | None, names: Mapping[int, str]) -> AreaReading:
    period, span = measured_in(row["year"], row["quarter"], row["half"])
    return AreaReading(names[row["area_id"]], period, reading_of(row), verdict is Verdict.VERIFIED, span)


def _slot(row: Any) -> Slot:
    period, span = measured_in(row["year"], row["quarter"], row["half"])
    return period.year, period.number, span


def _in_time(slot: Slot) -> tuple[int, int, int]:
    """What covers more comes after what it covers."""
    return slot[0], slot[1], _SHORTEST_FIRST.index(slot[2])


def _quarter(row: Any, verdict: Verdict | None, before: Quarter | None, when: AsOf) -> Quarter:
    """`before` is what stood for the same quarter until this reading came."""
    beneath = None if verdict is Verdict.VERIFIED else before
    period, span = measured_in(row["year"], row["quarter"], row["half"])
    return Quarter(
        period=period,
        goal=None,
        reading=reading_of(row),
        recorded_at=when.local(row["recorded_at"]),
        is_verified=verdict is Verdict.VERIFIED,
        note=row["note"],
        reason=row["reason"],
        verified=beneath.counted if beneath else None,
        verified_at=beneath.counted_at if beneath else None,
        span=span,
    )


def _quarters(goals: Mapping[Slot, Goal], readings: Mapping[Slot, Quarter], returned: set[Slot]) -> tuple[Quarter, ...]:
    slots = sorted({*goals, *readings, *returned}, key=_in_time)
    return tuple(_joined(slot, goals.get(slot), readings.get(slot), slot in returned) for slot in slots)


def _joined(slot: Slot, goal: Goal | None, read: Quarter | None, was_returned: bool) -> Quarter:
    if read is None:
        name = PeriodName(*slot[:2])
        return Quarter(name, goal, None, None, is_verified=False, span=slot[2], was_returned=was_returned)
    return replace(read, goal=goal)
