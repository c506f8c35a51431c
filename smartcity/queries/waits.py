"""Who waits for whom, as known on a day."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from smartcity.domain.plan import Agency
from smartcity.domain.waits import Wait
from smartcity.queries.known import Known
from smartcity.store.tables import Waiting, WaitingEnd


def waits(session: Session, when: Known, agencies: Mapping[int, Agency]) -> tuple[Wait, ...]:
    """All waits told by then, ended ones too, oldest first; `agencies` by id."""
    ended = _ended(session, when)
    waiting: Any = Waiting
    rows = session.execute(
        select(*waiting.__table__.columns).where(when.sees(waiting)).order_by(waiting.since, waiting.id)
    )
    return tuple(
        Wait(
            id=row.id,
            milestone=row.milestone_id,
            since=row.since,
            told_on=when.local(row.recorded_at).date(),
            on_milestone=row.on_milestone_id,
            on_agency=agencies[row.on_agency_id].code if row.on_agency_id else None,
            on_party=row.on_party,
            ended_on=ended.get(row.id),
            note=row.note,
        )
        for row in rows
    )


def _ended(session: Session, when: Known) -> Mapping[int, date]:
    end: Any = WaitingEnd
    rows = session.execute(select(end.waiting_id, end.ended_on).where(when.sees(end)).order_by(end.id))
    return {row.waiting_id: row.ended_on for row in rows}
