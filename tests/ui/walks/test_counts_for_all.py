"""F14: counts are of what is, for every reader; only the words of what is confidential are hidden."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
import time_machine
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from smartcity.commands.meetings import agenda, meetings
from smartcity.commands.meetings.decisions import DecisionDraft
from smartcity.commands.meetings.meetings import MeetingDraft
from smartcity.domain.access.roles import GUEST, Actor, is_allowed
from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.enums import Role
from smartcity.domain.meetings.agenda import proposals
from smartcity.i18n.figures import count_text
from smartcity.i18n.words import Words
from smartcity.queries import decisions as decision_queries
from smartcity.store.engine import make_engine, reading, writing
from smartcity.ui.frame.sitemap import (
    AGENCIES,
    CHANGES,
    CHECKS,
    COMPLIANCE,
    DECISIONS,
    DIMENSIONS,
    INDICATORS,
    LEDGER,
    MEETING,
    OVERVIEW,
    PERIODS,
    PROGRAMMES,
    QUICK_WINS,
    TIMELINE,
    Screen,
)
from smartcity.web.routes import routes
from tests import rakor
from tests.rakor import CHAIR
from tests.sample import sample_database
from tests.ui.opening import html, open_screen
from tests.ui.walks.headline_rows import disagreements

FIRST, SECOND, TODAY = "2026-11-20", "2026-11-24", "2026-11-26"
CAST: list[tuple[Role, str | None]] = [
    (Role.GUEST, None),
    *((role, None) for role in Role if role not in (Role.GUEST, Role.AGENCY)),
]
CAST += [(Role.AGENCY, "DLH"), (Role.AGENCY, "DISHUB")]


def hold(url: str, code: str, taken: tuple[DecisionDraft, ...]) -> None:
    """On an agenda that the rules fill, decisions of earlier meetings with it."""
    engine, now = make_engine(url), datetime.now(UTC)
    with reading(engine) as session:
        figures, readable = rakor._figures(session), decision_queries.readable_decisions(session, now.date(), CHAIR)
    draft = MeetingDraft(code=code, name=f"Rapat {code}", held_on=now.date(), minutes_planned=90)
    with writing(engine) as session:
        meetings.plan(session, CHAIR, draft, at=now)
        agenda.propose(session, CHAIR, code, proposals(figures.portfolio, readable, 90), at=now)
    rakor.hold_meeting(engine, code, taken=taken)
    engine.dispose()


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two meetings: the first decides five things, one of them confidential, which the second has on its agenda."""
    url = sample_database(tmp_path_factory.mktemp("counts"))
    with time_machine.travel(f"{FIRST}T02:00:00Z", tick=True):
        due_on = datetime.now(CITY_ZONE).date() + timedelta(days=2)
        drafts = (DecisionDraft(f"Arahan {n}", "DLH", due_on, n == 3, programme="EN-04") for n in range(5))
        hold(url, "RK-LALU", tuple(drafts))
    with time_machine.travel(f"{SECOND}T02:00:00Z", tick=True):
        hold(url, "RK-KINI", (DecisionDraft("Rapat tertutup", "DLH", None, is_confidential=True),))
    return url


PLACES: tuple[tuple[Screen, dict[str, str]], ...] = (
    (OVERVIEW, {}),
    (DIMENSIONS, {"kode": "EN"}),
    (AGENCIES, {}),
    (AGENCIES, {"kode": "DLH"}),
    (PROGRAMMES, {}),
    (PROGRAMMES, {"kode": "EN-04"}),
    (QUICK_WINS, {}),
    (INDICATORS, {}),
    (TIMELINE, {}),
    (CHANGES, {}),
    (COMPLIANCE, {}),
    (MEETING, {"kode": "RK-KINI"}),
    (MEETING, {"kode": "RK-LALU"}),
    (DECISIONS, {}),
    (DECISIONS, {"status": "semua"}),
    (PERIODS, {}),
    (CHECKS, {}),
    (LEDGER, {}),
)
# What is about the reader himself: his account, his duties, and what he alone may do.
OWN = re.compile(r'class="block account"|class="block card own"|href="[^"]*/(lapor|verifikasi)')
SECRET = re.compile(r"<(tr|li)\b(?:(?!</\1>).)*?rahasia.*?</\1>", re.IGNORECASE | re.DOTALL)
# Evidence counts for everybody; which of it opens is the reader's.
PROOFS = re.compile(r'<(span|p) class="evidence[^"]*">(?:<span[^>]*>.*?</span>|(?!</?span).)*?</\1>', re.DOTALL)
HIGHLIGHT = re.compile(r' class="mine"')


