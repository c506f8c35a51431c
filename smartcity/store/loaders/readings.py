"""Readings of indicators with the newest verdict on each: by quarter for the city, and of single areas."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement

from smartcity.domain.calendar import PeriodName, measured_in
from smartcity.domain.enums import Span, Verdict
from smartcity.domain.indicators.achievement import Goal, PeriodReading, fraction
from smartcity.domain.indicators.quarters import AreaReading, Quarter
from smartcity.store import tables as t
from smartcity.store.loaders.claims import Ids, among, load_verdicts
from smartcity.store.loaders.visibility import AsOf, Row


def readings(when: AsOf, *conditions: ColumnElement[bool]) -> list[tuple[Row, Verdict | None]]:
    """Rows of readings, of areas too, oldest first; None where nobody answered yet."""
    rows = when.in_time(t.Reading, *conditions)
    answered = load_verdicts(when, t.ReadingReview, "reading_id", [row["id"] for row in rows] if conditions else None)
    return [(row, answered.get(row["id"])) for row in rows]


def reading_of(row: Mapping[str, Any]) -> PeriodReading:
    """A row of readings as a value."""
    value, numerator, denominator = (fraction(row[name]) for name in ("value", "numerator", "denominator"))
    return PeriodReading(value, numerator, denominator, row["text"], is_not_applicable=row["is_not_applicable"])


Slot = tuple[int, int, Span]  # year, last quarter, what is covered
_SHORTEST_FIRST = list(Span)


ReviewedRow = tuple[Row, Verdict | None]


@dataclass(frozen=True, slots=True)
class Measurements:
    """What was read of one indicator: of the city by slot, the slots of which a reading came back, and by area."""

    by_slot: Mapping[Slot, Quarter]
    returned: Collection[Slot]
    areas: tuple[AreaReading, ...]

    def quarters(self, goals: Mapping[Slot, Goal]) -> tuple[Quarter, ...]:
        """With the targets, in time."""
        slots = sorted({*goals, *self.by_slot, *self.returned}, key=_in_time)
        return tuple(
            _joined(slot, goals.get(slot), self.by_slot.get(slot), was_returned=slot in self.returned) for slot in slots
        )


_UNREAD = Measurements({}, (), ())


def load_measurements(when: AsOf, indicator_ids: Ids = None) -> defaultdict[int, Measurements]:
    """By indicator id; those never read have none."""
    reviewed = readings(when, *among(t.Reading.indicator_id, indicator_ids))
    rows = [(row, verdict) for row, verdict in reviewed if verdict is not Verdict.RETURNED]
    by_slot, returned, areas = _newest_of_city(rows, when), _returned(reviewed), _areas(when, rows)
    by_indicator: defaultdict[int, Measurements] = defaultdict(lambda: _UNREAD)
    for number in {*by_slot, *returned, *areas}:
        by_indicator[number] = Measurements(by_slot[number], returned[number], areas[number])
    return by_indicator


def _newest_of_city(rows: Iterable[ReviewedRow], when: AsOf) -> defaultdict[int, dict[Slot, Quarter]]:
    """Of the city: the newest reading of each quarter, and the newest verified one beneath it."""
    by_indicator: defaultdict[int, dict[Slot, Quarter]] = defaultdict(dict)
    for row, verdict in rows:
        if row["area_id"] is None:
            quarters, slot = by_indicator[row["indicator_id"]], _slot(row)
            before = quarters.get(slot)
            quarters[slot] = _quarter(row, verdict, before, when)
    return by_indicator


def _returned(reviewed: Iterable[ReviewedRow]) -> defaultdict[int, set[Slot]]:
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


def _joined(slot: Slot, goal: Goal | None, read: Quarter | None, *, was_returned: bool) -> Quarter:
    if read is None:
        name = PeriodName(*slot[:2])
        return Quarter(name, goal, None, None, is_verified=False, span=slot[2], was_returned=was_returned)
    return replace(read, goal=goal)
