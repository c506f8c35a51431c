"""The wall's routes: who may look, what is shown, what a poll costs, and what must never be seen."""

import re
import shutil
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Message

from smartcity.commands.ledger import append
from smartcity.commands.meetings import wall_display
from smartcity.domain.access.pairing import MOST_ASKED
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.meetings.wall import MOST_ROWS, View
from smartcity.i18n.figures import count_text
from smartcity.i18n.words import NBSP, Words
from smartcity.store.engine import make_engine, reading, writing
from smartcity.store.tables import AgendaItem, AuditEntry, Decision, Masterplan, Statement, WallDevice
from tests.coroutines import run
from tests.rakor import CHAIR, begin_meeting, close_meeting, next_item, show
from tests.sample import sample_database

NOW = datetime.now(UTC)
Made = Callable[..., str]


def attribute(html: str, name: str) -> str:
    match = re.search(rf'data-{name}="([^"]*)"', html)
    assert match is not None, name
    return match[1]


def tag_of(client: TestClient, path: str) -> dict[str, str]:
    html = client.get(f"{path}/isi").text
    return {"t": attribute(html, "tanda"), "b": attribute(html, "buku"), "v": "kota"}


def write(engine: Engine, action: str = "report.submit") -> None:
    with writing(engine) as session:
        append(session, ADMINISTRATOR_AT_TERMINAL, action, "x", at=datetime.now(UTC))


@pytest.mark.usefixtures("sample")
def test_with_sample_data_only_the_wall_is_there_at_once(client: TestClient) -> None:
    answer = client.get("/layar")
    assert answer.status_code == 200
    for view in View:
        assert f'data-view="{view.value}"' in answer.text
    assert "Data Contoh" in answer.text
    assert attribute(answer.text, "alamat") == "/layar/contoh"


@pytest.mark.usefixtures("sample")
def test_a_wall_speaks_indonesian_unless_told_otherwise(client: TestClient) -> None:
    assert "tahapan terlambat" in client.get("/layar/contoh").text
    assert "milestones late" in client.get("/layar/contoh?bahasa=en").text


@pytest.mark.usefixtures("sample")
def test_an_age_goes_on_counting_in_the_forms_of_one_and_of_several(client: TestClient) -> None:
    text = client.get("/layar/contoh?bahasa=en").text
    assert "1 minute ago" in text
    assert "{n} minutes ago" in text


@pytest.mark.usefixtures("sample")
def test_an_unattended_wall_names_no_agency(client: TestClient) -> None:
    assert "Diskominfo" not in client.get("/layar/contoh").text
    assert "Diskominfo" in client.get("/layar/contoh?nama=ya").text


@pytest.mark.usefixtures("sample")
def test_the_first_load_weighs_less_than_250_kilobytes(client: TestClient) -> None:
    page, font = client.get("/layar"), client.get("/huruf/plus-jakarta-sans.woff2")
    assert len(page.content) + len(font.content) < 250_000
    elsewhere = set(re.findall(r'(?:src|href)="([^"#]+)"', page.text)) | set(re.findall(r"url\((/[^)]+)\)", page.text))
    assert elsewhere == {"/huruf/plus-jakarta-sans.woff2"}, "everything else is in the page"


@pytest.mark.parametrize(
    ("facts", "title"),
    [
        ({"revoked_at": NOW}, "Layar ini tidak dipakai lagi."),
        ({"confirmed_at": None, "code": "ACD347", "code_expires_at": NOW - timedelta(1)}, "Kode layar ini sudah lewat"),
        (None, "Layar ini belum tersambung."),
    ],
)
@pytest.mark.usefixtures("city")
def test_a_token_that_is_not_good_is_told_so_quietly_and_sees_nothing(
    client: TestClient, screen: Made, facts: dict[str, object] | None, title: str
) -> None:
    token = screen("tok", **facts) if facts is not None else "nobody"
    answer = client.get(f"/layar/{token}")
    assert answer.status_code == 410
    assert title in answer.text
    assert "data-view" in answer.text
    assert "tahapan" not in answer.text.split("<script")[0]
    assert client.get(f"/layar/{token}/isi").status_code == 410
    assert client.get(f"/layar/{token}/kabar?t=a1").status_code == 205


