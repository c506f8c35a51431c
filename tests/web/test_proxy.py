"""A real server behind a proxy, told of it and untold: whose address counts, and whether cookies are Secure."""

import os
import re
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest
from sqlmodel import select

from smartcity.settings import ROOT
from smartcity.store import tables as t
from smartcity.store.engine import make_engine, reading
from smartcity.web.forgery import COOKIE
from tests.browser.conftest import free_port, wait_for

CALLER = {
    "Host": "kota.example",
    "X-Forwarded-For": "203.0.113.7",
    "X-Forwarded-Proto": "https",
    "Origin": "https://kota.example",
}


@pytest.mark.parametrize(("told", "address"), [("127.0.0.1", "203.0.113.7"), ("", "proxy")])
def test_a_caller_behind_a_proxy_is_known_only_when_the_proxy_is(
    sqlite_url: str, tmp_path: Path, told: str, address: str
) -> None:
    site = f"http://127.0.0.1:{(port := free_port())}"
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", str(port)]
    own = {"SMARTCITY_DATABASE_URL": sqlite_url, "SMARTCITY_TRUSTED_PROXIES": told}
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=os.environ | own, stdout=log, stderr=log)
        try:
            wait_for(f"{site}/sehat", server)
            page = httpx2.get(f"{site}/masuk", headers=CALLER)
            token = re.search(rf"{COOKIE}=([\w-]+)", page.headers["set-cookie"])
            assert token
            form = {"formulir": token[1], "nama": "siapa", "sandi": "salah sekali"}
            answer = httpx2.post(f"{site}/masuk", headers={**CALLER, "Cookie": f"{COOKIE}={token[1]}"}, data=form)
        finally:
            server.terminate()
            server.wait(timeout=20)
    assert answer.status_code == 422, answer.text
    assert "Secure" in page.headers["set-cookie"]
    engine = make_engine(sqlite_url)
    with reading(engine) as session:
        assert session.exec(select(t.SignInAttempt.address)).all() == [address]
    engine.dispose()
