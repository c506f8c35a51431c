"""The verifier's queue as of a day: claims, readings, physical percentages, requested changes, answers to decisions."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, select

from smartcity.domain.access.roles import GUEST, Actor
from smartcity.domain.calendar import measured_in
from smartcity.domain.facts.claims import Answer, ReviewItem, awaiting_answer, needs_verdict, newest_verified
from smartcity.domain.facts.decisions import Decision
from smartcity.domain.facts.history import PhysicalUpdate
from smartcity.domain.grouping import grouped
from smartcity.domain.indicators.readings import KECAMATAN
from smartcity.domain.plan.programmes import Report
from smartcity.domain.reporting.verification_queue import (
    AreaPart,
    VerificationQueue,
    WaitingClaim,
    WaitingPhysical,
    WaitingReading,
)
from smartcity.queries.decisions import readable_decisions
from smartcity.store import tables as t
from smartcity.store.loaders.physical import physical_updates
from smartcity.store.loaders.plan import credit_rule
from smartcity.store.loaders.readings import reading_of
from smartcity.store.loaders.reporting import build_report, load_periods
from smartcity.store.loaders.verification import change_requests, load_answers, load_evidence, load_updates
from smartcity.store.loaders.visibility import AsOf, value_of

Cases = tuple[WaitingPhysical, ...]


def physical_queue(when: AsOf) -> tuple[Cases, Cases]:
    """Those that wait, oldest first, and those that were verified, newest first."""
    programmes = when.session.exec(select(t.PhysicalUpdate.programme_id).distinct()).all()
    series = grouped((update.programme_id, update) for update in physical_updates(when, programmes))
    open_ones = [case for one in series.values() if (case := _case(one, awaiting_answer(_oldest_first(one))))]
    verified = [case for one in series.values() for case in _verified(one)]
    return (
        tuple(sorted(open_ones, key=lambda case: case.update.recorded_at)),
        tuple(sorted(verified, key=_answered_at, reverse=True)),
    )


def _verified(newest_first: Sequence[PhysicalUpdate]) -> list[WaitingPhysical]:
    cases = (_case(newest_first, submitted) for submitted in _oldest_first(newest_first) if submitted.is_verified)
    return [case for case in cases if case is not None]


def _oldest_first(newest_first: Sequence[PhysicalUpdate]) -> list[ReviewItem]:
    return [ReviewItem(update.id, needs_answer=True, answer=update.answer) for update in reversed(newest_first)]


def _case(newest_first: Sequence[PhysicalUpdate], submitted: ReviewItem | None) -> WaitingPhysical | None:
    if submitted is None:
        return None
    place = next(place for place, update in enumerate(newest_first) if update.id == submitted.id)
    return WaitingPhysical(newest_first[place], tuple(newest_first[place + 1 :]))


def _answered_at(case: WaitingPhysical) -> float:
    return case.update.answer.at.timestamp() if case.update.answer else 0.0


def queue(session: Session, as_of: date, reader: Actor = GUEST, *, with_verified: bool = True) -> VerificationQueue:
    """Everybody's; who may answer what is the table of rights' to say. Confidential decisions as `reader` may know.

    What was verified is a long list: left out where it is not asked for.
    """
    when = AsOf.end_of(session, as_of)
    waiting_claims, verified, verified_count = _claims(when, with_verified=with_verified)
    waiting_readings, read_last, read_count = _readings(when, with_verified=with_verified)
    waiting_physical, physical_verified = physical_queue(when)
    return VerificationQueue(
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
        decisions=_decisions(readable_decisions(session, as_of, reader)),
    )


def verified_readings(session: Session, as_of: date, indicators: tuple[int, ...]) -> tuple[WaitingReading, ...]:
    """Those of some indicators, newest first, the areas with the city."""
    return _readings(AsOf.end_of(session, as_of), with_verified=True, of=indicators)[1]


def _decisions(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Those with an answer that waits, by its age."""
    waiting_ones = [(one.waiting.recorded_at, one.id, one) for one in decisions if one.waiting is not None]
    return tuple(decision for _, _, decision in sorted(waiting_ones, key=lambda one: one[:2]))


def _claims(when: AsOf, *, with_verified: bool) -> tuple[tuple[WaitingClaim, ...], tuple[WaitingClaim, ...], int]:
    """Those that wait, oldest first; those that were verified, newest first, and how many these are."""
    update: Any = t.MilestoneUpdate
    rule = credit_rule(when)
    given = load_answers(when, t.UpdateReview, "update_id")
    series = grouped(
        (row.milestone_id, ReviewItem(row.id, needs_verdict(row.claim, rule), given.get(row.id)))
        for row in _rows(when, update, (update.milestone_id, update.claim))
    )
    open_ids = {open_case.id for series_of_one in series.values() if (open_case := awaiting_answer(series_of_one))}
    everyone = (one for series_of_one in series.values() for one in series_of_one)
    answered = {one.id: one.answer.at for one in everyone if one.is_verified and one.answer}
    newest = sorted(answered, key=lambda number: answered[number], reverse=True) if with_verified else []
    milestones = {
        milestone
        for milestone, series_of_one in series.items()
        if {*open_ids, *newest} & {one.id for one in series_of_one}
    }
    updates_by_milestone = grouped((one.milestone_id, one) for one in load_updates(when, milestones))
    reports = _reports(
        when, [one.statement_id for series_of_one in updates_by_milestone.values() for one in series_of_one]
    )
    claims = {
        update.id: WaitingClaim(update, tuple(newest_first[at:]), reports.get(update.statement_id))
        for newest_first in updates_by_milestone.values()
        for at, update in enumerate(newest_first, start=1)
    }
    open_claims = sorted((claims[number] for number in open_ids), key=lambda claim: claim.update.recorded_at)
    return tuple(open_claims), tuple(claims[number] for number in newest), len(answered)


def _rows(when: AsOf, table: Any, columns: tuple[Any, ...], *conditions: ColumnElement[bool]) -> list[Any]:
    """Oldest first."""
    rows = select(table.id, *columns).where(when.visible(table), *conditions).order_by(table.recorded_at, table.id)
    return list(when.session.execute(rows).all())


def _reports(when: AsOf, ids: Collection[int | None]) -> Mapping[int | None, Report]:
    names = {period.id: period.name for period in load_periods(when)}
    statement: Any = t.Statement
    wanted = [number for number in ids if number is not None]
    rows = when.session.scalars(select(statement).where(when.visible(statement), statement.id.in_(wanted)))
    return {row.id: build_report(row, names[row.period_id], when) for row in rows if row.period_id in names}


def _readings(
    when: AsOf, *, with_verified: bool, of: tuple[int, ...] | None = None
) -> tuple[tuple[WaitingReading, ...], tuple[WaitingReading, ...], int]:
    """Those that wait, oldest first; those that were verified, newest first, and how many these are.

    `of`: of these indicators only.
    """
    reading: Any = t.Reading
    columns = [column for column in reading.__table__.columns if column.name != "id"]
    only = () if of is None else (reading.indicator_id.in_(of),)
    rows = {row.id: row for row in _rows(when, reading, tuple(columns), *only)}
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
