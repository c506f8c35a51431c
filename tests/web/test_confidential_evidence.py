"""Evidence of confidential decisions asked for by number: every role, every number, every address that takes one."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from smartcity.domain.enums import Role
from smartcity.store import evidence_files
from smartcity.store import tables as t
from smartcity.store.engine import writing
from smartcity.web.cookies import SIGN_IN
from tests.people import make_account, open_door
from tests.plan import M2, NOON, TODAY, build
from tests.web.visitors import Visitor

SECRET, OPEN, OF_A_PLAN = (b"\xff\xd8\xff\xe0 " + word for word in (b"rahasia", b"terbuka", b"laporan"))
NUMBERS = range(1, 9)
# Who may know what was decided in confidence for agency B; an agency's verifier is one.
KNOW = {(role, None) for role in (Role.VIEWER, Role.VERIFIER, Role.ADMINISTRATOR)} | {
    (Role.AGENCY, "B"),
    (Role.VERIFIER, "A"),
}
CAST = [*((role, None) for role in Role if role is not Role.AGENCY), (Role.AGENCY, "A"), (Role.AGENCY, "B")]
CAST += [(Role.VERIFIER, "A")]
ADDRESSES = ("/bukti/{n}", "/media/{n}", "/media/{n}.jpg", "/unduh/{n}", "/bukti/{n}/", "/layar/{n}", "/layar/{n}/isi")
ASKING: tuple[dict[str, str], ...] = ({}, {"If-None-Match": "*"}, {"Range": "bytes=0-"})


@pytest.fixture
def city(engine: Engine, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """One decision in confidence and one that is not, each answered twice with a photo; a photo of a milestone."""
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SMARTCITY_EVIDENCE_FOLDER", str(tmp_path / "bukti"))
    build(engine)
    with writing(engine) as session:
        fields: dict[str, Any] = {"batch_id": 1, "recorded_at": NOON - timedelta(days=3)}
        session.add(t.Meeting(**fields, code="RK-1", name="Rapat", held_on=TODAY))
        session.flush()
        for number, is_confidential in enumerate((True, False), start=1):
            own: dict[str, Any] = {
                "code": f"AR-{number}",
                "meeting_id": 1,
                "agency_id": 2,
                "is_confidential": is_confidential,
            }
            session.add(t.Decision(**fields, text="Lama", **own))
            session.flush()
            for answer in (2 * number - 1, 2 * number):
                session.add(
                    t.DecisionAnswer(recorded_at=NOON, recorded_by="b", decision_id=number, text="x", is_done=True)
                )
                session.flush()
                attach(session, tmp_path / "bukti", SECRET if is_confidential else OPEN, answer_id=answer)
        attach(session, tmp_path / "bukti", OF_A_PLAN, update_id=M2)
    return engine


def attach(session: Any, folder: Path, content: bytes, **owner: Any) -> None:
    hashes: dict[str, Any] = {
        "file_name": "Foto.jpg",
        "file_sha256": evidence_files.store_file(folder, content),
        "media_type": "image/jpeg",
    }
    session.add(t.Evidence(recorded_at=NOON, recorded_by="b", title="Foto", **hashes, **owner))


@pytest.mark.parametrize(("role", "agency"), CAST)
def test_no_number_leaks(city: Engine, role: Role, agency: str | None, record_property: Any) -> None:
    browser, token = Visitor(), open_door(city, make_account(city, role, agency))
    if token is not None:
        browser.cookies.set(SIGN_IN, token)
    asked, seen = 0, set[bytes]()
    for number in NUMBERS:
        for path in ADDRESSES:
            for headers in ASKING:
                answer, asked = browser.get(path.format(n=number), headers=headers), asked + 1
                seen |= {content for content in (SECRET, OPEN, OF_A_PLAN) if content in answer.content}
                is_secret = number in secrets_of(city)
                assert not (is_secret and (role, agency) not in KNOW and answer.status_code in (200, 206, 304)), path
    allowed = set() if role is Role.GUEST else {OPEN, OF_A_PLAN} | ({SECRET} if (role, agency) in KNOW else set())
    leaked = len(seen - allowed)
    record_property(f"addresses with numbers asked by {role.value} {agency or ''}, leaked", (asked, leaked))
    assert seen == allowed


def secrets_of(city: Engine) -> set[int]:
    """Numbers of the evidence of what was decided in confidence."""
    with city.connect() as connection:
        rows = connection.exec_driver_sql("SELECT id FROM evidence WHERE answer_id IN (1, 2)")
        return {row[0] for row in rows}
