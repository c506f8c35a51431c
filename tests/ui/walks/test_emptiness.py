"""F7: empty is not finished. Each entity of a plan without its parts, on every screen, wall view, text and workbook.

No sentence may claim good news about what has nothing to be judged by.
"""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from html import unescape
from pathlib import Path

import pytest
import time_machine
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Role
from smartcity.domain.meetings.wall import View
from smartcity.store.engine import make_engine, writing
from smartcity.store.tables import Masterplan
from smartcity.ui.frame.sitemap import (
    AGENCIES,
    CHANGES,
    DECISIONS,
    DIMENSIONS,
    INDICATORS,
    MEETING,
    NEED_PROGRAMMES,
    OVERVIEW,
    PROGRAMMES,
    SCREENS,
    TIMELINE,
    Screen,
)
from smartcity.ui.frame.sitemap import QUICK_WINS as QUICK_WINS_SCREEN
from smartcity.web.routes import routes
from tests.rakor import begin_meeting, close_meeting
from tests.sample import DAY
from tests.ui.opening import html
from tests.ui.walks.pages_seen import look
from tests.ui.walks.test_screens import visit
from tests.workbooks import Book, book, command, write_book

EMPTIED = ("Rencana Aksi", "Tahapan", "Pembaruan", "Perubahan Tenggat", "Menunggu", "Laporan Program", "Anggaran")
EMPTIED_TOO = ("Realisasi Anggaran", "Rapat", "Arahan", "Misi", "Wilayah")
QUICK_WINS, STOPPED = 10, 2
# What a sentence may not claim of what is empty, in both languages.
GOOD = re.compile(
    r"sesuai rencana|lebih cepat|tidak ada (program|tahapan|opd|indikator|yang|masalah)|tidak ada\.|win hidup|seimbang"
    r"|semua (tahapan|opd|laporan|dimensi)|selesai|tepat waktu|sudah lapor|lengkap"
    r"|\bon plan|as planned|ahead"
    r"|\bno (programme|milestone|agency|indicator)\b[^.]* (is|needs|are)\b|nothing (needs|has|is)"
    r"|\ball (milestones|agencies|periods|reports|dimensions)|\bdone\b|alive|on time|complete|none of|have reported",
    re.IGNORECASE,
)


def parts_left_out(*, with_programmes: bool) -> Book:
    """Dimensions, agencies and a plan without programmes, programmes without milestones, indicators without a part."""
    sheets = book()
    for name in (*EMPTIED, *EMPTIED_TOO):
        sheets[name] = sheets[name][:1]
    sheets["Rencana Induk"][1][2:] = [2024, 2030]
    head, first = sheets["Program"][0], sheets["Program"][1]
    rows = [[f"Q{n}", f"Quick {n}", *first[2:-1], None] for n in range(1, QUICK_WINS + 1)]
    others = [[f"P{n}", f"Biasa {n}", *first[2:6], "Tidak", *first[7:-1], None] for n in (1, 2)]
    sheets["Program"] = [head, *rows, *others] if with_programmes else [head]
    states = ["stopped" if n <= STOPPED else "running" for n in range(1, QUICK_WINS + 1)]
    years = [[f"Q{n}", 2026, state] for n, state in enumerate(states, start=1)]
    sheets["Quick Win Tahunan"] = [sheets["Quick Win Tahunan"][0], *(years if with_programmes else [])]
    sheets["Periode"][1] = ["Triwulan", 2026, "TW IV", "1/11/2026", "15/12/2026", 5]
    indicator = sheets["Indikator"][1][:-1]
    sheets["Indikator"][1:] = [[f"I{n}", f"Indikator {n}", *indicator[2:], None] for n in (1, 2, 3)]
    sheets["Target"] = [sheets["Target"][0], ["I2", 2026, "II", 80]]
    sheets["Realisasi"] = [sheets["Realisasi"][0], ["I3", 2026, "II", "79,5", None]]
    return sheets


