"""The indicators that are said in a programme's report, with what stands of them now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlmodel import Session, col, select

from smartcity.domain.indicators import fraction
from smartcity.domain.kinds import Calculation, Direction, Span, Verdict
from smartcity.domain.periods import PeriodName, measured_in
from smartcity.domain.readings import KECAMATAN, NUMBERS, Bounds, Entry, Gauge, Typed, home, is_read_in, spelled
from smartcity.store import tables as t
from smartcity.store.loaders.readings import reading_of, readings
from smartcity.store.loaders.visibility import AsOf

Line = dict[str, Any]


def gauges(session: Session, programme: Line, quarter: PeriodName) -> Mapping[int, Gauge]:
    """By indicator id: those of the lead agency whose home the programme is."""
    rows = [row for row in _at_home(session, programme) if is_read_in(row["retired_on"], quarter)]
    ids = [row["id"] for row in rows]
    spans = _spans(session, ids, quarter)
    said, verified = _standing(session, spans, quarter)
    areas = _areas(session) if any(row["is_by_area"] for row in rows) else ()
    by_area = {row["id"]: areas if row["is_by_area"] else () for row in rows}
    found = {row["id"]: _gauge(row, said[row["id"]], quarter, by_area[row["id"]], spans[row["id"]]) for row in rows}
    confirmed = {number: _entry(verified[number][quarter]) for number in found if quarter in verified[number]}
    return {number: replace(gauge, verified=confirmed.get(number)) for number, gauge in found.items()}


def _at_home(session: Session, programme: Line) -> Iterable[Line]:
    agency = programme["lead_agency_id"]
    led = [row["code"] for row in AsOf.now(session).rows(t.Programme, col(t.Programme.lead_agency_id) == agency)]
    rows = AsOf.now(session).rows(t.Indicator, col(t.Indicator.agency_id) == agency)
    moved_by = _moved_by(session, [row["id"] for row in rows])
    return (row for row in rows if home(moved_by[row["id"]], led) == programme["code"])


def _moved_by(session: Session, indicator_ids: list[int]) -> Mapping[int, list[str]]:
    links = AsOf.now(session).rows(t.IndicatorProgramme, col(t.IndicatorProgramme.indicator_id).in_(indicator_ids))
    numbers = [link["programme_id"] for link in links]
    codes = dict(session.exec(select(t.Programme.id, t.Programme.code).where(col(t.Programme.id).in_(numbers))).all())
    found: defaultdict[int, list[str]] = defaultdict(list)
    for link in links:
        found[link["indicator_id"]].append(codes[link["programme_id"]])
    return found


def _areas(session: Session) -> tuple[int, ...]:
    return tuple(row["id"] for row in AsOf.now(session).rows(t.Area, col(t.Area.kind) == KECAMATAN))


Said = dict[PeriodName, dict[int | None, Line]]


def _spans(session: Session, indicator_ids: list[int], quarter: PeriodName) -> dict[int, Span]:
    """What a reading of that quarter covers, by indicator: as much as its target does, unless it is read by quarter."""
    found: defaultdict[int, set[tuple[PeriodName, Span]]] = defaultdict(set)
    for table in (t.Target, t.Reading):
        here = (col(table.indicator_id).in_(indicator_ids), col(table.year) == quarter.year)
        for row in AsOf.now(session).rows(table, *here):
            slot = measured_in(row["year"], row["quarter"], row["half"])
            if not row.get("is_end") and (table is t.Target or slot[1] is Span.QUARTER):
                found[row["indicator_id"]].add(slot)
    return {number: _span(found[number], quarter) for number in indicator_ids}


def _span(aims: set[tuple[PeriodName, Span]], quarter: PeriodName) -> Span:
    spans = {span for _, span in aims}
    if Span.QUARTER in spans or not spans:
        return Span.QUARTER
    shortest = Span.HALF if Span.HALF in spans else Span.YEAR
    return shortest if (quarter, shortest) in aims else Span.QUARTER


def _standing(
    session: Session, spans: Mapping[int, Span], quarter: PeriodName
) -> tuple[Mapping[int, Said], Mapping[int, Said]]:
    """By indicator, quarter and area, of what is read in that quarter: the newest reading that was not returned, and
    the newest that was verified.
    """
    found, verified = defaultdict[int, Said](dict), defaultdict[int, Said](dict)
    for row, verdict in readings(AsOf.now(session), col(t.Reading.indicator_id).in_(list(spans))):
        number = row["indicator_id"]
        period, span = measured_in(row["year"], row["quarter"], row["half"])
        if verdict is Verdict.RETURNED or span is not spans[number] or period > quarter:
            continue
        for place in (found, verified) if verdict is Verdict.VERIFIED else (found,):
            place[number].setdefault(period, {})[row["area_id"]] = row
    return found, verified


def _gauge(row: Line, said: Said, quarter: PeriodName, areas: tuple[int, ...], span: Span) -> Gauge:
    before = sorted(period for period, by_area in said.items() if period < quarter and None in by_area)
    return Gauge(
        code=row["code"],
        direction=Direction(row["direction"]),
        calculation=Calculation(row["calculation"]),
        bounds=Bounds(fraction(row["plausible_lower"]), fraction(row["plausible_upper"])),
        before=tuple((period, reading_of(said[period][None])) for period in before),
        stands=_entry(said[quarter]) if quarter in said else None,
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
