"""/masuk, /keluar and /sandi, as a browser, a stranger's page and a thief would use them."""

import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from statistics import median
from time import perf_counter
from typing import Any

import pytest
import time_machine
from argon2 import PasswordHasher
from sqlmodel import select

from smartcity.commands.access import credentials
from smartcity.commands.access.accounts import disable, renew_password
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.enums import Role
from smartcity.store import tables as t
from smartcity.store.engine import make_engine, reading, writing
from smartcity.web.cookies import DEVICES, SIGN_IN
from smartcity.web.csrf import COOKIE
from tests.plan import build
from tests.web.visitors import OWN, Visitor, with_password

NEXT = "sungai tenang di lembah"
WRONG = "Nama akun atau kata sandi tidak cocok."
CLOSED = "Terlalu banyak percobaan."


@pytest.fixture
def url(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The database behind the door, with one account in it."""
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    with_password(sqlite_url)
    return sqlite_url


@pytest.mark.usefixtures("url")
def test_whoever_signs_in_goes_where_he_was_going() -> None:
    visitor = Visitor()
    answer = visitor.signs_in("walikota", path="/masuk?next=/program%3Fkode%3DEN-02")
    assert (answer.status_code, answer.headers["location"]) == (303, "/program?kode=EN-02")
    assert visitor.is_in
    assert visitor.get("/masuk?next=/lapor").headers["location"] == "/lapor", "who is in is not asked again"


@pytest.mark.usefixtures("url")
def test_the_cookie_is_out_of_reach() -> None:
    cookie = Visitor().signs_in("walikota").headers.get_list("set-cookie")[0]
    assert cookie.startswith(f"{SIGN_IN}=")
    attributes = {part.strip().lower().split("=")[0]: part.strip() for part in cookie.split(";")[1:]}
    assert {"httponly", "samesite", "path", "expires"} <= set(attributes)
    assert (attributes["samesite"].lower(), attributes["path"]) == ("samesite=lax", "Path=/")
    assert "secure" not in attributes


@pytest.mark.parametrize(
    ("origin", "public", "secure"),
    [
        ("http://kota.example", "http://localhost:8501", False),
        ("https://kota.example", "http://localhost:8501", True),
        ("http://kota.example", "https://kota.example", True),
    ],
)
@pytest.mark.usefixtures("url")
def test_the_cookie_is_secure_over_https(
    origin: str, public: str, *, secure: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_PUBLIC_URL", public)
    cookies = Visitor(origin=origin).get("/masuk").headers.get_list("set-cookie")
    assert cookies
    assert all(("; secure" in cookie.lower()) is secure for cookie in cookies)


@pytest.mark.usefixtures("url")
def test_the_pages_let_nobody_frame_them_or_run_anything() -> None:
    headers = Visitor().get("/masuk").headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"
    assert "<script" not in Visitor().get("/masuk").text


@pytest.mark.parametrize(
    ("name", "password"), [("walikota", "salah sekali"), ("siapa", OWN), ("", ""), ("walikota", "x" * 10_000)]
)
@pytest.mark.usefixtures("url")
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(name: str, password: str) -> None:
    visitor = Visitor()
    answer = visitor.signs_in(name, password)
    assert answer.status_code == 422
    assert WRONG in answer.text
    assert visitor.token is None
    of_each_answer = r'nonce-?="?[\w-]+|value="[^"]*"|nonce="[^"]*"|( autofocus)? *(?=>)'
    blank, other = (re.sub(of_each_answer, "", text) for text in (answer.text, Visitor().signs_in("a", "b").text))
    assert blank == other


def test_strangers_do_not_lock_out_a_browser_that_the_account_knows(url: str) -> None:
    start = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    with time_machine.travel(start, tick=False):
        visitor = Visitor()
        assert visitor.signs_in("walikota").status_code == 303
        with_password(url, name="sekda")
        office = Visitor("10.0.0.2")
        assert office.signs_in("sekda").status_code == 303
        for number in range(60):
            Visitor(f"10.0.{number % 3}.1").signs_in(f"n{number}" if number % 2 else "walikota", "salah sekali")
    with time_machine.travel(start + timedelta(seconds=1), tick=False):
        stranger = Visitor("10.9.9.9")
        assert CLOSED in stranger.signs_in("walikota").text
        visitor.fills("/keluar")
        assert visitor.signs_in("walikota").status_code == 303
        office.fills("/keluar")
        assert office.signs_in("walikota").status_code == 429, "known to another account only"
        assert office.signs_in("sekda").status_code == 303


@pytest.mark.usefixtures("url")
def test_a_browser_that_the_account_knows_waits_for_its_own_wrong_tries() -> None:
    with time_machine.travel(datetime(2026, 11, 24, 2, 0, tzinfo=UTC), tick=False):
        visitor = Visitor()
        visitor.signs_in("walikota")
        visitor.fills("/keluar")
        for _ in range(5):
            assert WRONG in visitor.signs_in("walikota", "salah sekali").text
        assert CLOSED in visitor.signs_in("walikota").text
        assert Visitor("10.0.0.7").signs_in("walikota").status_code == 303


def test_one_browser_is_known_to_several_accounts_and_only_by_its_own_tokens(url: str) -> None:
    visitor = Visitor()
    visitor.signs_in("walikota")
    first = visitor.cookies[DEVICES]
    with_password(url, name="sekda")
    visitor.fills("/keluar")
    visitor.signs_in("sekda")
    assert visitor.cookies[DEVICES].split(".")[1:] == [first]
    visitor.fills("/keluar")
    visitor.signs_in("walikota")
    assert first in visitor.cookies[DEVICES].split("."), "it is kept"
    planted = Visitor()
    planted.cookies.set(DEVICES, "a" * 43, domain="kota.example")
    planted.signs_in("walikota")
    engine = make_engine(url)
    with reading(engine) as session:
        hashes = session.exec(select(t.KnownDevice.token_sha256)).all()
    engine.dispose()
    assert sha256(b"a" * 43).hexdigest() not in hashes
    assert not {first} & set(hashes), "only the hash is kept"


def test_an_accounts_browsers_are_forgotten_with_its_password(url: str) -> None:
    visitor = Visitor()
    visitor.signs_in("walikota")
    engine = make_engine(url)
    with writing(engine) as session:
        renew_password(session, ADMINISTRATOR_AT_TERMINAL, "walikota", at=datetime.now(UTC))
    with reading(engine) as session:
        assert session.exec(select(t.KnownDevice.id)).all() == []
    engine.dispose()


@pytest.mark.parametrize(("hours", "opens"), [(71, True), (72, False), (200, False)])
def test_a_one_time_password_ends_after_three_days(url: str, hours: int, *, opens: bool) -> None:
    engine, at = make_engine(url), datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    with writing(engine) as session:
        issued = renew_password(session, ADMINISTRATOR_AT_TERMINAL, "walikota", at=at)
    engine.dispose()
    with time_machine.travel(at + timedelta(hours=hours), tick=False):
        answer = Visitor().signs_in("walikota", issued.password)
        assert answer.status_code == (303 if opens else 422)
        assert ("sudah berakhir" in answer.text) is not opens
        assert WRONG in Visitor().signs_in("walikota", "salah sekali").text


def test_an_own_password_is_not_made_of_the_plans_words(url: str) -> None:
    engine = make_engine(url)
    build(engine)
    engine.dispose()
    with_password(url, name="admin", must_change=True)
    visitor = Visitor()
    visitor.signs_in("admin")
    assert "mudah ditebak" in visitor.fills("/sandi", baru="Mini-mini-mini-2026", ulang="Mini-mini-mini-2026").text


PAIRS = 200


def test_a_known_and_an_unknown_name_take_the_same_time(
    url: str, monkeypatch: pytest.MonkeyPatch, record_property: Any
) -> None:
    """At a small part of the cost of the hash, so that whatever else takes time shows all the more."""
    cheap = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
    monkeypatch.setattr(credentials, "HASHER", cheap)
    monkeypatch.setattr(credentials, "NOBODY", cheap.hash("tidak ada"))
    engine, password_hash = make_engine(url), cheap.hash(OWN)
    with writing(engine) as session:
        for number in range(PAIRS):
            name = f"known{number}"
            at = datetime.now(UTC)
            session.add(t.Account(name=name, label=name, role=Role.VIEWER, password_hash=password_hash, created_at=at))
    engine.dispose()
    offices = [Visitor(f"10.1.{number}.1") for number in range(PAIRS // 20)]

    def taken(name: str, number: int) -> float:
        visitor = offices[number // 20]
        given = {"formulir": visitor.cookies[COOKIE], "nama": name, "sandi": "salah sekali"}
        start = perf_counter()
        visitor.post("/masuk", data=given)
        return perf_counter() - start

    for visitor in offices:
        visitor.get("/masuk")
    times = [(taken(f"known{number}", number), taken(f"nobody{number}", number)) for number in range(PAIRS)]
    ratio = round(median(known_time / unknown for known_time, unknown in times), 2)
    record_property(f"known over unknown name, median of {PAIRS} pairs", ratio)
    assert 0.8 < ratio < 1.25


@pytest.mark.usefixtures("url")
def test_an_account_waits_and_its_lock_ends_by_itself() -> None:
    visitor, start = Visitor(), datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    with time_machine.travel(start, tick=False):
        for _ in range(5):
            assert WRONG in visitor.signs_in("walikota", "salah sekali").text
        answer = visitor.signs_in("walikota")
        assert answer.status_code == 429
        assert f"{CLOSED} Coba lagi dalam 1 menit." in answer.text
    with time_machine.travel(start + timedelta(seconds=30), tick=False):
        assert visitor.signs_in("walikota").status_code == 303


@pytest.mark.usefixtures("url")
def test_the_lock_counts_across_restarts_and_addresses() -> None:
    start = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
    with time_machine.travel(start, tick=False):
        for number in range(5):
            Visitor(f"10.0.0.{number}").signs_in("walikota", "salah sekali")
        assert CLOSED in Visitor("10.0.0.9").signs_in("walikota").text


def test_an_address_that_tries_many_names_waits(url: str) -> None:
    with time_machine.travel(datetime(2026, 11, 24, 2, 0, tzinfo=UTC), tick=False):
        engine = make_engine(url)
        with writing(engine) as session:
            for number in range(41):
                at = datetime.now(UTC)
                session.add(t.SignInAttempt(at=at, name=f"n{number}", address="10.0.0.1", succeeded=False))
        engine.dispose()
        assert CLOSED in Visitor("10.0.0.1").signs_in("walikota").text
        assert Visitor("10.0.0.2").signs_in("walikota").status_code == 303


@pytest.mark.usefixtures("url")
def test_a_cookie_that_we_did_not_issue_never_becomes_valid() -> None:
    visitor = Visitor()
    planted = "a" * 43
    visitor.cookies.set(SIGN_IN, planted, domain="kota.example")
    visitor.signs_in("walikota")
    thief = Visitor()
    thief.cookies.set(SIGN_IN, planted)
    assert not thief.is_in
    assert planted not in {cookie.value for cookie in visitor.cookies.jar if cookie.path == "/" and cookie.expires}


@pytest.mark.parametrize("tampering", ["upper", "cut", "longer", "hash", "blank", "quoted", "other"])
def test_a_tampered_cookie_opens_nothing(url: str, tampering: str) -> None:
    visitor = Visitor()
    visitor.signs_in("walikota")
    token = visitor.token
    assert token is not None
    engine = make_engine(url)
    with reading(engine) as session:
        token_sha256 = session.exec(select(t.SignIn.token_sha256)).one()
    engine.dispose()
    forged = {
        "upper": token.swapcase(),
        "cut": token[:-1],
        "longer": token + "a",
        "hash": token_sha256,
        "blank": "",
        "quoted": f"{token}'--",
        "other": "a" * 43,
    }[tampering]
    thief = Visitor()
    thief.cookies.set(SIGN_IN, forged)
    assert not thief.is_in
    assert visitor.is_in


def test_signing_in_again_gives_another_cookie_and_ends_the_old(url: str) -> None:
    visitor = Visitor()
    visitor.signs_in("walikota")
    old = visitor.token
    with_password(url, name="sekda")
    visitor.get("/masuk")
    form = {"formulir": visitor.cookies[COOKIE], "nama": "sekda", "sandi": OWN}
    assert visitor.post("/masuk", data=form).status_code == 303
    assert visitor.token != old
    thief = Visitor()
    thief.cookies.set(SIGN_IN, old or "")
    assert not thief.is_in


def test_a_disabled_account_is_out_at_once(url: str) -> None:
    visitor = Visitor()
    visitor.signs_in("walikota")
    engine = make_engine(url)
    with writing(engine) as session:
        disable(session, ADMINISTRATOR_AT_TERMINAL, "walikota", at=datetime.now(UTC))
    engine.dispose()
    assert not visitor.is_in
    assert WRONG in Visitor().signs_in("walikota").text


@pytest.mark.usefixtures("url")
def test_a_changed_password_ends_the_other_browsers() -> None:
    here, there = Visitor(), Visitor()
    here.signs_in("walikota")
    there.signs_in("walikota")
    answer = here.fills("/sandi", lama=OWN, baru=NEXT, ulang=NEXT)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert (here.is_in, there.is_in) == (True, False)
    assert WRONG in Visitor().signs_in("walikota", OWN).text
    assert Visitor().signs_in("walikota", NEXT).status_code == 303


@pytest.mark.parametrize(
    ("current", "chosen", "again", "sentence"),
    [
        ("salah", NEXT, NEXT, "Kata sandi sekarang tidak cocok."),
        (OWN, NEXT, NEXT + "x", "Kedua kata sandi baru tidak sama."),
        (OWN, "pendek", "pendek", "kurang dari 10 huruf"),
        (OWN, "x" * 1_001, "x" * 1_001, "lebih dari 1000 huruf"),
        (OWN, "walikota-2026", "walikota-2026", "memuat nama akun"),
        (OWN, "password2026", "password2026", "mudah ditebak"),
        (OWN, OWN, OWN, "sama dengan yang lama"),
    ],
)
@pytest.mark.usefixtures("url")
def test_a_password_that_is_refused(current: str, chosen: str, again: str, sentence: str) -> None:
    visitor = Visitor()
    visitor.signs_in("walikota")
    answer = visitor.fills("/sandi", lama=current, baru=chosen, ulang=again)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert visitor.is_in


@pytest.mark.usefixtures("url")
def test_guessing_the_current_password_is_counted_like_a_try_at_the_door() -> None:
    visitor = Visitor()
    visitor.signs_in("walikota")
    for _ in range(5):
        visitor.fills("/sandi", lama="salah sekali", baru=NEXT, ulang=NEXT)
    assert CLOSED in visitor.fills("/sandi", lama=OWN, baru=NEXT, ulang=NEXT).text


def test_a_one_time_password_leads_to_an_own_one_and_nowhere_else(url: str) -> None:
    with_password(url, Role.ADMINISTRATOR, "admin", must_change=True)
    visitor = Visitor()
    answer = visitor.signs_in("admin", path="/masuk?next=/pengguna")
    assert answer.headers["location"] == "/sandi?next=/pengguna"
    assert visitor.get("/masuk?next=/pengguna").headers["location"] == "/sandi?next=/pengguna"
    assert "Batal" not in visitor.get("/sandi").text
    assert "sama dengan yang lama" in visitor.fills("/sandi", baru=OWN, ulang=OWN).text
    answer = visitor.fills("/sandi?next=/pengguna", baru=NEXT, ulang=NEXT)
    assert answer.headers["location"] == "/pengguna"
    assert visitor.get("/masuk?next=/pengguna").headers["location"] == "/pengguna"


@pytest.mark.usefixtures("url")
def test_the_password_page_asks_strangers_to_sign_in_and_brings_them_back() -> None:
    assert Visitor().get("/sandi?next=/lapor").headers["location"] == "/masuk?next=/sandi%3Fnext%3D/lapor"


@pytest.mark.usefixtures("url")
def test_signing_out_takes_a_button_and_ends_it_on_the_server() -> None:
    visitor = Visitor()
    visitor.signs_in("walikota")
    token = visitor.token
    assert "Walikota" in visitor.get("/keluar").text
    assert visitor.is_in, "looking at the page ends nothing"
    answer = visitor.fills("/keluar?next=/opd")
    assert (answer.status_code, answer.headers["location"]) == (303, "/opd")
    assert visitor.token is None
    thief = Visitor()
    thief.cookies.set(SIGN_IN, token or "")
    assert not thief.is_in


@pytest.mark.parametrize("path", ["/masuk", "/keluar", "/sandi"])
@pytest.mark.parametrize(
    ("headers", "token"),
    [
        ({"Origin": "http://evil.example"}, "own"),
        ({"Origin": "null"}, "own"),
        ({"Origin": "http://kota.example.evil.example"}, "own"),
        ({"Sec-Fetch-Site": "cross-site"}, "own"),
        ({"Sec-Fetch-Site": "same-site"}, "own"),
        ({}, "none"),
        ({}, "blank"),
        ({}, "foreign"),
        ({}, "no cookie"),
        ({}, "\N{LATIN SMALL LETTER E WITH ACUTE}"),
    ],
)
@pytest.mark.usefixtures("url")
def test_a_form_from_elsewhere_is_not_heard(path: str, headers: dict[str, str], token: str) -> None:
    visitor = Visitor()
    visitor.signs_in("walikota")
    own = visitor.cookies[COOKIE]
    if token == "no cookie":
        visitor.cookies.delete(COOKIE)
    given = {"own": own, "none": None, "blank": "", "foreign": "a" * 43, "no cookie": own}.get(token, token)
    form = {"nama": "walikota", "sandi": OWN, "lama": OWN, "baru": NEXT, "ulang": NEXT}
    answer = visitor.post(path, data=form if given is None else {**form, "formulir": given}, headers=headers)
    assert answer.status_code in (403, 303)
    assert visitor.is_in, "nothing happened"
    stranger = Visitor()
    assert stranger.signs_in("walikota").status_code == 303, "the password is the same"


@pytest.mark.usefixtures("url")
def test_a_stranger_is_not_signed_in_by_a_form_from_elsewhere() -> None:
    visitor = Visitor()
    answer = visitor.fills("/masuk", {"Origin": "http://evil.example"}, nama="walikota", sandi=OWN)
    assert answer.status_code == 403
    assert "kedaluwarsa" in answer.text
    assert visitor.token is None


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"nama=" + b"x" * 20_000, "application/x-www-form-urlencoded", 413),
        (b"{}", "application/json", 415),
        (b"", "multipart/form-data; boundary=x", 415),
        (b"&".join(b"a%d=1" % number for number in range(30)), "application/x-www-form-urlencoded", 400),
        (b"nama=%00%ff%fe&sandi=%", "application/x-www-form-urlencoded", 403),
    ],
)
@pytest.mark.usefixtures("url")
def test_whatever_is_sent_is_answered(content: bytes, kind: str, status: int) -> None:
    answer = Visitor().post("/masuk", content=content, headers={"Content-Type": kind})
    sentence = {413: "terlalu panjang", 400: "tidak terbaca", 403: "kedaluwarsa", 415: "tidak dikirim"}[status]
    assert (answer.status_code, sentence in answer.text) == (status, True)


@pytest.mark.parametrize("name", ["<b>x</b>", '"><script>', "{{7*7}}", "a\x00b", "\N{RIGHT-TO-LEFT OVERRIDE}abc"])
@pytest.mark.usefixtures("url")
def test_what_is_typed_comes_back_escaped(name: str) -> None:
    text = Visitor().signs_in(name, "salah sekali").text
    assert WRONG in text
    assert "<b>x" not in text
    assert "<script" not in text
    assert 'value="49"' not in text


@pytest.mark.usefixtures("url")
def test_the_page_speaks_english_when_asked_and_goes_on_doing_so() -> None:
    visitor = Visitor()
    text = visitor.get("/masuk?bahasa=en&next=/opd").text
    assert '<html lang="en">' in text
    assert "Account name" in text
    assert 'action="/masuk?bahasa=en"' in text
    assert 'href="/masuk?bahasa=id&amp;next=%2Fopd"' in text


@pytest.mark.parametrize("path", ["/masuk", "/sandi"])
def test_a_broken_database_is_a_page_of_its_own(
    path: str, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path_factory.mktemp("broken") / "broken.db"
    file.write_text("this is not a database " * 100)
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", f"sqlite:///{file}")
    visitor = Visitor()
    visitor.cookies.set(SIGN_IN, "a" * 43)
    answer = visitor.get(path)
    assert answer.status_code == 503
    assert "Basis data sedang tidak dapat dibuka" in answer.text
