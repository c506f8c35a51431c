"""The ground a report stands on: its programme, who may speak for it, and what is known of its milestones now."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from smartcity.commands import locks
from smartcity.commands.physical_ground import physical_ground
from smartcity.commands.reading_ground import gauges
from smartcity.domain.refusals import Refused
from smartcity.domain.roles import Act, Actor, require
from smartcity.domain.submission import Ground, Stage
from smartcity.store import tables as t
from smartcity.store.loaders.change_requests import moves
from smartcity.store.loaders.milestones import milestone_records, proven
from smartcity.store.loaders.plan import credit_rule
from smartcity.store.loaders.visibility import AsOf

Line = dict[str, Any]


def programme_of(session: Session, actor: Actor, code: str) -> tuple[Line, str]:
    """The programme's row and the code of its lead agency, which the actor may report for.

    Raises:
        Refused: there is no such programme.
        Forbidden: another agency leads it.
    """
    found = AsOf.now(session).rows(t.Programme, col(t.Programme.code) == code)
    if not found:
        raise Refused("reporting.unknown_programme", code=code)
    lead = session.exec(select(t.Agency.code).where(t.Agency.id == found[-1]["lead_agency_id"])).one()
    require(actor, Act.REPORT, agency=lead)
    return found[-1], lead


def ground(session: Session, actor: Actor, programme: str, period_id: int, at: datetime) -> Ground:
    """Reads only. Raises what `programme_of` raises, and Refused where there is no such period."""
    row, agency = programme_of(session, actor, programme)
    calendar = locks.calendar(session)
    period = calendar.period(period_id)
    if period is None:
        raise Refused("reporting.unknown_period")
    known = Ground(
        programme_id=row["id"],
        agency=agency,
        starts_on=row["starts_on"],
        calendar=calendar,
        period=period,
        at=at,
        stages=stages(session, row["id"]),
        newest=newest_statement(session, row["id"]),
        rule=credit_rule(AsOf.now(session)),
    )
    physical = physical_ground(session, row, min(known.today, period.name.ends_on))
    return replace(known, gauges=gauges(session, row, known.quarter), physical=physical)


def newest_statement(session: Session, programme_id: int) -> int:
    """Its id; 0 while the programme never reported."""
    found = session.exec(select(func.max(t.Statement.id)).where(t.Statement.programme_id == programme_id)).one()
    return found or 0


def stages(session: Session, programme_id: int) -> Mapping[int, Stage]:
    """What is known of each milestone of a programme now, by id."""
    when = AsOf.now(session)
    records = {record.row["id"]: record for record in milestone_records(when, (programme_id,))}
    with_evidence = proven(when, list(records))
    asked = {move.milestone_id for move in moves(when, list(records)) if move.answer is None}
    return {
        number: Stage(
            code=record.row["code"],
            facts=record.facts,
            needs_evidence=record.row["needs_evidence"],
            has_evidence=number in with_evidence,
            awaits_move=number in asked,
        )
        for number, record in records.items()
    }