@pytest.mark.usefixtures("city")
def test_the_sample_token_closes_when_a_city_loads_its_plan(client: TestClient) -> None:
    assert client.get("/layar/contoh").status_code == 410


def test_a_paired_wall_sees_its_city(client: TestClient, screen: Made) -> None:
    answer = client.get(f"/layar/{screen('tok')}")
    assert answer.status_code == 200
    assert "Data Contoh" not in answer.text
    assert "no-store" in answer.headers["cache-control"]
    assert "script-src 'nonce-" in answer.headers["content-security-policy"]


def test_a_poll_without_news_is_small_and_quick(client: TestClient, screen: Made) -> None:
    path = f"/layar/{screen('tok', last_seen_at=NOW)}"
    asked = tag_of(client, path)
    answer = client.get(f"{path}/kabar", params=asked)
    assert answer.status_code == 204
    size = sum(len(name) + len(value) + 4 for name, value in answer.headers.raw) + len(
        "HTTP/1.1 204 No Content\r\n\r\n"
    )
    # The server itself adds its name and the date: 60 bytes.
    assert size + len(answer.content) + 60 <= 300
    assert run(milliseconds(client.app, f"{path}/kabar", urlencode(asked))) <= 1


async def milliseconds(app: ASGIApp, path: str, query: str) -> float:
    """Processor time of one poll in this process, the quickest of some rounds: what others do here does not count."""
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []}
    statuses: list[int] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    rounds = []
    for _ in range(5):
        start = time.process_time()
        for _ in range(100):
            await app(dict(scope), receive, send)
        rounds.append((time.process_time() - start) * 10)
    assert set(statuses) == {204}
    return min(rounds)


def test_a_ledger_entry_is_news_and_the_content_follows(client: TestClient, sample: Engine) -> None:
    asked = tag_of(client, "/layar/contoh")
    write(sample)
    answer = client.get("/layar/contoh/kabar", params=asked)
    assert answer.status_code == 200
    assert answer.json()["isi"] != asked["t"]
    assert client.get("/layar/contoh/kabar", params=tag_of(client, "/layar/contoh")).status_code == 204


def test_a_wall_is_seen_now_and_then_and_leaves_no_entry(client: TestClient, city: Engine, screen: Made) -> None:
    path = f"/layar/{screen('tok')}"
    asked = tag_of(client, path)
    for view in ("dimensi", "<b>", "kota"):
        client.get(f"{path}/kabar", params=asked | {"v": view})
    with reading(city) as session:
        wall_device = session.exec(select(WallDevice)).one()
        assert wall_device.showing == "dimensi", "only the first of them within half a minute"
        assert len(session.exec(select(AuditEntry)).all()) == 1
    with writing(city) as session:
        session.exec(select(WallDevice)).one().last_seen_at = datetime.now(UTC) - timedelta(seconds=31)
    client.get(f"{path}/kabar", params=asked | {"v": "opd"})
    with reading(city) as session:
        assert session.exec(select(WallDevice)).one().showing == "opd"


def test_a_television_gets_a_code_keeps_it_and_goes_on_when_it_is_confirmed(client: TestClient, city: Engine) -> None:
    first = client.get("/layar?detik=30")
    code = re.search(r'class="code">(\w{3}) (\w{3})<', first.text)
    assert code is not None
    assert "httponly" in first.headers["set-cookie"].lower()
    assert f"{code[1]} {code[2]}" in client.get("/layar").text, "loading again asks for no other code"
    path = attribute(first.text, "alamat")
    asked = {"t": attribute(first.text, "tanda"), "b": "0"}
    assert client.get(f"{path}/kabar", params=asked).status_code == 204
    with writing(city) as session:
        wall_device = session.exec(select(WallDevice)).one()
        assert wall_device.code == code[1] + code[2]
        assert wall_device.token_sha256 not in path
        wall_device.code, wall_device.confirmed_at, wall_device.name = None, NOW, "Aula"
    assert client.get(f"{path}/kabar", params=asked).status_code == 205
    onward = client.get("/layar?detik=30")
    assert (onward.status_code, onward.headers["location"]) == (303, f"{path}?detik=30")


