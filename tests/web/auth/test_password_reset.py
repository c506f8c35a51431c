"""/lupa: the same answer for everybody, a letter to whom it concerns, a link that works once for half an hour."""

import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlmodel import select

from smartcity.domain.access.login_throttle import MOST_RESETS_PER_ADDRESS, MOST_RESETS_PER_NAME
from smartcity.store import tables as t
from smartcity.store.engine import make_engine, reading, writing
from tests.exchange.test_mail import Box, Served, served  # noqa: F401 - a fixture
from tests.web.visitors import OWN, Visitor, with_password

NEW, MAIL = "sungai panjang ke hilir", "walikota@kota.example"
LINK = re.compile(r"http://kota\.example(/lupa/[\w-]{43})")


@pytest.fixture
def url(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SMARTCITY_PUBLIC_URL", "http://kota.example")
    actor = with_password(sqlite_url)
    change(sqlite_url, actor.login, email=MAIL)
    return sqlite_url


@pytest.fixture
def box(url: str, served: Served, monkeypatch: pytest.MonkeyPatch) -> Box:  # noqa: ARG001, F811 - `url` makes the account; `served` comes from another module
    mailbox, host = served()
    monkeypatch.setenv("SMARTCITY_SMTP_URL", f"smtp://{host}")
    return mailbox


def change(url: str, name: str, **values: object) -> None:
    engine = make_engine(url)
    with writing(engine) as session:
        account = session.exec(select(t.Account).where(t.Account.name == name)).one()
        for field, value in values.items():
            setattr(account, field, value)
        session.add(account)
    engine.dispose()


def link_in(box: Box) -> str:
    match = LINK.search(box.letters[-1].get_content())
    assert match
    return match[1]


def test_a_link_sets_a_new_password_once_and_ends_every_sign_in(
    url: str, box: Box, caplog: pytest.LogCaptureFixture
) -> None:
    other, browser = Visitor(), Visitor("10.0.0.2")
    other.signs_in("walikota")
    with caplog.at_level(logging.DEBUG):
        asked = browser.fills("/lupa", nama=" WaliKota ")
        path = link_in(box)
        assert [letter["To"] for letter in box.letters] == [MAIL]
        assert browser.fills(path, baru=NEW, ulang="lain sekali ini").status_code == 422
        assert browser.fills(path, baru="walikota-2026", ulang="walikota-2026").status_code == 422
        done = browser.fills(path, baru=NEW, ulang=NEW)
    assert (asked.status_code, done.status_code, done.headers["location"]) == (200, 303, "/masuk?diganti=1")
    assert "Kata sandi sudah diganti" in browser.get(done.headers["location"]).text
    assert not other.is_in
    assert browser.get(path).status_code == 410
    assert browser.signs_in("walikota").status_code == 422
    assert browser.signs_in("walikota", NEW).status_code == 303
    token = path.rpartition("/")[2]
    assert token not in "".join(record.getMessage() for record in caplog.records if record.name.startswith("smartcity"))
    engine = make_engine(url)
    with reading(engine) as session:
        entry = session.exec(select(t.AuditEntry).order_by(t.AuditEntry.id.desc())).first()  # type: ignore[union-attr]
        assert entry is not None
        assert (entry.action, entry.actor) == ("account.reset", "#1")
        assert not [row for row in session.exec(select(t.PasswordReset)).all() if row.token_sha256 or row.account_id]
    engine.dispose()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("siapa", {}),
        ("walikota", {"email": None}),
        ("walikota", {"disabled_at": datetime(2026, 1, 1, tzinfo=UTC)}),
        ("walikota", {"is_sample": True}),
    ],
    ids=["unknown", "no address", "disabled", "sample"],
)
def test_the_answer_is_the_same_where_no_letter_goes_out(
    url: str, box: Box, name: str, values: dict[str, object]
) -> None:
    known_answer = re.sub(r'nonce="[^"]+"', "", Visitor().fills("/lupa", nama="walikota").text)
    assert len(box.letters) == 1
    change(url, "walikota", **values)
    answer = Visitor("10.0.0.3").fills("/lupa", nama=name)
    assert (answer.status_code, re.sub(r'nonce="[^"]+"', "", answer.text)) == (200, known_answer)
    assert len(box.letters) == 1


def test_an_account_of_the_provider_is_told_so_in_its_letter_alone(url: str, box: Box) -> None:
    change(url, "walikota", password_hash=None)
    assert Visitor().fills("/lupa", nama="walikota").status_code == 200
    assert "akun kota" in box.letters[0].get_content()
    assert not LINK.search(box.letters[0].get_content())


@pytest.mark.usefixtures("url")
def test_a_link_ends_after_half_an_hour_and_when_a_newer_one_is_asked_for(box: Box) -> None:
    browser, start = Visitor(), datetime(2026, 11, 30, 3, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        browser.fills("/lupa", nama="walikota")
        first = link_in(box)
        clock.shift(timedelta(minutes=29, seconds=59))
        assert browser.get(first).status_code == 200
        browser.fills("/lupa", nama="walikota")
        second = link_in(box)
        assert [browser.get(path).status_code for path in (first, second)] == [410, 200]
        clock.shift(timedelta(minutes=30))
        assert browser.get(second).status_code == 410
    assert Visitor().signs_in("walikota", OWN).status_code == 303


@pytest.mark.usefixtures("url")
def test_it_may_not_be_asked_for_without_end(box: Box) -> None:
    with time_machine.travel(datetime(2026, 11, 30, 3, tzinfo=UTC), tick=False) as clock:
        for name in ("walikota", "siapa"):
            answers = [
                Visitor(f"10.0.1.{n}").fills("/lupa", nama=name).status_code for n in range(MOST_RESETS_PER_NAME + 1)
            ]
            assert answers == [200] * MOST_RESETS_PER_NAME + [429]
        one = Visitor("10.0.2.1")
        answers = [one.fills("/lupa", nama=f"orang-{n}").status_code for n in range(MOST_RESETS_PER_ADDRESS + 1)]
        assert answers == [200] * MOST_RESETS_PER_ADDRESS + [429]
        clock.shift(timedelta(hours=1))
        assert one.fills("/lupa", nama="walikota").status_code == 200
    assert len(box.letters) == MOST_RESETS_PER_NAME + 1


@pytest.mark.usefixtures("url")
def test_without_mail_the_page_says_whom_to_ask() -> None:
    page = Visitor().get("/lupa")
    assert "administrator" in page.text
    assert "<form" not in page.text


@pytest.mark.usefixtures("url")
def test_a_server_that_cannot_be_reached_changes_no_answer(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("SMARTCITY_SMTP_URL", "smtp://localhost:1")
    assert Visitor().fills("/lupa", nama="walikota").status_code == 200
    assert "could not be sent" in caplog.text
    assert MAIL not in caplog.text
