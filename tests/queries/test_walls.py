"""What a poll asks: the newest entry, the stage while a meeting is on it, and the wall behind the token."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from smartcity.commands.ledger import append
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.ledger import GENESIS
from smartcity.queries import walls
from smartcity.store.engine import reading, writing
from smartcity.store.tables import Batch, Meeting, PresenterState, WallDevice

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def set_stage(engine: Engine, *, closed_at: datetime | None = None) -> None:
    with writing(engine) as session:
        batch = Batch(file_name="rapat", file_sha256="0" * 64, recorded_at=NOW)
        session.add(batch)
        session.flush()
        facts: dict[str, Any] = {
            "batch_id": batch.id,
            "recorded_at": NOW,
            "held_on": date(2026, 11, 24),
            "closed_at": closed_at,
        }
        meeting = Meeting(code="R1", name="Rapat", **facts)
        session.add(meeting)
        session.flush()
        session.add(PresenterState(turn=3, meeting_id=meeting.id, changed_at=NOW))


def test_nothing_at_all_is_an_answer(database: Engine) -> None:
    with reading(database) as session:
        assert walls.pulse(session, "0" * 64) == walls.Pulse(0, GENESIS, None, None)


@pytest.mark.parametrize(("closed_at", "turn"), [(None, 3), (NOW, None)])
def test_the_stage_counts_while_its_meeting_is_open(database: Engine, closed_at: datetime | None, turn: int) -> None:
    set_stage(database, closed_at=closed_at)
    with reading(database) as session:
        assert walls.pulse(session, "").turn == turn


def test_the_wall_behind_a_token(engine: Engine) -> None:
    with writing(engine) as session:
        session.add(WallDevice(name="Aula", token_sha256="a" * 64, created_at=NOW, confirmed_at=NOW))
    with reading(engine) as session:
        device = walls.pulse(session, "a" * 64).device
        assert walls.pulse(session, "b" * 64).device is None
    assert device is not None
    assert (device.name, device.is_paired) == ("Aula", True)


def test_what_the_meeting_itself_writes_does_not_wait(engine: Engine) -> None:
    with writing(engine) as session:
        for action in ("report.submit", "stage.next", "screen.confirm", "plan.import", "decision.add"):
            append(session, ADMINISTRATOR_AT_TERMINAL, action, "x", at=NOW)
    with reading(engine) as session:
        assert [walls.count_plan_entries_since(session, since) for since in (0, 1, 4, 5)] == [2, 1, 0, 0]
