"""The indicators that a programme reads in its report, with their readings as they stand."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlmodel import col

from smartcity.domain.calendar import PeriodName, measured_in
from smartcity.domain.enums import Calculation, Direction, Span, Verdict
from smartcity.domain.indicators.achievement import fraction
from smartcity.domain.indicators.readings import (
    KECAMATAN,
    NUMBERS,
    Bounds,
    Entry,
    Gauge,
    Typed,
    home_programme,
    is_read_in,
    spelled,
)
from smartcity.store import tables as t
from smartcity.store.loaders.indicators import programmes_by_indicator
from smartcity.store.loaders.readings import reading_of, readings
from smartcity.store.loaders.visibility import AsOf

Line = dict[str, Any]


def load_gauges(when: AsOf, programme: Line, quarter: PeriodName) -> Mapping[int, Gauge]:
    """By indicator id: those of the lead agency whose home the programme is."""
    rows = [row for row in _at_home(when, programme) if is_read_in(row["retired_on"], quarter)]
    ids = [row["id"] for row in rows]
    spans = _spans(when, ids, quarter)
    newest, verified = _current_readings(when, spans, quarter)
    areas = _areas(when) if any(row["is_by_area"] for row in rows) else ()
    by_area = {row["id"]: areas if row["is_by_area"] else () for row in rows}
    by_indicator = {
        row["id"]: _gauge(row, newest[row["id"]], quarter, by_area[row["id"]], spans[row["id"]]) for row in rows
    }
    confirmed = {number: _entry(verified[number][quarter]) for number in by_indicator if quarter in verified[number]}
    return {number: replace(gauge, verified=confirmed.get(number)) for number, gauge in by_indicator.items()}


def _at_home(when: AsOf, programme: Line) -> Iterable[Line]:
    agency = programme["lead_agency_id"]
    led = [row["code"] for row in when.rows(t.Programme, col(t.Programme.lead_agency_id) == agency)]
    rows = when.rows(t.Indicator, col(t.Indicator.agency_id) == agency)
    moved_by = programmes_by_indicator(when, [row["id"] for row in rows])
    return (row for row in rows if home_programme(moved_by[row["id"]], led) == programme["code"])


def _areas(when: AsOf) -> tuple[int, ...]:
    return tuple(row["id"] for row in when.rows(t.Area, col(t.Area.kind) == KECAMATAN))


ReadingRows = dict[PeriodName, dict[int | None, Line]]


def _spans(when: AsOf, indicator_ids: list[int], quarter: PeriodName) -> dict[int, Span]:
    """What a reading of that quarter covers, by indicator: as much as its target does, unless it is read by quarter."""
    covered: defaultdict[int, set[tuple[PeriodName, Span]]] = defaultdict(set)
    for table in (t.Target, t.Reading):
        here = (col(table.indicator_id).in_(indicator_ids), col(table.year) == quarter.year)
        for row in when.rows(table, *here):
            slot = measured_in(row["year"], row["quarter"], row["half"])
            if not row.get("is_end") and (table is t.Target or slot[1] is Span.QUARTER):
                covered[row["indicator_id"]].add(slot)
    return {number: _span(covered[number], quarter) for number in indicator_ids}


def _span(aims: set[tuple[PeriodName, Span]], quarter: PeriodName) -> Span:
    spans = {span for _, span in aims}
    if Span.QUARTER in spans or not spans:
        return Span.QUARTER
    shortest = Span.HALF if Span.HALF in spans else Span.YEAR
    return shortest if (quarter, shortest) in aims else Span.QUARTER


def _current_readings(
    when: AsOf, spans: Mapping[int, Span], quarter: PeriodName
) -> tuple[Mapping[int, ReadingRows], Mapping[int, ReadingRows]]:
    """By indicator, quarter and area, of what is read in that quarter: the newest reading that was not returned, and
    the newest that was verified.
    """
    newest, verified = defaultdict[int, ReadingRows](dict), defaultdict[int, ReadingRows](dict)
    for row, verdict in readings(when, col(t.Reading.indicator_id).in_(list(spans))):
        number = row["indicator_id"]
        period, span = measured_in(row["year"], row["quarter"], row["half"])
        if verdict is Verdict.RETURNED or span is not spans[number] or period > quarter:
            continue
        for place in (newest, verified) if verdict is Verdict.VERIFIED else (newest,):
            place[number].setdefault(period, {})[row["area_id"]] = row
    return newest, verified


def _gauge(row: Line, readings: ReadingRows, quarter: PeriodName, areas: tuple[int, ...], span: Span) -> Gauge:
    before = sorted(period for period, by_area in readings.items() if period < quarter and None in by_area)
    return Gauge(
        code=row["code"],
        direction=Direction(row["direction"]),
        calculation=Calculation(row["calculation"]),
        bounds=Bounds(fraction(row["plausible_lower"]), fraction(row["plausible_upper"])),
        before=tuple((period, reading_of(readings[period][None])) for period in before),
        current=_entry(readings[quarter]) if quarter in readings else None,
        areas=areas,
        span=span,
    )


def _entry(by_area: Mapping[int | None, Line]) -> Entry:
    city = by_area.get(None)
    return Entry(
        city=_typed(city) if city else Typed(),
        areas={area: _typed(row) for area, row in by_area.items() if area is not None},
        note=(city or {}).get("note") or "",
        reason=(city or {}).get("reason") or "",
        is_not_applicable=bool(city and city["is_not_applicable"]),
    )


def _typed(row: Line) -> Typed:
    return Typed(**{name: spelled(row[name]) for name in NUMBERS}, text=row["text"] or "")
