"""/bukti/<id>: to those who may, as what it is; a plain page for what is gone; nothing by any other road."""

import logging
from pathlib import Path

import pytest
from sqlalchemy import Engine

from smartcity.domain.enums import Role
from smartcity.domain.facts.evidence import MediaType
from smartcity.store import evidence_files
from smartcity.store import tables as t
from smartcity.store.engine import make_engine, writing
from smartcity.web.cookies import SIGN_IN
from tests.people import make_account, open_door
from tests.plan import M2, NOON, build
from tests.web.visitors import Visitor

PHOTO = b"\xff\xd8\xff\xe0 photo <script>alert(1)</script>"


@pytest.fixture
def folder(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The miniature plan, with an empty folder of evidence."""
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SMARTCITY_EVIDENCE_FOLDER", str(tmp_path / "bukti"))
    return tmp_path / "bukti"


@pytest.fixture
def plan(folder: Path, engine: Engine) -> Engine:  # noqa: ARG001 - `folder` makes the settings
    build(engine)
    return engine


def attach(
    engine: Engine, folder: Path, content: bytes = PHOTO, kind: str = "image/jpeg", name: str = "Foto.jpg"
) -> int:
    with writing(engine) as session:
        row = t.Evidence(
            recorded_at=NOON,
            recorded_by="Operator A",
            update_id=M2,
            title="Foto",
            file_name=name,
            file_sha256=evidence_files.store_file(folder, content),
            media_type=kind,
        )
        session.add(row)
        session.flush()
        assert row.id is not None
        return row.id


def visitor(engine: Engine, role: Role = Role.VIEWER) -> Visitor:
    browser, token = Visitor(), open_door(engine, make_account(engine, role, "A" if role is Role.AGENCY else None))
    if token:
        browser.cookies.set(SIGN_IN, token)
    return browser


@pytest.mark.parametrize("role", Role)
def test_every_account_opens_evidence_and_guests_are_shown_the_way_in(plan: Engine, folder: Path, role: Role) -> None:
    number = attach(plan, folder)
    answer = visitor(plan, role).get(f"/bukti/{number}")
    if role is Role.GUEST:
        assert (answer.status_code, answer.headers["location"]) == (303, f"/masuk?next=/bukti/{number}")
        assert PHOTO not in answer.content
    else:
        assert (answer.status_code, answer.content) == (200, PHOTO)


@pytest.mark.parametrize(("guests", "status"), [("on", 200), ("off", 303)])
def test_a_guest_opens_what_was_opened_to_all_where_guests_may_look(
    plan: Engine, folder: Path, monkeypatch: pytest.MonkeyPatch, guests: str, status: int
) -> None:
    monkeypatch.setenv("SMARTCITY_GUESTS", guests)
    number, other = attach(plan, folder), attach(plan, folder, name="Lain.jpg")
    with writing(plan) as session:
        session.add(t.EvidenceRelease(evidence_id=number, is_public=True, recorded_at=NOON, recorded_by="Verifikator"))
    assert [Visitor().get(f"/bukti/{evidence_id}").status_code for evidence_id in (number, other, 999)] == [
        status,
        303,
        303,
    ]
    with writing(plan) as session:
        session.add(t.EvidenceRelease(evidence_id=number, is_public=False, recorded_at=NOON, recorded_by="Verifikator"))
    assert Visitor().get(f"/bukti/{number}").status_code == 303


@pytest.mark.parametrize("token", ["", "nobody's", "x" * 10_000])
def test_a_forged_cookie_opens_nothing(plan: Engine, folder: Path, token: str) -> None:
    browser = Visitor()
    browser.cookies.set(SIGN_IN, token)
    assert browser.get(f"/bukti/{attach(plan, folder)}").status_code == 303


@pytest.mark.parametrize("kind", MediaType)
def test_a_file_is_served_as_what_it_is_and_never_as_a_page(plan: Engine, folder: Path, kind: MediaType) -> None:
    answer = visitor(plan).get(f"/bukti/{attach(plan, folder, kind=kind.value)}")
    assert answer.headers["content-type"] == kind.value
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert answer.headers["content-disposition"].startswith("inline" if kind.is_shown else "attachment")
    assert "no-cache" in answer.headers["cache-control"]


@pytest.mark.parametrize("kind", ["text/html", "image/svg+xml", "application/xhtml+xml", "", None])
def test_a_row_of_any_other_kind_is_not_served(plan: Engine, folder: Path, kind: str | None) -> None:
    number = attach(plan, folder, b"<script>alert(1)</script>", kind)  # type: ignore[arg-type]
    assert visitor(plan).get(f"/bukti/{number}").status_code == 404


def test_a_name_cannot_break_out_of_its_header(plan: Engine, folder: Path) -> None:
    number = attach(plan, folder, name='a"; filename="x.html\r\nSet-Cookie: a=b.jpg')
    answer = visitor(plan).get(f"/bukti/{number}")
    assert "set-cookie" not in answer.headers
    assert answer.headers["content-disposition"].startswith("inline; filename*=UTF-8''a%22%3B%20filename")


@pytest.mark.parametrize(
    "path",
    [
        "/bukti/0",
        "/bukti/999",
        "/bukti/-1",
        "/bukti/1",
        "/bukti/99999999999999999999999",
        "/bukti/abc",
        "/bukti/",
        "/bukti/1.jpg",
        "/bukti/1/../../etc/passwd",
        "/bukti/..%2f..%2fetc%2fpasswd",
        "/bukti/%00",
    ],
)
def test_no_other_address_leads_anywhere(plan: Engine, path: str) -> None:
    """Number 1 is a link, so there is no file of it."""
    answer = visitor(plan).get(path)
    assert answer.status_code == 404
    assert b"root:" not in answer.content


@pytest.mark.parametrize(("damage", "expected"), [("missing", "tidak ditemukan"), ("altered", "tidak sama lagi")])
def test_what_is_gone_or_changed_is_a_page_and_a_line_in_the_log(
    plan: Engine, folder: Path, damage: str, expected: str, caplog: pytest.LogCaptureFixture
) -> None:
    number = attach(plan, folder)
    file = next(path for path in folder.rglob("*") if path.is_file())
    if damage == "missing":
        file.unlink()
    else:
        file.write_bytes(b"<html>")
    with caplog.at_level(logging.ERROR):
        answer = visitor(plan).get(f"/bukti/{number}")
    assert answer.status_code == 410
    assert expected in answer.text
    assert damage in caplog.text


def test_what_the_reader_has_already_does_not_come_again(plan: Engine, folder: Path) -> None:
    path, browser = f"/bukti/{attach(plan, folder)}", visitor(plan)
    tag = browser.get(path).headers["etag"]
    assert browser.get(path, headers={"If-None-Match": tag}).status_code == 304
    assert Visitor().get(path, headers={"If-None-Match": tag}).status_code == 303


def test_a_withdrawn_import_takes_its_evidence_along(plan: Engine, folder: Path) -> None:
    number = attach(plan, folder)
    with writing(plan) as session:
        row = t.Evidence(
            batch_id=1,
            recorded_at=NOON,
            recorded_by="import",
            update_id=M2,
            title="Foto",
            file_sha256=evidence_files.store_file(folder, PHOTO),
            media_type="image/jpeg",
        )
        session.add(row)
        session.get_one(t.Batch, 1).withdrawn_at = NOON
        session.flush()
        withdrawn = row.id
    browser = visitor(plan)
    assert [browser.get(f"/bukti/{evidence_id}").status_code for evidence_id in (number, withdrawn)] == [200, 404]


@pytest.mark.usefixtures("folder")
def test_a_broken_database_is_a_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_engine(f"sqlite:///{tmp_path}/empty.db").dispose()
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", f"sqlite:///{tmp_path}/empty.db")
    browser = Visitor()
    browser.cookies.set(SIGN_IN, "x")
    assert browser.get("/bukti/1").status_code == 503
