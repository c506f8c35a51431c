"""The verifier's queue as known on a day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlmodel import Session

from smartcity.domain.history import Update
from smartcity.domain.kinds import CreditRule, Span
from smartcity.domain.meetings import Decision
from smartcity.domain.periods import PeriodName, measured_in
from smartcity.domain.plan import Report
from smartcity.domain.queue import AreaPart, Queue, WaitingClaim, WaitingReading
from smartcity.domain.readings import KECAMATAN
from smartcity.domain.roles import GUEST, Actor
from smartcity.domain.verification import Answer, Told, needs_verdict, newest_verified, waiting
from smartcity.queries.decisions import readable
from smartcity.queries.physical_queue import physical_queue
from smartcity.store import tables as t
from smartcity.store.loaders.change_requests import change_requests
from smartcity.store.loaders.plan import plan_card
from smartcity.store.loaders.readings import reading_of
from smartcity.store.loaders.reports import periods, report
from smartcity.store.loaders.updates import answers, proofs, updates
from smartcity.store.loaders.visibility import AsOf


def queue(session: Session, as_of: date, reader: Actor = GUEST, *, with_verified: bool = True) -> Queue:
    """Everybody's; who may answer what is the table of rights' to say. Confidential decisions as `reader` may know.

    What was verified is a long list: left out where it is not asked for.
    """
    when = AsOf.end_of(session, as_of)
    waiting_claims, verified, verified_count = _claims(when, with_verified=with_verified)
    waiting_readings, read_last, read_count = _readings(when, with_verified=with_verified)
    waiting_physical, physical_verified = physical_queue(when)
    return Queue(
        claims=waiting_claims,
        verified=verified,
        readings=waiting_readings,
        read=read_last,
        physical=waiting_physical,
        physical_verified=physical_verified if with_verified else (),
        verified_count=verified_count,
        read_count=read_count,
        physical_count=len(physical_verified),
        changes=tuple(change for change in change_requests(when) if change.answer is None),
        decisions=_decisions(readable(session, as_of, reader)),
    )


def verified_readings(session: Session, as_of: date, indicators: tuple[int, ...]) -> tuple[WaitingReading, ...]:
    """Those of some indicators, newest first, the areas with the city."""
    return _readings(AsOf.end_of(session, as_of), with_verified=True, of=indicators)[1]


def _decisions(found: Iterable[Decision]) -> tuple[Decision, ...]:
    """Those with an answer that waits, by its age."""
    waiting_ones = [(one.waiting.recorded_at, one.id, one) for one in found if one.waiting is not None]
    return tuple(decision for _, _, decision in sorted(waiting_ones, key=lambda one: one[:2]))


def _claims(when: AsOf, *, with_verified: bool) -> tuple[tuple[WaitingClaim, ...], tuple[WaitingClaim, ...], int]:
    """Those that wait, oldest first; those that were verified, newest first, and how many these are."""
    update: Any = t.MilestoneUpdate
    card = plan_card(when)
    rule = card.rule if card else CreditRule.COMPLETED_ONLY
    given = answers(when, t.UpdateReview, "update_id")
    series: defaultdict[int, list[Told]] = defaultdict(list)
    for row in _told(when, update, (update.milestone_id, update.claim)):
        series[row.milestone_id].append(Told(row.id, needs_verdict(row.claim, rule), given.get(row.id)))
    open_ids = {found.id for told in series.values() if (found := waiting(told))}
    everyone = (one for told in series.values() for one in told)
    answered = {one.id: one.answer.at for one in everyone if one.is_verified and one.answer}
    newest = sorted(answered, key=lambda number: answered[number], reverse=True) if with_verified else []
    milestones = {milestone for milestone, told in series.items() if {*open_ids, *newest} & {one.id for one in told}}
    told_of = _by_milestone(updates(when, milestones))
    reports = _reports(when, [one.statement_id for told in told_of.values() for one in told])
    claims = {told[at].id: _claim(told[at:], reports) for told in told_of.values() for at in range(len(told))}
    open_claims = sorted((claims[number] for number in open_ids), key=lambda claim: claim.update.recorded_at)
    return tuple(open_claims), tuple(claims[number] for number in newest), len(answered)


def _claim(told: list[Update], reports: Mapping[int | None, Report]) -> WaitingClaim:
    return WaitingClaim(told[0], tuple(told[1:]), reports.get(told[0].statement_id))


def _by_milestone(found: Collection[Update]) -> Mapping[int, list[Update]]:
    kept: defaultdict[int, list[Update]] = defaultdict(list)
    for update in found:
        kept[update.milestone_id].append(update)
    return kept


def _told(when: AsOf, table: Any, columns: tuple[Any, ...], *conditions: ColumnElement[bool]) -> list[Any]:
    """Oldest first."""
    rows = select(table.id, *columns).where(when.visible(table), *conditions).order_by(table.recorded_at, table.id)
    return list(when.session.execute(rows).all())


def _reports(when: AsOf, ids: Collection[int | None]) -> Mapping[int | None, Report]:
    names = {period.id: period.name for period in periods(when)}
    statement: Any = t.Statement
    wanted = [number for number in ids if number is not None]
    rows = when.session.scalars(select(statement).where(when.visible(statement), statement.id.in_(wanted)))
    return {row.id: report(row, names[row.period_id], when) for row in rows if row.period_id in names}


def _readings(
    when: AsOf, *, with_verified: bool, of: tuple[int, ...] | None = None
) -> tuple[tuple[WaitingReading, ...], tuple[WaitingReading, ...], int]:
    """Those that wait, oldest first; those that were verified, newest first, and how many these are.

    `of`: of these indicators only.
    """
    reading: Any = t.Reading
    columns = [column for column in reading.__table__.columns if column.name != "id"]
    only = () if of is None else (reading.indicator_id.in_(of),)
    rows = {row.id: row for row in _told(when, reading, tuple(columns), *only)}
    given = answers(when, t.ReadingReview, "reading_id")
    series: defaultdict[tuple[Any, ...], list[Told]] = defaultdict(list)
    for row in rows.values():
        slot = (row.indicator_id, row.year, row.quarter, row.half, row.area_id)
        series[slot].append(Told(row.id, True, given.get(row.id)))
    open_ids = [found.id for told in series.values() if (found := waiting(told))]
    areas = when.rows(t.Area)
    verdicts = {one.id: one.answer for told in series.values() if (one := newest_verified(told)) and one.answer}
    by_age = sorted(verdicts.items(), key=lambda one: one[1].at, reverse=True)
    answered = dict(by_age) if with_verified else {}
    shown = proofs(when, "reading_id", [*open_ids, *answered])

    def told_of(numbers: Iterable[int]) -> list[WaitingReading]:
        found = [_reading(rows[one], tuple(shown[one]), areas, answered.get(one), when) for one in numbers]
        return list(_together(found, rows))

    verified = tuple(told_of(answered))
    waiting_ones = sorted(told_of(open_ids), key=lambda one: (one.recorded_at, one.id))
    return tuple(waiting_ones), verified, _count(rows[number] for number in verdicts)


def _count(rows: Iterable[Any]) -> int:
    """The areas of a city's reading count with it."""
    found = [((row.indicator_id, row.year, row.quarter, row.half), row.area_id) for row in rows]
    cities = {slot for slot, area in found if area is None}
    return len(cities) + sum(area is not None and slot not in cities for slot, area in found)