def database(folder: Path, sheets: Book) -> str:
    url = f"sqlite:///{folder / 'kosong.db'}"
    with time_machine.travel("2026-11-23T02:00:00Z", tick=True), pytest.MonkeyPatch.context() as patched:
        patched.setenv("SMARTCITY_DATABASE_URL", url)
        for words in (("init",), ("import", str(write_book(folder / "kosong.xlsx", sheets)))):
            done = command(*words)
            assert done.exit_code == 0, done.output
    return url


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> str:
    return database(tmp_path_factory.mktemp("empty"), parts_left_out(with_programmes=True))


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Dimensions, agencies and a period, but no programme."""
    return database(tmp_path_factory.mktemp("bare"), parts_left_out(with_programmes=False))


def sentences(text: str) -> Iterator[str]:
    """What stands in one element each, cut where a sentence ends; what is drawn is told by its alt text."""
    for part in re.split(r"<[^>]+>|\n|(?<=[.;!?]) ", unescape(text)):
        if part.strip():
            yield part.strip()


# Names of columns, choices, rules and questions: they claim nothing of anybody.
LABELS = frozenset(
    {
        "OPD sudah lapor", "OPD sudah lapor TW IV 2026", "1 OPD belum lengkap", "1 agency not complete",
        "Siapa sudah lapor", "Tepat waktu", "On time", "yang sudah lapor di atas;",
        "Perkiraan selesai: belum cukup data (0 tahapan selesai, perlu 8).", "Janji tepat waktu: —",
        "Kirim 12 laporan lagi paling lambat 15 Desember 2026: menjadi Tepat Waktu, tetap di urutan 1 dari 3.",
        "Dihitung dari tahapan terverifikasi (dihitung saat selesai) · belum ada pembaruan",
        "Computed from verified milestones (counted when done) · no update yet",
        "Diperiksa, tidak ada masalah", "No claim of done waits.",
        "Tidak ada klaim selesai yang menunggu.", "Tidak ada OPD yang diberi pengecualian.",
        "tidak ada yang dapat diubah atau dihapus.", "Arahan tepat waktu", "selesai sampai tenggatnya",
        "Mohon bantuannya melengkapi laporan Smart City TW IV 2026 untuk:",
    }
)  # fmt: skip


def boasts(text: str) -> list[str]:
    return [sentence for sentence in sentences(text) if GOOD.search(sentence) and sentence not in LABELS]


def allowed(url: str, screen: Screen, signed_in_as: Callable[..., Actor]) -> None:
    if Role.GUEST not in screen.act.rights:
        role = next(role for role in (Role.ADMINISTRATOR, Role.VERIFIER, Role.AGENCY) if role in screen.act.rights)
        signed_in_as(url, role, "KOMINFO" if role is Role.AGENCY else None)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.key)
def test_f7_no_screen_boasts_of_what_is_empty(
    empty: str, screen: Screen, language: str, monkeypatch: pytest.MonkeyPatch, signed_in_as: Callable[..., Actor]
) -> None:
    monkeypatch.setenv("SMARTCITY_GUESTS", "on")
    allowed(empty, screen, signed_in_as)
    page = visit(empty, screen, monkeypatch, bahasa=language)
    drawn = [chart.proto.alt or chart.proto.description for chart in page.get("plotly_chart")]
    boasts_seen = boasts("\n".join([html(page), *drawn]))
    assert not boasts_seen, "\n".join(boasts_seen)


DETAILS = [
    *((DIMENSIONS, code) for code in ("GV", "EN")),
    *((AGENCIES, code) for code in ("KOMINFO", "DLH")),
    *((PROGRAMMES, code) for code in ("Q1", "P1")),
    *((INDICATORS, code) for code in ("I1", "I2", "I3")),
]


@pytest.mark.parametrize(("screen", "code"), DETAILS, ids=lambda one: getattr(one, "key", one))
def test_f7_no_page_of_one_thing_boasts_of_what_is_empty(
    empty: str, screen: Screen, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_GUESTS", "on")
    text = html(visit(empty, screen, monkeypatch, kode=code))
    boasts_seen = boasts(text)
    assert not boasts_seen, "\n".join(boasts_seen)


@pytest.mark.parametrize("screen", [s for s in SCREENS if s not in NEED_PROGRAMMES], ids=lambda screen: screen.key)
def test_f7_no_screen_boasts_of_a_plan_without_programmes(
    bare: str, screen: Screen, monkeypatch: pytest.MonkeyPatch, signed_in_as: Callable[..., Actor]
) -> None:
    monkeypatch.setenv("SMARTCITY_GUESTS", "on")
    allowed(bare, screen, signed_in_as)
    boasts_seen = boasts(html(visit(bare, screen, monkeypatch)))
    assert not boasts_seen, "\n".join(boasts_seen)


def test_f7_the_opd_page_of_a_plan_without_programmes_does_not_say_that_no_period_was_opened(
    bare: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_GUESTS", "on")
    text = html(visit(bare, AGENCIES, monkeypatch))
    assert "Belum ada program di masterplan ini." in text
    assert "periode" not in text.split("</h1>")[0]


def test_f7_ten_quick_wins_without_milestones_two_of_them_stopped(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCITY_GUESTS", "on")
    text = html(visit(empty, QUICK_WINS_SCREEN, monkeypatch))
    assert "Delapan berjalan, dua berhenti; sepuluh tanpa tahapan." in text
    assert text.count("Belum ada tahapan.") == QUICK_WINS
    assert "Belum ada tahapan." in html(visit(empty, PROGRAMMES, monkeypatch)).split("</h1>")[0]


@pytest.mark.parametrize("plan", ["empty", "bare"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_f7_no_wall_view_boasts_of_what_is_empty(
    plan: str, language: str, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = request.getfixturevalue(plan).removeprefix("sqlite:///")
    url = f"sqlite:///{tmp_path / 'layar.db'}"
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(tmp_path / "layar.db")) as new:
        old.backup(new)
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", url)
    engine = make_engine(url)
    with writing(engine) as session:
        for masterplan in session.exec(select(Masterplan)):
            masterplan.is_sample = True
    engine.dispose()
    with time_machine.travel(f"{DAY}T02:00:00Z", tick=True):
        answer = TestClient(Starlette(routes=routes())).get(f"/layar/contoh?bahasa={language}")
    for view in View:
        assert f'data-view="{view.value}"' in answer.text
    body = re.sub(r"<(script|style|defs).*?</\1>", "", answer.text, flags=re.DOTALL)
    boasts_seen = boasts(body)
    assert not boasts_seen, "\n".join(boasts_seen)


@pytest.mark.parametrize("screen", [OVERVIEW, AGENCIES, PROGRAMMES, INDICATORS, TIMELINE], ids=lambda one: one.key)
def test_f7_no_workbook_boasts_of_what_is_empty(empty: str, screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCITY_GUESTS", "on")
    seen = look(empty, screen, monkeypatch)
    cells = [str(value) for rows in seen.sheets.values() for row in rows for value in row.values() if value is not None]
    boasts_seen = boasts("\n".join(cells))
    assert not boasts_seen, "\n".join(boasts_seen)


def test_f7_a_meeting_about_nothing_boasts_of_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, signed_in_as: Callable[..., Actor]
) -> None:
    url = database(tmp_path, parts_left_out(with_programmes=True))
    engine = make_engine(url)
    with time_machine.travel(f"{DAY}T02:00:00Z", tick=True):
        begin_meeting(engine)
        close_meeting(engine)
        engine.dispose()
        signed_in_as(url, Role.ADMINISTRATOR, None)
        for screen in (MEETING, CHANGES, OVERVIEW, DECISIONS):
            page = visit(url, screen, monkeypatch)
            boasts_seen = boasts("\n".join([html(page), *(element.value for element in page.code)]))
            assert not boasts_seen, f"{screen.key}: {boasts_seen}"


@pytest.mark.parametrize("plan", ["empty", "bare"])
def test_f7_no_reminder_boasts_of_what_is_empty(
    plan: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", request.getfixturevalue(plan))
    with time_machine.travel(f"{DAY}T02:00:00Z", tick=True):
        done = command("remind")
    assert done.exit_code == 0, done.output
    assert not boasts(done.output)
    assert ("Belum ada program yang wajib lapor." in done.output) is (plan == "bare")
