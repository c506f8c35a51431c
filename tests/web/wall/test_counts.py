"""F19: in every view of the wall the headline counts what its picture and its rows show, by one rule."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import Engine
from sqlmodel import Session

from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.enums import DecisionState, Health, MilestoneStatus, Predicate, Reporting
from smartcity.domain.facts.decisions import Answer
from smartcity.domain.meetings.wall import MOST_ROWS, View
from smartcity.domain.plan.curve import Overdue
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.attention import top_concerns
from smartcity.domain.portfolio.changes import Turn
from smartcity.i18n.figures import count_text
from smartcity.i18n.words import Words
from smartcity.presentation.labels import look
from smartcity.settings import settings
from smartcity.store.engine import reading
from smartcity.web.wall.elements import ViewContent
from smartcity.web.wall.facts import Facts, _live
from smartcity.web.wall.formatter import WallFormatter
from smartcity.web.wall.views import BUILDERS
from tests.domain.cities import AT, decision, milestone, portfolio, programme
from tests.domain.plans import TODAY, done, step

WORDS = Words("id")
EVERY = 1000
S = MilestoneStatus
DAYS = [date(2026, 11, 24), date(2026, 7, 15), date(2025, 6, 30)]


def drawn(view: View, facts: Facts) -> ViewContent:
    """With room for every row."""
    say = WallFormatter(WORDS, facts.plan.as_of, CITY_ZONE.key)
    content = BUILDERS[view](facts, say, EVERY)
    assert not content.more
    return content


def toned(picture: ViewContent, *members: object) -> int:
    """Rows whose verdict has the tone of one of these."""
    tones = {look(member)[0] for member in members}
    return sum(any(f'"tone {tone}' in str(row.verdict) for tone in tones) for row in picture.rows)


def is_stated(title: str, text: str) -> bool:
    """As a count of its own, not as the end of a longer one."""
    return re.search(rf"(^|\s){re.escape(text)}", title, re.IGNORECASE) is not None


@pytest.fixture(params=DAYS, ids=str)
def sample_facts(request: pytest.FixtureRequest, sample: Engine) -> Facts:
    with reading(sample) as session:
        return _known(session, request.param)


def _known(session: Session, day: date) -> Facts:
    live_facts = _live(session, settings().database_url, day)
    assert live_facts is not None
    return live_facts


def late_quick_wins(facts: Facts, picture: ViewContent) -> tuple[int, int]:
    return sum(bool(p.late) for p in facts.plan.programmes if p.is_quick_win), toned(picture, S.LATE)


def late_concerns(_: Facts, picture: ViewContent) -> tuple[int, int]:
    shown = sum("lewat" in str(row.verdict) or "terlambat" in str(row.verdict).lower() for row in picture.rows)
    match = re.search(r"; (\w+) melewati tenggat", picture.title)
    counted = next((n for n in range(100) if match and count_text(WORDS, n) == match[1]), None)
    return shown if counted is not None else 0, counted or 0


def due_soon(_: Facts, picture: ViewContent) -> tuple[int, int]:
    match = re.match(r"(\w+) tahapan jatuh tempo", picture.title)
    return len(picture.rows), _number(match[1]) if match else 0


def not_started(_: Facts, picture: ViewContent) -> tuple[int, int]:
    match = re.search(r"; (\w+) belum dimulai", picture.title)
    return sum("belum dimulai" in str(row.sub) for row in picture.rows), _number(match[1]) if match else 0


def low_indicators(_: Facts, picture: ViewContent) -> tuple[int, int]:
    match = re.match(r"(\w+) dari \d+ indikator masih rendah", picture.title)
    shown = sum(
        any(WORDS.label(p) in re.split(r"<span>", str(row.verdict))[-1].split("<")[0:1] for p in LOW)
        for row in picture.rows
    )
    return shown, _number(match[1]) if match else 0


def missing_agencies(_: Facts, picture: ViewContent) -> tuple[int, int]:
    match = re.match(r"(\w+) dari \d+ OPD belum lapor", picture.title)
    silent = [part for part in picture.spreads[0].segments if part.member not in (Reporting.ON_TIME, Reporting.LATE)]
    return sum(part.count for part in silent), _number(match[1]) if match else 0


def fine_dimensions(_: Facts, picture: ViewContent) -> tuple[int, int] | None:
    match = re.search(r"; (\w+) dari \w+ dimensi sesuai rencana", picture.title)
    return (toned(picture, Health.DONE, Health.ON_TRACK), _number(match[1])) if match else None


def overdue_decisions(_: Facts, picture: ViewContent) -> tuple[int, int]:
    match = re.search(r"; (\w+) lewat tenggat", picture.title)
    return toned(picture, Health.LATE), _number(match[1]) if match else 0


def became_late(_: Facts, picture: ViewContent) -> tuple[int, int]:
    match = re.search(r": (\S+) tahapan baru terlambat", picture.title)
    label = WORDS.label(Turn.BECAME_LATE)
    tiles = {tile.label: int(tile.value) for tile in picture.tiles if tile.value.isdecimal()}
    assert tiles[label] == (int(match[1]) if match else 0), "the tile"
    return sum(f"<span>{label}</span>" in str(row.verdict) for row in picture.rows), tiles[label]


LOW = (Predicate.LOW, Predicate.VERY_LOW)


def _number(text: str) -> int:
    spelled = next((n for n in range(13) if count_text(WORDS, n) == text.lower()), None)
    return int(text) if spelled is None else spelled


CHECKS: dict[View, tuple[Callable[[Facts, ViewContent], tuple[int, int] | None], ...]] = {
    View.QUICK_WINS: (late_quick_wins,),
    View.CONCERNS: (late_concerns,),
    View.AHEAD: (due_soon, not_started),
    View.INDICATORS: (low_indicators,),
    View.AGENCIES: (missing_agencies,),
    View.DIMENSIONS: (fine_dimensions,),
    View.DECISIONS: (overdue_decisions,),
    View.CHANGES: (became_late,),
}


@pytest.mark.parametrize("view", CHECKS)
def test_f19_the_headline_counts_what_the_rows_show(view: View, sample_facts: Facts) -> None:
    picture = drawn(view, sample_facts)
    if not picture.rows and not picture.spreads:
        return
    for check in CHECKS[view]:
        counted = check(sample_facts, picture)
        assert counted is None or counted[0] == counted[1], picture.title


def test_the_city_shows_no_rows_and_its_programmes_under_their_name(sample_facts: Facts) -> None:
    """Its headline counts milestones, its picture programmes: each says which."""
    picture = drawn(View.CITY, sample_facts)
    assert not picture.rows
    assert all("program" in spread.label.lower() for spread in picture.spreads)


OVERDUE = TODAY - timedelta(days=61)


def quick(number: int, *statuses: MilestoneStatus, health: Health = Health.LATE) -> Programme:
    steps = []
    for place, status in enumerate(statuses):
        claimed: dict[str, Any] = {"latest": done(OVERDUE)} if status is S.AWAITING_VERIFICATION else {}
        day = OVERDUE - timedelta(days=9) if claimed else OVERDUE
        steps.append(milestone(number * 10 + place, step(day - timedelta(days=30), day, **claimed), status=status))
    return programme(number, *steps, is_quick_win=True, health=health)


def test_f19_a_quick_win_that_only_waits_for_its_verdict_is_not_shown_as_late() -> None:
    """The case: headline two late, three rows `lewat 61 hari`; the third was done and waited for its verdict."""
    plan = portfolio(
        quick(1, S.AWAITING_VERIFICATION),
        quick(2, S.AWAITING_VERIFICATION, S.LATE, health=Health.ATTENTION),
        quick(3, S.LATE),
        quick(4, S.DONE, health=Health.DONE),
    )
    facts = Facts(plan, top_concerns(plan), (), None, (), is_frozen=False)
    picture = drawn(View.QUICK_WINS, facts)
    assert is_stated(picture.title, "dua dari empat quick win punya tahapan terlambat")
    assert sum("lewat 61 hari" in str(row.verdict) for row in picture.rows) == 2 == toned(picture, S.LATE)
    assert all("lewat" in str(row.verdict) for row in picture.rows[:2]), "the late ones first"


def test_f19_a_decision_that_waits_for_the_verifier_is_not_counted_as_overdue() -> None:
    answer = Answer(1, "selesai", is_done=True, recorded_at=AT, recorded_by="dlh")
    late, waiting = decision(1, OVERDUE), decision(2, OVERDUE, answers=(answer,))
    facts = Facts(portfolio(), (), (), None, (late, waiting), is_frozen=False, decisions_ever=2)
    picture = drawn(View.DECISIONS, facts)
    assert is_stated(picture.title, "dua arahan masih terbuka; satu lewat tenggat.")
    assert toned(picture, Health.LATE) == 1
    assert [d.state(TODAY) for d in (late, waiting)] == [DecisionState.OVERDUE, DecisionState.WAITING]


def test_f19_what_others_hold_up_is_past_its_day_too(sample: Engine) -> None:
    """Nothing is said to be in time where a listed programme is late for another reason."""
    with reading(sample) as session:
        facts = _known(session, DAYS[0])
    quiet = replace(facts, concerns=tuple(c for c in facts.concerns if c.programme.late)[:1])
    assert quiet.concerns
    assert "belum ada yang melewati" not in drawn(View.CONCERNS, quiet).title


def test_more_rows_than_fit_are_said(sample: Engine) -> None:
    with reading(sample) as session:
        facts = _known(session, DAYS[0])
    say = WallFormatter(WORDS, DAYS[0], CITY_ZONE.key)
    for view in (View.QUICK_WINS, View.AHEAD, View.INDICATORS, View.DECISIONS):
        cut = BUILDERS[view](facts, say, MOST_ROWS)
        assert len(cut.rows) + cut.more == len(drawn(view, facts).rows)


ODD = re.compile(r"[−-]\d+ hari|\bNone\b|\{\w+\}|menunggu laporan")


@pytest.mark.parametrize("day", [date(2026, 12, 31), date(2027, 1, 1)], ids=str)
def test_f25_no_wall_contradicts_itself_around_the_years_end(day: date, sample: Engine) -> None:
    with time_machine.travel(datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo(CITY_ZONE.key)), tick=False):
        with reading(sample) as session:
            facts = _known(session, day)
        views = {view: drawn(view, facts) for view in CHECKS}
    for view, picture in views.items():
        counted = [pair for check in CHECKS[view] if (pair := check(facts, picture)) is not None]
        assert [pair for pair in counted if pair[0] != pair[1]] == [], picture.title
        sentences = [text for row in picture.rows for text in (row.lead, row.name, row.sub, row.value, row.verdict)]
        assert not ODD.search(" ".join(map(str, (picture.title, *sentences)))), view
    assert views[View.AGENCIES].title == "Enam dari 27 OPD belum lapor TW IV 2026."


def test_f16_where_the_cap_decides_a_health_its_reason_stands_on_the_wall() -> None:
    """Its ratio is as planned; only the late milestone makes it amber, and that is what the row tells."""
    capped = replace(quick(1, S.LATE, S.DONE, health=Health.ATTENTION), cap=Overdue(1, 61))
    picture = drawn(View.QUICK_WINS, Facts(portfolio(capped), (), (), None, (), is_frozen=False))
    assert "lewat 61 hari" in str(picture.rows[0].verdict)
    assert "dari seharusnya" in str(picture.rows[0].sub)
