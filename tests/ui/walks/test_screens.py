"""Every screen, with the sample, with nothing, with a wrong code, on an earlier day, in both languages."""

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from smartcity.domain.access.roles import Act, Actor
from smartcity.domain.enums import Role
from smartcity.ui.frame.sitemap import NEED_NO_PLAN, NEED_PROGRAMMES, OVERVIEW, SCREENS, Screen
from tests.sample import DAY, sample_database
from tests.ui.opening import html, open_screen
from tests.workbooks import Book, book, command, put, write_book

MONITOR = [screen for screen in SCREENS if screen.section == OVERVIEW.section]
DETAILS = {"dimensions": "EN", "agencies": "DLH", "programmes": "EN-02", "indicators": "IK-05"}
KEY = re.compile(r"\b(screen|overview|column|headline|empty|origin|frame|chart|concern|card)\.[a-z_]+")


def visit(url: str, screen: Screen, monkeypatch: pytest.MonkeyPatch, **query: str) -> AppTest:
    """Opens a screen and asserts what must be true of every screen."""
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", url)
    page = open_screen(screen, **{"per": DAY, **query})
    content = html(page)
    assert content.count("<h1") == 1, "one title"
    assert not KEY.search(content), "no untranslated key"
    for drawn in page.get("plotly_chart"):
        assert drawn.proto.alt or drawn.proto.description, "every chart has its alt text"
    return page


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    """One for all: they only look."""
    return sample_database(tmp_path_factory.mktemp("screens"))


@pytest.fixture
def user_of(signed_in_as: Callable[..., Actor]) -> Callable[[str, Screen], None]:
    """`user_of(url, screen)`: signs in somebody who uses the screen, where a guest may not."""

    def sign_in(url: str, screen: Screen) -> None:
        if Role.GUEST not in screen.act.rights:
            role = next(role for role in (Role.ADMINISTRATOR, Role.VERIFIER, Role.AGENCY) if role in screen.act.rights)
            signed_in_as(url, role, "DLH" if role is Role.AGENCY else None)

    return sign_in


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.key)
def test_a_screen_stands_with_the_sample(
    sample: str, screen: Screen, monkeypatch: pytest.MonkeyPatch, user_of: Callable[[str, Screen], None]
) -> None:
    user_of(sample, screen)
    visit(sample, screen, monkeypatch)


@pytest.mark.parametrize("screen", [s for s in SCREENS if Role.AGENCY not in s.act.rights or s.act is Act.LOOK])
def test_a_screen_stands_with_an_empty_database(
    sqlite_url: str, screen: Screen, monkeypatch: pytest.MonkeyPatch, user_of: Callable[[str, Screen], None]
) -> None:
    user_of(sqlite_url, screen)
    text = html(visit(sqlite_url, screen, monkeypatch))
    is_told = "Belum ada masterplan" in text or "belum ada rencana" in text
    assert is_told or screen in NEED_NO_PLAN


@pytest.fixture
def recorded(
    sqlite_url: str, tmp_path: Path, signed_in_as: Callable[..., Actor], monkeypatch: pytest.MonkeyPatch
) -> Callable[[Book], str]:
    """Imports sheets into an empty database today, signs a leader in, and tells the database's URL."""

    def record(sheets: Book) -> str:
        monkeypatch.setenv("SMARTCITY_DATABASE_URL", sqlite_url)
        assert command("import", write_book(tmp_path / "plan.xlsx", sheets)).exit_code == 0
        signed_in_as(sqlite_url, Role.VIEWER)
        return sqlite_url

    return record


@pytest.mark.parametrize("screen", MONITOR, ids=lambda screen: screen.key)
def test_a_screen_stands_with_a_plan_without_programmes(
    recorded: Callable[[Book], str], screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ("Rencana Induk", "Dimensi", "Sub-dimensi", "OPD")
    url = recorded({name: rows if name in first else rows[:1] for name, rows in book().items()})
    text = html(visit(url, screen, monkeypatch, per=""))
    assert ("Sudah dimuat: 2 dimensi, 2 sub-dimensi, 3 OPD." in text) == (screen in NEED_PROGRAMMES)
    assert not re.search(r"[Ss]emua (dimensi|OPD|sudah)", text), "nothing is called fine while there is nothing"


def test_a_meeting_older_than_the_record_of_the_plan_is_no_view_to_compare_with(
    recorded: Callable[[Book], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = visit(recorded(book()), OVERVIEW, monkeypatch, per="")
    assert "lebih dulu daripada catatan rencana ini" in html(page)


@pytest.mark.parametrize("screen", [s for s in SCREENS if s.key in DETAILS], ids=lambda screen: screen.key)
def test_a_code_in_the_address_opens_its_card(sample: str, screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    page = visit(sample, screen, monkeypatch, kode=DETAILS[screen.key])
    assert len(page.selectbox) == 1
    assert page.selectbox[0].value == DETAILS[screen.key]


@pytest.mark.parametrize("screen", [s for s in SCREENS if s.key in DETAILS], ids=lambda screen: screen.key)
def test_an_unknown_code_is_a_designed_state(sample: str, screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    page = visit(sample, screen, monkeypatch, kode="<b>X</b>")
    assert "&lt;b&gt;X&lt;/b&gt;" in html(page)


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.key)
def test_every_screen_speaks_english_too(
    sample: str, screen: Screen, monkeypatch: pytest.MonkeyPatch, user_of: Callable[[str, Screen], None]
) -> None:
    user_of(sample, screen)
    page = visit(sample, screen, monkeypatch, bahasa="en")
    text = re.sub(r"<[^>]+>", " ", html(page))
    assert "as of" in text or "as of" in str(page.get("popover")) or "Sample Data" in text


def test_the_overview_answers_before_it_draws(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = visit(sample, OVERVIEW, monkeypatch)
    text = html(page)
    assert "24 tahapan terlambat; Smart Environment paling tertinggal, 19 poin di bawah rencana." in text
    assert "57%" in text
    assert "64%" in text
    assert "terlambat 7 poin" in text
    assert text.count("<li>") >= 7


def test_an_earlier_day_shows_what_was_known_then(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = visit(sample, OVERVIEW, monkeypatch, per="2026-10-20")
    assert "20 Oktober 2026" in html(page)
    assert "56%" in html(page)


def test_a_day_before_the_first_programme_says_so(
    recorded: Callable[[Book], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets = book()
    for name in ("Rencana Induk", "Dimensi", "Sub-dimensi", "OPD"):
        for row in range(2, len(sheets[name]) + 1):
            put(sheets, name, row, "Dicatat Pada", datetime.fromisoformat("2026-01-05 09:00"))
    page = visit(recorded(sheets), OVERVIEW, monkeypatch, per="2026-02-01")
    assert "Pada tanggal itu belum ada program" in html(page)


def test_a_day_before_the_plan_says_so(sample: str, monkeypatch: pytest.MonkeyPatch) -> None:
    page = visit(sample, OVERVIEW, monkeypatch, per="2021-01-01")
    assert "Pada tanggal itu belum ada rencana" in html(page)


def test_a_database_that_was_never_made_names_the_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    assert "python -m smartcity init" in html(open_screen())
