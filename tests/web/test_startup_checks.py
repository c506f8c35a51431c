"""A server with sample accounts listens to its own machine alone: tried by starting one."""

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from signal import SIGTERM
from subprocess import PIPE, STDOUT
from typing import Any

import pytest
from starlette.requests import Request

from smartcity.commands.access import account_endings
from smartcity.commands.plan import plan_import
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.enums import Role
from smartcity.settings import ROOT
from smartcity.store.engine import make_engine, writing
from smartcity.web.proxies import is_loopback, is_on_this_machine
from smartcity.web.readiness import refuse_unsafe_start
from tests.people import make_account
from tests.sample import sample_database
from tests.servers import free_port, wait_for
from tests.web.visitors import Visitor

COMMAND = (sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port")


def with_samples(folder: Path) -> str:
    url = sample_database(folder)
    engine = make_engine(url)
    with writing(engine) as session:
        account_endings.add_sample_accounts(session, ADMINISTRATOR_AT_TERMINAL, at=datetime.now(UTC))
    engine.dispose()
    return url


def test_a_server_with_sample_accounts_refuses_to_listen_to_strangers(tmp_path: Path) -> None:
    command = [*COMMAND, str(free_port()), "--server.address", "0.0.0.0"]
    env = os.environ | {"SMARTCITY_DATABASE_URL": with_samples(tmp_path)}
    ended = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 1
    assert "Akun contoh masih aktif" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_setting_that_cannot_be_read_ends_it_with_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCITY_GUESTS", "zz")
    with pytest.raises(SystemExit, match="SMARTCITY_GUESTS tidak dapat bernilai “zz”"):
        refuse_unsafe_start("localhost")


def test_the_command_of_the_readme_serves_and_ends_without_a_word(sqlite_url: str) -> None:
    env, port = os.environ | {"SMARTCITY_DATABASE_URL": sqlite_url}, free_port()
    with subprocess.Popen([*COMMAND, str(port)], cwd=ROOT, env=env, stdout=PIPE, stderr=STDOUT, text=True) as server:
        wait_for(f"http://localhost:{port}/sehat", lambda: server.poll() is None)
        server.terminate()
        output, _ = server.communicate(timeout=20)
    assert server.returncode in (0, -SIGTERM)
    assert "Traceback" not in output
    assert "Error" not in output


@pytest.mark.parametrize(
    ("address", "state", "ends"),
    [
        ("localhost", "enabled", False),
        ("127.0.0.1", "enabled", False),
        ("::1", "enabled", False),
        ("0.0.0.0", "enabled", True),
        ("::", "enabled", True),
        ("192.168.1.7", "enabled", True),
        ("kota.example", "enabled", True),
        (None, "enabled", True),
        (None, "disabled", False),
        (None, "withdrawn", False),
        (None, "missing", False),
    ],
)
def test_where_a_server_may_listen(
    tmp_path: Path, address: str | None, state: str, *, ends: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/none.db" if state == "missing" else with_samples(tmp_path)
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", url)
    monkeypatch.setenv("SMARTCITY_HOSTS", "kota.example")
    if state in ("disabled", "withdrawn"):
        engine, at = make_engine(url), datetime.now(UTC)
        make_account(engine, Role.ADMINISTRATOR)
        with writing(engine) as session:
            if state == "disabled":
                account_endings.disable_sample_accounts(session, ADMINISTRATOR_AT_TERMINAL, at=at)
            else:
                plan_import.withdraw(session, ADMINISTRATOR_AT_TERMINAL, 1, at=at)
        engine.dispose()
    if not ends:
        refuse_unsafe_start(address)
        return
    with pytest.raises(SystemExit, match="Akun contoh masih aktif"):
        refuse_unsafe_start(address)


@pytest.mark.parametrize(
    ("origin", "address", "headers", "named", "works"),
    [
        ("http://localhost", "127.0.0.1", {}, {}, True),
        ("http://localhost", "10.0.0.1", {}, {}, False),
        ("http://kota.example", "127.0.0.1", {}, {"SMARTCITY_HOSTS": "kota.example"}, False),
        ("http://localhost", "127.0.0.1", {"X-Forwarded-For": "203.0.113.7"}, {}, False),
        ("http://localhost", "127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, {}, False),
        # A proxy on the same machine that hides both address and name.
        ("http://localhost", "127.0.0.1", {}, {"SMARTCITY_PUBLIC_URL": "http://kota.example"}, False),
        ("http://localhost", "127.0.0.1", {}, {"SMARTCITY_HOSTS": "kota.example"}, False),
        ("http://localhost", "127.0.0.1", {}, {"SMARTCITY_TRUSTED_PROXIES": "10.0.0.9"}, False),
    ],
)
def test_sample_accounts_are_for_whoever_sits_at_the_machine(
    tmp_path: Path,
    origin: str,
    address: str,
    headers: dict[str, str],
    named: dict[str, str],
    *,
    works: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", with_samples(tmp_path))
    monkeypatch.delenv("SMARTCITY_HOSTS", raising=False)
    for name, value in named.items():
        monkeypatch.setenv(name, value)
    visitor = Visitor(address, origin)
    visitor.headers.update(headers)
    assert ("contoh.walikota" in visitor.get("/masuk").text) is works
    answer = visitor.signs_in("contoh.walikota", account_endings.PASSWORD)
    assert answer.status_code == (303 if works else 422)


@pytest.mark.parametrize(
    ("setting", "headers", "client"),
    [
        ("", {}, "10.0.0.2"),
        ("", {"X-Forwarded-For": "203.0.113.7"}, "proxy"),
        ("", {"X-Forwarded-Proto": "https"}, "proxy"),
        ("", {"Forwarded": "for=203.0.113.7"}, "proxy"),
        ("10.0.0.2", {"X-Forwarded-For": "203.0.113.7"}, "203.0.113.7"),
        ("10.0.0.2", {"X-Forwarded-For": "1.2.3.4, 203.0.113.7"}, "203.0.113.7"),
        ("10.0.0.0/8", {"X-Forwarded-For": "203.0.113.7"}, "203.0.113.7"),
        ("10.0.0.9", {"X-Forwarded-For": "203.0.113.7"}, "10.0.0.2"),
    ],
)
def test_forwarded_addresses_are_believed_only_when_told(
    setting: str, headers: dict[str, str], client: str, monkeypatch: pytest.MonkeyPatch, sqlite_url: str
) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SMARTCITY_TRUSTED_PROXIES", setting)
    seen: list[str | None] = []
    monkeypatch.setattr(
        "smartcity.web.auth.sign_in.is_on_this_machine",
        lambda request: seen.append(request.client.host) is not None,  # type: ignore[func-returns-value]
    )
    visitor = Visitor("10.0.0.2")
    visitor.get("/masuk", headers=headers)
    assert seen == [client]


def test_nobody_is_beside_a_server_of_unknown_address() -> None:
    scope: dict[str, Any] = {"type": "http", "headers": [], "client": ("127.0.0.1", 1), "server": None}
    assert not is_on_this_machine(Request(scope))
    assert not is_loopback("")
