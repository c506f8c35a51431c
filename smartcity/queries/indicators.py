"""Indicators with their outcomes as of a day; readings that wait or came back, names of areas."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlmodel import Session, col

from smartcity.domain.calendar import measured_in
from smartcity.domain.enums import Verdict
from smartcity.domain.facts.claims import Answer, ReviewItem, awaiting_answer, newest_verified
from smartcity.domain.grouping import grouped
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.indicators.readings import KECAMATAN
from smartcity.domain.reporting.verification_queue import AreaPart, ReturnedReading, WaitingReading
from smartcity.store import tables as t
from smartcity.store.loaders.indicators import load_outcomes
from smartcity.store.loaders.readings import reading_of
from smartcity.store.loaders.verification import load_answers, load_evidence
from smartcity.store.loaders.visibility import AsOf, Row, value_of


def outcomes(session: Session, as_of: date) -> tuple[Outcome, ...]:
    """Every indicator in force, retired ones too, in the order they came in."""
    return load_outcomes(AsOf.end_of(session, as_of))


def renew_outcomes(
    session: Session, as_of: date, before: tuple[Outcome, ...], indicator_ids: frozenset[int]
) -> tuple[Outcome, ...]:
    """The outcomes of `before`, where only those of these ids may have changed since."""
    anew = {outcome.card.id: outcome for outcome in load_outcomes(AsOf.end_of(session, as_of), indicator_ids)}
    by_id = {outcome.card.id: outcome for outcome in before} | anew
    return tuple(by_id[number] for number in sorted(by_id))


def area_names(session: Session, as_of: date) -> Mapping[int, str]:
    """The names of all areas by id."""
    when = AsOf.end_of(session, as_of)
    return {row["id"]: row["name"] for row in when.rows(t.Area)}


def returned_readings(session: Session, as_of: date, indicator_ids: tuple[int, ...]) -> tuple[ReturnedReading, ...]:
    """Of the city: the newest reading of each quarter, where it was returned."""
    when = AsOf.end_of(session, as_of)
    of_city = col(t.Reading.area_id).is_(None)
    rows = when.in_time(t.Reading, col(t.Reading.indicator_id).in_(indicator_ids), of_city)
    newest = {(row["indicator_id"], row["year"], row["quarter"], row["half"]): row for row in rows}
    given = load_answers(when, t.ReadingReview, "reading_id", [row["id"] for row in newest.values()])
    reviewed = ((row, given.get(row["id"])) for row in newest.values())
    return tuple(_returned(row, answer) for row, answer in reviewed if answer and answer.verdict is Verdict.RETURNED)


def _returned(row: Row, answer: Answer) -> ReturnedReading:
    period, span = measured_in(row["year"], row["quarter"], row["half"])
    return ReturnedReading(row["indicator_id"], period, reading_of(row), answer, span)


Readings = tuple[tuple[WaitingReading, ...], tuple[WaitingReading, ...], int]


def verified_readings(session: Session, as_of: date, indicators: tuple[int, ...]) -> tuple[WaitingReading, ...]:
    """Those of some indicators, newest first, the areas with the city."""
    return waiting_readings(AsOf.end_of(session, as_of), with_verified=True, of=indicators)[1]


def open_readings(session: Session, as_of: date) -> Readings:
    """Those that wait, oldest first; none that was verified, and how many these are."""
    return waiting_readings(AsOf.end_of(session, as_of), with_verified=False)


def waiting_readings(when: AsOf, *, with_verified: bool, of: tuple[int, ...] | None = None) -> Readings:
    """Those that wait, oldest first; those that were verified, newest first, and how many these are.

    `of`: of these indicators only.
    """
    reading: Any = t.Reading
    only = () if of is None else (reading.indicator_id.in_(of),)
    rows = {row.id: row for row in when.columns(reading, (), *only)}
    given = load_answers(when, t.ReadingReview, "reading_id")
    series = grouped(
        (
            (row.indicator_id, row.year, row.quarter, row.half, row.area_id),
            ReviewItem(row.id, needs_answer=True, answer=given.get(row.id)),
        )
        for row in rows.values()
    )
    open_ids = [open_case.id for series_of_one in series.values() if (open_case := awaiting_answer(series_of_one))]
    areas = when.rows(t.Area)
    verdicts = {
        one.id: one.answer
        for series_of_one in series.values()
        if (one := newest_verified(series_of_one)) and one.answer
    }
    by_age = sorted(verdicts.items(), key=lambda one: one[1].at, reverse=True)
    answered = dict(by_age) if with_verified else {}
    shown = load_evidence(when, "reading_id", [*open_ids, *answered])

    def readings_of(numbers: Iterable[int]) -> list[WaitingReading]:
        waiting_readings = [_reading(rows[one], tuple(shown[one]), areas, answered.get(one), when) for one in numbers]
        return list(_together(waiting_readings, rows))

    verified = tuple(readings_of(answered))
    waiting_ones = sorted(readings_of(open_ids), key=lambda one: (one.recorded_at, one.id))
    return tuple(waiting_ones), verified, _count(rows[number] for number in verdicts)


def _count(rows: Iterable[Any]) -> int:
    """The areas of a city's reading count with it."""
    slots = [((row.indicator_id, row.year, row.quarter, row.half), row.area_id) for row in rows]
    cities = {slot for slot, area in slots if area is None}
    return len(cities) + sum(area is not None and slot not in cities for slot, area in slots)


def _together(readings: Sequence[WaitingReading], rows: Mapping[int, Any]) -> Iterator[WaitingReading]:
    """The city's reading with those of its areas, which are answered with it; areas alone stand for themselves."""
    parts = grouped(((one.indicator_id, one.period, one.span), one) for one in readings if one.area is not None)
    cities = {(one.indicator_id, one.period, one.span) for one in readings if one.area is None}
    for one in readings:
        slot = one.indicator_id, one.period, one.span
        if one.area is None:
            areas = (AreaPart(part.id, rows[part.id].area_id, part.area or "", part.reading) for part in parts[slot])
            yield replace(one, parts=tuple(areas))
        elif slot not in cities:
            yield one


def _reading(
    row: Any, shown: tuple[Any, ...], areas: Sequence[Mapping[str, Any]], answer: Answer | None, when: AsOf
) -> WaitingReading:
    period, span = measured_in(row.year, row.quarter, row.half)
    return value_of(
        WaitingReading,
        row._mapping,
        when,
        period=period,
        area=next((area["name"] for area in areas if area["id"] == row.area_id), None),
        reading=reading_of(row._mapping),
        proofs=shown,
        expected=tuple(area["id"] for area in areas if area["kind"] == KECAMATAN),
        answer=answer,
        span=span,
    )
