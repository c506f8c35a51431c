"""GET /sehat: well with its facts, ill with its reason."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from smartcity.store.schema_version import newest_revision
from smartcity.web.routes import routes


@pytest.fixture
def client() -> TestClient:
    return TestClient(Starlette(routes=routes()))


def test_a_good_database_is_well(client: TestClient, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    answer = client.get("/sehat")
    assert answer.status_code == 200
    assert answer.json() | {"version": ""} == {
        "status": "sehat", "version": "", "migration": newest_revision(), "audit_id": 0, "database": True
    }  # fmt: skip


def test_a_missing_database_is_ill_and_says_why(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    answer = client.get("/sehat")
    assert answer.status_code == 503
    assert "python -m smartcity init" in answer.json()["reason"]
    assert not any(tmp_path.iterdir()), "asking made no database"


def test_the_font_is_ours(client: TestClient) -> None:
    answer = client.get("/huruf/plus-jakarta-sans.woff2")
    assert answer.headers["content-type"] == "font/woff2"
    assert answer.content[:4] == b"wOF2"
