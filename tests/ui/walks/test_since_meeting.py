"""Since the last meeting: screens, wall and minutes read the document frozen at it, and say the same of it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from openpyxl import load_workbook
from sqlalchemy import text
from sqlmodel import Session
from starlette.applications import Starlette
from starlette.testclient import TestClient

from smartcity.commands import operations
from smartcity.commands.meetings import meetings
from smartcity.commands.meetings.meetings import MeetingDraft
from smartcity.domain.access.roles import Actor
from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.enums import Role
from smartcity.domain.portfolio.snapshot import RULES, PortfolioSnapshot
from smartcity.i18n.words import NBSP
from smartcity.store.engine import make_engine, reading, writing
from smartcity.ui.frame.sitemap import AGENCIES, CHANGES, MEETING, OVERVIEW
from smartcity.web.routes import routes
from tests import rakor
from tests.rakor import CHAIR
from tests.sample import sample_database
from tests.ui.opening import html
from tests.ui.walks.test_screens import visit

HELD, TODAY, EARLIER_RULES = "2026-11-24", "2026-11-26", "2026.12-uji"
FROZEN = Fraction(42, 100)
SAID = f"Data beku itu dihitung dengan aturan {EARLIER_RULES}, angka kini dengan aturan {RULES}."


def as_frozen_then(session: Session) -> PortfolioSnapshot:
    """The figures of the sample as earlier rules may have computed them: with another share of the city."""
    snapshot = rakor._figures(session)
    assert snapshot.city.progress is not None
    return replace(snapshot, city=replace(snapshot.city, progress=replace(snapshot.city.progress, verified=FROZEN)))


def hold(url: str, code: str, figures: Callable[[Session], PortfolioSnapshot]) -> None:
    """Planned, begun and closed at once."""
    engine, now = make_engine(url), datetime.now(UTC)
    held_on = now.astimezone(CITY_ZONE).date()
    draft = MeetingDraft(code=code, name=f"Rapat {code}", held_on=held_on, minutes_planned=60)
    with writing(engine) as session:
        meetings.plan(session, CHAIR, draft, at=now)
    rakor.hold_meeting(engine, code, figures)
    engine.dispose()


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The sample with a meeting on figures of earlier rules, and one of today after it."""
    url = sample_database(tmp_path_factory.mktemp("since"))
    with pytest.MonkeyPatch.context() as patched, time_machine.travel(f"{HELD}T02:00:00Z", tick=True):
        patched.setattr(operations, "RULES", EARLIER_RULES)
        hold(url, "RK-LALU", as_frozen_then)
    with time_machine.travel(f"{TODAY}T02:00:00Z", tick=True):
        hold(url, "RK-KINI", rakor._figures)
    return url


@pytest.fixture(autouse=True)
def day(city: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", city)
    with time_machine.travel(f"{TODAY}T03:00:00Z", tick=True):
        yield


def sentence(page_html: str) -> str:
    """From the name of the meeting to the full stop."""
    match = re.search(r"Sejak rapat 24 Nov 2026: [^.]*\.", page_html.replace(NBSP, " "))
    assert match is not None, page_html
    return match[0]


def on_wall(path: str = "/layar/contoh?tampilan=sejak-rapat") -> str:
    answer = TestClient(Starlette(routes=routes())).get(path)
    return answer.text.replace("\N{WORD JOINER}", "")


def test_screens_wall_and_minutes_say_one_sentence_of_the_frozen_document(
    city: str, monkeypatch: pytest.MonkeyPatch, signed_in_as: Callable[..., Actor]
) -> None:
    overview = html(visit(city, OVERVIEW, monkeypatch, per=TODAY))
    changes = html(visit(city, CHANGES, monkeypatch, per=TODAY))
    signed_in_as(city, Role.ADMINISTRATOR, None)
    page = visit(city, MEETING, monkeypatch, per=TODAY, kode="RK-KINI", lihat="kirim")
    minutes = "\n".join(code.value for code in page.code)
    sentences_shown = {sentence(overview), sentence(changes), sentence(minutes), sentence(on_wall())}
    assert len(sentences_shown) == 1
    assert SAID in overview
    assert SAID in changes
    assert SAID in minutes
    assert SAID in on_wall().replace(NBSP, " ")


def test_the_difference_is_to_the_frozen_figure_and_says_what_other_rules_make_of_it(
    city: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with reading(make_engine(city)) as session:
        now = rakor._figures(session).city.progress
    assert now is not None
    points = round(float(now.verified - FROZEN) * 100, 1)
    text = html(visit(city, OVERVIEW, monkeypatch, per=TODAY))
    shown = f"{points:+.1f}".replace(".", ",").replace("-", "−")
    assert f"sejak rapat lalu {shown} poin, semuanya karena aturan hitung diubah" in text
    assert f"{shown} aturan" in on_wall()


def test_the_page_of_an_agency_says_that_the_rules_were_others(city: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert SAID in html(visit(city, AGENCIES, monkeypatch, per=TODAY, kode="DLH"))


def test_the_workbook_of_perubahan_has_the_same_counts_and_parts_that_add_up(
    city: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: list[bytes] = []

    def offered(_key: str, _label: str, name: str, content: Callable[[], bytes]) -> None:
        if name.endswith(".xlsx"):
            files.append(content())

    monkeypatch.setattr("smartcity.ui.components.download.offer", offered)
    page = html(visit(city, CHANGES, monkeypatch, per=TODAY, sejak="2026-10-20"))
    book = load_workbook(BytesIO(files[-1]), data_only=True)
    counts = dict(list(book["Perubahan"].values)[1:])  # type: ignore[arg-type, var-annotated]
    for label, number in counts.items():
        assert f'<span class="label">{label}</span> <strong>{number}</strong>' in page
    listed = [row[1] for row in list(book["Tahapan"].values)[1:]]
    assert {label: listed.count(label) for label in ("Baru Terlambat", "Mundur", "Selesai", "Pulih")} == {
        label: counts[label] for label in ("Baru Terlambat", "Mundur", "Selesai", "Pulih")
    }
    head, *rows = book["Asal selisih"].values
    assert head[1:] == ("Selisih", "Dari Pekerjaan", "Karena Waktu", "Karena Rencana Diubah", "Karena Aturan Diubah")
    assert len(rows) == 7
    for row in rows:
        assert row[1] == pytest.approx(sum(row[2:]))


def test_frozen_data_that_is_broken_is_said_and_what_was_known_then_stands_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = sample_database(tmp_path)
    hold_on = time_machine.travel(f"{HELD}T02:00:00Z", tick=True)
    with hold_on:
        hold(url, "RK-LALU", as_frozen_then)
    with make_engine(url).begin() as connection:
        for (name,) in connection.execute(text("SELECT name FROM sqlite_master WHERE type='trigger'")).all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text("UPDATE snapshot SET sha256 = 'x'"))
    content = html(visit(url, OVERVIEW, monkeypatch, per=TODAY))
    assert "Data beku rapat itu tidak utuh lagi" in content
    assert "karena aturan hitung" not in content
