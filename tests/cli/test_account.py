"""Accounts from the back door: what is said, the one-time password alone in its line, exit status 1 for every no."""

import re
from datetime import date, datetime

import pytest
import time_machine
from sqlmodel import select
from typer.testing import CliRunner, Result

from smartcity.__main__ import cli
from smartcity.commands.access.credentials import matches
from smartcity.domain.enums import Role
from smartcity.store import tables as t
from smartcity.store.engine import make_engine, writing
from tests.people import make_account, stored_account
from tests.plan import build
from tests.sample import sample_database
from tests.zones import AT_NIGHT, move

ONE_TIME = re.compile(r"^[a-z2-9]{4}(-[a-z2-9]{4}){2}$", re.M)
ADMIN = ("add", "admin", "--label", "Administrator", "--role", "administrator")


@pytest.fixture
def url(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("COLUMNS", "120")
    return sqlite_url


def account(*arguments: str) -> Result:
    return CliRunner().invoke(cli(), ["account", *arguments])


def test_the_first_administrator_comes_in_by_the_back_door(url: str) -> None:
    assert "account add admin" in " ".join(account("list").output.split())
    added = account(*ADMIN)
    assert added.exit_code == 0
    password = ONE_TIME.search(added.output)
    assert password
    assert matches(stored_account(url, "admin").password_hash, password[0])
    listed = account("list").output
    assert "admin" in listed
    assert "menunggu kata sandi sendiri" in listed


@pytest.mark.parametrize("verb", ["password", "hand-over"])
def test_what_gives_a_password_shows_it_once(url: str, verb: str) -> None:
    account(*ADMIN)
    given = account(verb, "admin")
    password = ONE_TIME.search(given.output)
    assert password
    name = "admin-2" if verb == "hand-over" else "admin"
    assert matches(stored_account(url, name).password_hash, password[0])


def test_an_account_is_disabled_and_enabled(url: str) -> None:
    account(*ADMIN)
    account("add", "sekda", "--label", "Sekda", "--role", "viewer")
    assert "dinonaktifkan" in account("disable", "sekda").output
    assert stored_account(url, "sekda").disabled_at is not None
    assert "nonaktif" in account("list").output
    assert ONE_TIME.search(account("enable", "sekda").output)
    assert stored_account(url, "sekda").disabled_at is None


def test_sample_accounts_are_disabled_together(url: str) -> None:
    engine = make_engine(url)
    actor = make_account(engine, Role.VIEWER, name="contoh.walikota")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE account SET is_sample = 1")
    engine.dispose()
    assert "1 akun contoh" in account("disable", "--samples").output
    assert stored_account(url, actor.login).disabled_at is not None


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("disable", "admin"), "administrator terakhir"),
        (("disable",), "Sebut satu nama akun"),
        (("disable", "admin", "--samples"), "Sebut satu nama akun"),
        (("password", "siapa"), "Tidak ada akun bernama siapa"),
        (("enable", "admin"), "sudah aktif"),
        (ADMIN, "sudah ada"),
        (("add", "opd", "--label", "OPD", "--role", "agency"), "harus terikat"),
        (("add", "opd", "--label", "OPD", "--role", "agency", "--agency", "X"), "tidak ada dalam rencana"),
        (("add", "A B", "--label", "x", "--role", "viewer"), "tidak dapat dipakai"),
    ],
)
@pytest.mark.usefixtures("url")
def test_every_no_is_one_sentence_and_exit_status_1(arguments: tuple[str, ...], sentence: str) -> None:
    account(*ADMIN)
    refused = account(*arguments)
    assert refused.exit_code == 1
    assert sentence in refused.stderr
    assert not ONE_TIME.search(refused.output)


def test_a_hand_over_prints_what_is_left_open(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sample_database(tmp_path_factory.mktemp("hand-over")))
    account("add", "dlh.kepala", "--label", "Kepala DLH", "--role", "agency", "--agency", "DLH")
    output = account("hand-over", "dlh.kepala").output
    assert output.startswith("SERAH TERIMA — Kepala DLH, Dinas Lingkungan Hidup")
    assert "Janji yang masih terbuka: " in output
    assert ONE_TIME.search(output)


@pytest.mark.parametrize(("zone", "at", "day", "hour"), AT_NIGHT)
def test_the_last_visit_is_told_in_the_zone_of_the_plan(
    url: str, monkeypatch: pytest.MonkeyPatch, zone: str, at: datetime, day: date, hour: str
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    account(*ADMIN)
    engine = make_engine(url)
    build(engine)
    move(engine, zone)
    with writing(engine) as session:
        session.exec(select(t.Account)).one().last_signed_in_at = at
    engine.dispose()
    with time_machine.travel(at, tick=False):
        assert f"{day.day} Nov 2026, {hour}" in account("list").output.replace("\xa0", " ")