def test_a_code_that_ran_out_makes_room_for_another(client: TestClient, city: Engine) -> None:
    first = client.get("/layar").text
    with writing(city) as session:
        session.exec(select(WallDevice)).one().code_expires_at = NOW - timedelta(minutes=1)
    asked = {"t": attribute(first, "tanda"), "b": "0"}
    assert client.get(f"{attribute(first, 'alamat')}/kabar", params=asked).status_code == 205
    second = client.get("/layar").text
    assert attribute(second, "alamat") != attribute(first, "alamat")


@pytest.mark.usefixtures("city")
def test_one_address_asks_for_so_many_codes_and_then_waits(client: TestClient) -> None:
    for _ in range(MOST_ASKED):
        assert client.get("/layar").status_code == 200
        client.cookies.clear()
    refused = client.get("/layar")
    assert refused.status_code == 429
    assert "Tunggu sebentar." in refused.text
    assert attribute(refused.text, "ulang") == "60", "and asks again by itself"


def test_without_a_usable_database_a_wall_says_so_in_indonesian(
    client: TestClient, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    page = client.get("/layar")
    assert page.status_code == 503
    assert "Data belum dapat dibaca." in page.text
    assert client.get("/layar/contoh/kabar?t=").status_code == 503


def test_confidential_decisions_are_never_shown(client: TestClient, sample: Engine) -> None:
    before = client.get("/layar/contoh?nama=ya").text
    with writing(sample) as session:
        decisions = session.exec(select(Decision).where(Decision.closed_on.is_(None))).all()  # type: ignore[union-attr]
        for decision in decisions:
            decision.is_confidential = True
        sentences = [decision.text for decision in decisions]
    write(sample)
    after = client.get("/layar/contoh?nama=ya").text
    assert any(text in before for text in sentences)
    assert not any(text in after for text in sentences)
    assert after.count(">Arahan rahasia<") == min(len(sentences), MOST_ROWS), "they are counted all the same"
    count = count_text(Words(), len(sentences))
    assert f"{count} arahan masih terbuka, {count} rahasia" in after.replace(NBSP, " ").lower()


def test_an_empty_database_is_a_designed_state(
    client: TestClient, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
    answer = client.get("/layar")
    assert answer.status_code == 200
    assert "Belum ada masterplan" in answer.text


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file in which a meeting has begun; each test copies it."""
    engine = make_engine(sample_database(tmp_path_factory.mktemp("meeting")))
    begin_meeting(engine)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return Path(engine.url.database or "")


@pytest.fixture
def meeting(sample: Engine, begun: Path) -> Engine:
    """A meeting has begun; nothing of its agenda is on the stage yet."""
    shutil.copy(begun, sample.url.database or "")
    return sample


def test_a_wall_turns_to_the_meeting_by_itself_and_back(client: TestClient, sample: Engine) -> None:
    assert 'class="wall ambien"' in client.get("/layar/contoh").text
    begin_meeting(sample)
    content = client.get("/layar/contoh/isi").text
    assert 'class="wall rapat"' in content
    assert attribute(content, "tampil") == "agenda"
    assert re.search(r"Rapat Koordinasi November: \w+ butir dalam \d+", content)
    show(sample, View.AGENCIES)
    assert attribute(client.get("/layar/contoh/isi").text, "tampil") == "opd"
    assert 'class="wall ambien"' in client.get("/layar/contoh/isi?mode=ambien").text
    close_meeting(sample)
    assert 'class="wall ambien"' in client.get("/layar/contoh/isi").text


def test_an_item_stands_with_figures_the_agencys_words_and_the_question(client: TestClient, meeting: Engine) -> None:
    for _ in range(3):  # two requests for help stand before the first decision
        next_item(meeting)
    content = client.get("/layar/contoh/isi").text
    item = content.split('data-view="agenda"')[1].split("</section>")[0]
    assert "Laporkan keadaan tempat olah sampah Talawi Mudiak." in item
    for element in (
        "Kec. Talawi",
        "Terverifikasi",
        "Langkah berikut",
        "dan kapan selesai?",
        "Data Beku 1,",
        "data-sampai",
    ):
        assert element in item, element
    assert item.count('class="step') == 7
    assert "setelah beku" not in item


def test_words_that_came_in_after_the_freeze_say_so(client: TestClient, meeting: Engine) -> None:
    next_item(meeting)
    with writing(meeting) as session:
        item = session.exec(select(AgendaItem).where(AgendaItem.position == 1)).one()
        newest = session.exec(
            select(Statement).where(Statement.programme_id == item.programme_id).order_by(col(Statement.id).desc())
        ).first()
        assert newest is not None
        facts: dict[str, Any] = {"period_id": newest.period_id, "recorded_at": datetime.now(UTC), "recorded_by": "opd"}
        session.add(Statement(programme_id=newest.programme_id, obstacle="Truk rusak.", **facts))
    write(meeting)
    content = client.get("/layar/contoh/isi").text
    assert "Truk rusak." in content
    assert "setelah beku" in content


def test_the_item_of_a_confidential_decision_carries_no_words(client: TestClient, meeting: Engine) -> None:
    for _ in range(3):  # two requests for help stand before the first decision
        next_item(meeting)
    with writing(meeting) as session:
        item = session.exec(select(AgendaItem).where(AgendaItem.position == 3)).one()
        decision = session.get(Decision, item.decision_id)
        assert decision is not None
        decision.is_confidential = True
        text = decision.text
    write(meeting, "decision.hide")
    content = client.get("/layar/contoh/isi").text
    assert text not in content
    assert "Arahan rahasia" in content


@pytest.mark.parametrize(
    ("stage_shows", "address", "are_shown"),
    [(True, "", True), (False, "", False), (False, "?nama=ya", False), (True, "?nama=tidak", False)],
)
def test_in_a_meeting_the_presenter_decides_whether_agencies_are_named(
    client: TestClient, meeting: Engine, *, stage_shows: bool, address: str, are_shown: bool
) -> None:
    with writing(meeting) as session:
        wall_display.show_names(session, CHAIR, shows_names=stage_shows, at=NOW)
    show(meeting, View.AGENCIES)
    assert ("Kec. Talawi" in client.get(f"/layar/contoh/isi{address}").text) is are_shown


def test_in_a_meeting_new_data_waits_for_the_next_turn(client: TestClient, meeting: Engine) -> None:
    asked = tag_of(client, "/layar/contoh")
    for action in ("report.submit", "verify.done", "decision.take"):
        write(meeting, action)
    news = client.get("/layar/contoh/kabar", params=asked).json()
    assert news["tunggu"] == "2 pembaruan menunggu"
    asked["t"] = news["tanda"]
    assert client.get("/layar/contoh/kabar", params=asked).status_code == 204
    assert news["isi"] == attribute(client.get("/layar/contoh/isi").text, "isi"), "the picture stays as it is"
    next_item(meeting)
    assert client.get("/layar/contoh/kabar", params=asked).json()["isi"] != news["isi"]


def test_a_meeting_shows_its_frozen_figures_whatever_comes_in(client: TestClient, meeting: Engine) -> None:
    with writing(meeting) as session:
        for plan in session.exec(select(Masterplan)):
            plan.city = "Kota Lain"
    write(meeting)
    assert "Kota Sawahlunto" in client.get("/layar/contoh/isi").text
    assert "Kota Lain" in client.get("/layar/contoh/isi?mode=ambien").text


def test_frozen_data_that_is_not_whole_says_so(client: TestClient, meeting: Engine) -> None:
    with meeting.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER snapshot_no_update")
        connection.exec_driver_sql("UPDATE snapshot SET sha256 = 'x'")
    assert "Data Beku 1, " in (content := client.get("/layar/contoh/isi").text)
    assert "TIDAK utuh" in content


def test_the_presenter_darkens_the_walls(client: TestClient, meeting: Engine) -> None:
    with writing(meeting) as session:
        wall_display.blacken(session, CHAIR, is_black=True, at=NOW)
    assert 'data-gelap="1"' in client.get("/layar/contoh/isi").text
