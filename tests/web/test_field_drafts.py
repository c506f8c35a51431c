"""POST /draf: from a page of ours, by whoever is signed in, in the measure of one field."""

import json
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import Engine

from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Role
from smartcity.domain.reporting.drafts import LONGEST_DRAFT
from smartcity.queries.submissions import account_field_drafts
from smartcity.store.engine import make_engine, reading
from smartcity.web.cookies import SIGN_IN
from tests.people import make_account, open_door
from tests.web.visitors import ORIGIN, Visitor

OURS = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin"}
GIVEN = {"form": "comment", "thing": "GV-01", "field": "text", "text": "Mohon dipercepat", "turn": 0}


@pytest.fixture
def store(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    return make_engine(sqlite_url)


@pytest.fixture
def adviser(store: Engine) -> Actor:
    return make_account(store, Role.ADVISER)


def post(store: Engine, actor: Actor | None, headers: dict[str, str] | None = None, **given: Any) -> Response:
    browser = Visitor()
    if actor is not None:
        browser.cookies.set(SIGN_IN, open_door(store, actor) or "")
    content = {**GIVEN, "account": actor.account_id if actor is not None else 1, **given}
    return browser.post("/draf", json=content, headers=OURS if headers is None else headers)


def stored_texts(store: Engine, actor: Actor) -> list[str | None]:
    with reading(store) as session:
        return [draft.text for draft in account_field_drafts(session, actor.account_id).values()]


def test_what_is_typed_is_kept_and_the_browser_told_when(store: Engine, adviser: Actor) -> None:
    answer = post(store, adviser, text="Baris satu\nBaris dua “2” €")
    assert (answer.status_code, list(answer.json())) == (200, ["at"])
    assert stored_texts(store, adviser) == ["Baris satu\nBaris dua “2” €"]


@pytest.mark.parametrize(
    ("language", "read"),
    [("id", "Terbaca 1.234 (ribuan)."), ("en", "Read as 1,234 (thousands), not 1.234."), ("xx", None)],
)
def test_what_a_number_field_understood_is_told_while_it_is_typed(
    store: Engine, adviser: Actor, language: str, read: str | None
) -> None:
    answer = post(store, adviser, text="1.234", number=language).json()
    assert answer.get("read", "").startswith(read) if read else "read" not in answer


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://lain.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({**OURS, "Content-Type": "text/plain"}, 403),
        ({**OURS, "Content-Type": "application/x-www-form-urlencoded"}, 403),
    ],
)
def test_no_other_page_writes_into_a_draft(store: Engine, adviser: Actor, headers: dict[str, str], status: int) -> None:
    assert post(store, adviser, headers).status_code == status
    assert stored_texts(store, adviser) == []


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"form": "lain"}, 400),
        ({"form": None}, 400),
        ({"account": "x"}, 400),
        ({"turn": "x"}, 400),
        ({"turn": 2**70}, 413),
        ({"turn": -1}, 413),
        ({"thing": "x" * 121}, 413),
        ({"field": ""}, 413),
        ({"text": "x" * (LONGEST_DRAFT + 1)}, 413),
        ({"text": "x" * 300_000}, 413),
        ({"form": "decision"}, 403),
        ({"account": 999}, 401),
    ],
)
def test_what_is_no_field_of_this_account_is_answered_by_a_number(
    store: Engine, adviser: Actor, given: dict[str, Any], status: int
) -> None:
    assert post(store, adviser, **given).status_code == status
    assert stored_texts(store, adviser) == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"1", b"null", json.dumps(GIVEN).encode(), b"\xff\xfe"])
@pytest.mark.usefixtures("store")
def test_what_is_no_field_at_all_is_refused(body: bytes) -> None:
    headers = {**OURS, "Content-Type": "application/json"}
    assert Visitor().post("/draf", content=body, headers=headers).status_code == 400


def test_a_guest_keeps_nothing_and_a_lost_database_is_said(
    store: Engine, adviser: Actor, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    assert post(store, None).status_code == 401
    browser, token = Visitor(), open_door(store, adviser)
    browser.cookies.set(SIGN_IN, token or "")
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    assert browser.post("/draf", json={**GIVEN, "account": adviser.account_id}, headers=OURS).status_code == 503
