"""F25: the year's end walked through all screens, and the new year prepared in one step."""

import re
from collections.abc import Callable
from datetime import datetime
from html import unescape
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Role
from smartcity.store import tables as t
from smartcity.store.engine import make_engine, reading
from smartcity.ui.frame.sitemap import OVERVIEW, PERIODS, SCREENS
from tests.sample import sample_database
from tests.ui.opening import html, open_screen, turn_to
from tests.ui.walks.headline_rows import disagreements

WIB = ZoneInfo("Asia/Jakarta")
Enter = Callable[..., Actor]
# What must not stand anywhere while no period is open and none is made.
WAITING = ("menunggu laporan", "Masih ditunggu", "Lapor sekarang", "Isi laporan sekarang")
ODD = re.compile(r"[−-]\d+ hari|\bNone\b|\{\w+\}")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> str:
    """One for all walks: they only look."""
    return sample_database(tmp_path_factory.mktemp("year"))


def words(page: AppTest) -> str:
    assert not page.exception, [error.message for error in page.exception]
    shown = html(page)
    assert shown.count("<h1") == 1
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", shown)))


def walked() -> dict[str, str]:
    """The words of every screen, by its key."""
    page, contradictions = open_screen(), {}
    for screen in SCREENS:
        page = page if screen is OVERVIEW else turn_to(page, screen)
        contradictions[screen.key] = words(page)
        assert disagreements(screen.key, html(page)) == []
        assert not ODD.search(contradictions[screen.key]), screen.key
    return contradictions


@pytest.mark.parametrize(
    ("day", "role", "agency"),
    [
        ((2026, 12, 31), Role.ADMINISTRATOR, None),
        ((2027, 1, 1), Role.ADMINISTRATOR, None),
        ((2027, 1, 3), Role.AGENCY, "DISHUB"),
    ],
)
def test_f25_no_screen_contradicts_another_around_the_year_s_end(
    city: str, day: tuple[int, int, int], role: Role, agency: str | None, signed_in_as: Enter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", city)
    with time_machine.travel(datetime(*day, 9, tzinfo=WIB), tick=True):
        signed_in_as(city, role, agency)
        contradictions = walked()
    for key, text in contradictions.items():
        assert not [phrase for phrase in WAITING if phrase in text], key
    assert "TW IV 2026 terkunci tanpa laporan lengkap dari" in contradictions["compliance"]
    if role is Role.AGENCY:
        assert "2 program tidak dilaporkan untuk TW IV 2026" in contradictions["mine"]
        assert "periode berikutnya belum dibuat" in contradictions["mine"]
    else:
        assert (
            "Tahun 2027 belum lengkap: 4 periode belum dibuat, 39 indikator tanpa target" in contradictions["overview"]
        )
        assert "Periode yang belum dibuat 4 TW I 2027" in contradictions["checks"]
        assert "periode berikutnya belum dibuat" in contradictions["periods"]


@pytest.mark.parametrize(("day", "is_told"), [((2026, 11, 30), False), ((2026, 12, 1), True)])
def test_f25_it_is_told_from_december_on_to_who_can_mend_it(
    city: str, day: tuple[int, int, int], *, is_told: bool, signed_in_as: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", city)
    with time_machine.travel(datetime(*day, 9, tzinfo=WIB), tick=True):
        signed_in_as(city, Role.ADMINISTRATOR)
        assert ("2027 belum lengkap" in words(open_screen())) is is_told
        signed_in_as(city, Role.VIEWER)
        assert "2027 belum lengkap" not in words(open_screen())


def test_f25_one_button_copies_the_periods(
    tmp_path: Path, signed_in_as: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = sample_database(tmp_path)
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", url)
    with time_machine.travel(datetime(2026, 12, 30, 9, tzinfo=WIB), tick=True):
        signed_in_as(url, Role.ADMINISTRATOR)
        page = open_screen(PERIODS)
        page = next(b for b in page.button if b.label == "Salin periode 2026 ke 2027").click().run()
        shown = words(page)
    assert page.toast[0].value == "4 periode tahun 2027 dibuat."
    assert "TW I 2027 dibuka 1 Apr 2027" in shown
    assert "Periode tahun 2027 sudah lengkap." in shown
    engine = make_engine(url)
    with reading(engine) as session:
        entry = session.exec(select(t.AuditEntry).where(t.AuditEntry.action == "year.copy")).one()
        assert len(session.exec(select(t.Period).where(t.Period.year == 2027)).all()) == 4
    engine.dispose()
    assert entry.subject == "year:2027"
