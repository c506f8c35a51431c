"""A wall's routes on a database of this test; tokens of walls in every state."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from smartcity.commands.access.credentials import digest
from smartcity.domain.access.pairing import PairingLimiter
from smartcity.store.engine import make_engine, writing
from smartcity.store.tables import Masterplan, WallDevice
from smartcity.web.routes import routes
from smartcity.web.wall import routes as wall_routes
from tests.sample import sample_database


@pytest.fixture(autouse=True)
def fresh_turnstile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wall_routes, "PAIRING_LIMIT", PairingLimiter())


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=routes()), follow_redirects=False)


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The sample city, at which everybody may look."""
    url = sample_database(tmp_path)
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", url)
    made = make_engine(url)
    yield made
    made.dispose()


@pytest.fixture
def city(sample: Engine) -> Engine:
    """The same plan, but a city's own: its walls must be paired."""
    with writing(sample) as session:
        for plan in session.exec(select(Masterplan)):
            plan.is_sample = False
    return sample


@pytest.fixture
def screen(city: Engine) -> Callable[..., str]:
    """`screen("tok", revoked_at=…)` makes a wall and answers with its token."""

    def make(token: str, **facts: Any) -> str:
        now = datetime.now(UTC) - timedelta(minutes=1)
        fields: dict[str, Any] = {"name": "Aula", "token_sha256": digest(token), "created_at": now, "confirmed_at": now}
        with writing(city) as session:
            session.add(WallDevice(**(fields | facts)))
        return token

    return make