@pytest.fixture
def open_to_guests(city: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("SMARTCITY_DATABASE_URL", city)
    monkeypatch.setenv("SMARTCITY_GUESTS", "on")
    with time_machine.travel(f"{TODAY}T03:00:00Z", tick=True):
        yield


def seen(screen: Screen, query: dict[str, str]) -> AppTest:
    return open_screen(screen, **{"per": TODAY, **query})


def blocks_of(page: AppTest) -> list[str]:
    """The text of every block and chart that is not about the reader; of what is confidential only that it is there."""
    blocks = [element.proto.body for element in page.get("html") if not element.proto.body.startswith("<style")]
    shared = [element for element in blocks if not OWN.search(HIGHLIGHT.sub("", element))]
    charts = [chart.proto.spec for chart in page.get("plotly_chart")]
    return [*(_plain(element) for element in shared), *charts]


def _plain(html_block: str) -> str:
    if 'class="block decision"' in html_block and "rahasia" in html_block.casefold():
        return "RAHASIA"
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", PROOFS.sub(" ", SECRET.sub(" RAHASIA ", html_block)))).split())


@pytest.mark.usefixtures("open_to_guests")
def test_f14_every_number_is_the_same_for_every_reader(city: str, signed_in_as: Callable[..., Actor]) -> None:
    """Whoever may look at a screen reads what all others read; what only some are shown beside it has no number."""
    first: dict[int, list[str]] = {}
    for role, agency in CAST:
        actor = signed_in_as(city, role, agency) if role is not Role.GUEST else GUEST
        for number, (screen, query) in enumerate(PLACES):
            if not is_allowed(actor, screen.act):
                continue
            page, where = seen(screen, query), f"{screen.key} {query} as {actor.name}"
            shown_blocks = blocks_of(page)
            assert query or disagreements(screen.key, html(page)) == [], where
            base = first.setdefault(number, shown_blocks)
            assert [element for element in base if element not in shown_blocks] == [], where
            more = [element for element in shown_blocks if element not in base]
            assert [element for element in more if re.search(r"\d", element)] == [], where


@pytest.mark.usefixtures("open_to_guests")
@pytest.mark.parametrize("role", [Role.GUEST, Role.ADMINISTRATOR])
def test_f14_five_decisions_one_of_them_confidential(role: Role, city: str, signed_in_as: Callable[..., Actor]) -> None:
    if role is not Role.GUEST:
        signed_in_as(city, role)
    meeting = html(seen(MEETING, {"kode": "RK-LALU"}))
    assert "menghasilkan lima arahan, satu rahasia; belum ada yang selesai." in meeting
    assert meeting.count('class="block decision"') == 5
    assert ("Arahan 3" in meeting) is (role is Role.ADMINISTRATOR)
    listed = html(seen(DECISIONS, {"status": "semua"}))
    assert ("Arahan 3" in listed) is (role is Role.ADMINISTRATOR)


@pytest.mark.usefixtures("open_to_guests")
def test_f14_screen_and_wall_count_the_same_open_decisions() -> None:
    listed = html(seen(DECISIONS, {}))
    headline = _plain(listed.split("<h1")[1].split("</h1>")[0].partition(">")[2])
    wall = TestClient(Starlette(routes=routes())).get("/layar/contoh?tampilan=arahan").text
    assert _plain(wall.split("<h1")[1].split("</h1>")[0].partition(">")[2]) == headline
    assert re.search(r"arahan masih terbuka, \w+ rahasia; ", headline)
    assert "Rapat tertutup" not in wall
    open_ones = len(re.findall("<tr", listed.split("<tbody>")[1].split("</tbody>")[0]))
    assert headline.lower().startswith(f"{count_text(Words(), open_ones)} arahan")
