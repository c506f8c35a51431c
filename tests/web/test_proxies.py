"""A real server behind a proxy, told of it and untold: whose address counts, and whether cookies are Secure."""

import re

import httpx2
import pytest
from sqlmodel import select

from smartcity.store import tables as t
from smartcity.store.engine import make_engine, reading
from smartcity.web.csrf import COOKIE
from tests.servers import Server

CALLER = {
    "Host": "kota.example",
    "X-Forwarded-For": "203.0.113.7",
    "X-Forwarded-Proto": "https",
    "Origin": "https://kota.example",
}


@pytest.mark.parametrize(("setting", "address"), [("127.0.0.1", "203.0.113.7"), ("", "proxy")])
def test_a_caller_behind_a_proxy_is_known_only_when_the_proxy_is(sqlite_url: str, setting: str, address: str) -> None:
    with Server(sqlite_url, SMARTCITY_TRUSTED_PROXIES=setting) as server:
        site = f"http://127.0.0.1:{server.port}"
        page = httpx2.get(f"{site}/masuk", headers=CALLER)
        token = re.search(rf"{COOKIE}=([\w-]+)", page.headers["set-cookie"])
        assert token
        form = {"formulir": token[1], "nama": "siapa", "sandi": "salah sekali"}
        answer = httpx2.post(f"{site}/masuk", headers={**CALLER, "Cookie": f"{COOKIE}={token[1]}"}, data=form)
    assert answer.status_code == 422, answer.text
    assert "Secure" in page.headers["set-cookie"]
    engine = make_engine(sqlite_url)
    with reading(engine) as session:
        assert session.exec(select(t.SignInAttempt.address)).all() == [address]
    engine.dispose()