def _together(readings: Sequence[WaitingReading], rows: Mapping[int, Any]) -> Iterator[WaitingReading]:
    """The city's reading with those of its areas, which are answered with it; areas alone stand for themselves."""
    parts: defaultdict[tuple[int, PeriodName, Span], list[WaitingReading]] = defaultdict(list)
    cities = {(one.indicator_id, one.period, one.span) for one in readings if one.area is None}
    for one in readings:
        if one.area is not None:
            parts[one.indicator_id, one.period, one.span].append(one)
    for one in readings:
        slot = one.indicator_id, one.period, one.span
        if one.area is None:
            yield replace(one, parts=tuple(_part(part, rows[part.id].area_id) for part in parts[slot]))
        elif slot not in cities:
            yield one


def _part(one: WaitingReading, area_id: int) -> AreaPart:
    return AreaPart(one.id, area_id, one.area or "", one.reading)


def _reading(
    row: Any, shown: tuple[Any, ...], areas: Sequence[Mapping[str, Any]], answer: Answer | None, when: AsOf
) -> WaitingReading:
    period, span = measured_in(row.year, row.quarter, row.half)
    return WaitingReading(
        id=row.id,
        indicator_id=row.indicator_id,
        period=period,
        area=next((area["name"] for area in areas if area["id"] == row.area_id), None),
        reading=reading_of(row._mapping),
        note=row.note,
        recorded_at=when.local(row.recorded_at),
        recorded_by=row.recorded_by,
        proofs=shown,
        reason=row.reason,
        expected=tuple(area["id"] for area in areas if area["kind"] == KECAMATAN),
        answer=answer,
        span=span,
    )
