"""What used a verified fact: frozen data since its verdict, the meetings that rest on it, the agendas that name it."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from smartcity.domain.errors import present
from smartcity.queries.snapshots import fact_uses
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.plan import NOON, build

DAY = timedelta(days=1)
FROZEN: dict[str, Any] = {"figures": {}, "application_version": "1", "rules_version": "1"}


@pytest.fixture
def city(database: Engine) -> Engine:
    """Frozen at noon of two days; a meeting on the second, one that speaks of P-1 tomorrow, one called off."""
    build(database)
    fields: dict[str, Any] = {"batch_id": 1, "recorded_at": NOON}
    with writing(database) as session:
        for number, at in ((1, NOON - 2 * DAY), (2, NOON)):
            session.add(t.Snapshot(id=number, at=at, as_of=at.date(), sha256=f"{number}", **FROZEN))
        session.flush()
        session.add(t.Meeting(**fields, code="R-1", name="Rapat", held_on=NOON.date(), snapshot_id=2))
        coming = t.Meeting(**fields, code="R-2", name="Lanjutan", held_on=(NOON + DAY).date())
        gone = t.Meeting(**fields, code="R-3", name="Batal", held_on=(NOON + DAY).date(), called_off_at=NOON)
        session.add_all([coming, gone])
        session.flush()
        for meeting in (coming, gone):
            session.add(t.AgendaItem(**fields, meeting_id=present(meeting.id), position=1, title="P-1", programme_id=1))
    return database


@pytest.mark.parametrize(
    ("ago", "programme", "snapshots", "meetings"),
    [
        (3 * DAY, 1, (1, 2), ["Rapat", "Lanjutan"]),
        (2 * DAY, 1, (1, 2), ["Rapat", "Lanjutan"]),
        (DAY, 2, (2,), ["Rapat"]),
        (0 * DAY, 2, (2,), ["Rapat"]),
        (-DAY, 2, (), []),
        (-DAY, 1, (), ["Lanjutan"]),
    ],
)
def test_what_used_it(
    city: Engine, ago: timedelta, programme: int, snapshots: tuple[int, ...], meetings: list[str]
) -> None:
    with reading(city) as session:
        uses = fact_uses(session, (NOON + DAY).date(), NOON - ago, (programme,))
    assert (uses.snapshots, [name for name, _ in uses.meetings]) == (snapshots, meetings)
