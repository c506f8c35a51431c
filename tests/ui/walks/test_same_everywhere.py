"""Every number has one source: all figures are the same on screen, in chart, workbook, wall, terminal and domain.

Each rendering names its precision; the exact value of the domain is compared through it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial
from html import escape
from typing import Any

import pytest

from smartcity.charts.timeline import LONGEST
from smartcity.cli.figures import figure_tables
from smartcity.domain.calendar import CITY_ZONE, ROMAN, Period
from smartcity.domain.facts.change_requests import Promise, promises
from smartcity.domain.facts.history import Change
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.indicators.quarters import Quarter
from smartcity.domain.meetings.wall import View
from smartcity.domain.money.balances import Spending, spendings
from smartcity.domain.money.budgets import Line
from smartcity.domain.plan.due_dates import overdue_milestones, upcoming_milestones
from smartcity.domain.plan.milestones import MilestoneFacts
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.plan.progress import Progress
from smartcity.domain.portfolio.agencies import Reliability, reliabilities
from smartcity.domain.portfolio.freshness import age_of_outcome
from smartcity.domain.portfolio.portfolio import Group, Portfolio
from smartcity.domain.portfolio.snapshot import take_snapshot
from smartcity.domain.rounding import (
    Number,
    Points,
    achievement_in_file,
    achievement_shown,
    points_beside,
    points_beside_in_file,
    progress_in_file,
    progress_shown,
)
from smartcity.domain.thresholds import PREDICATES
from smartcity.exchange.figures_document import Instant, figures_document
from smartcity.i18n.figures import gap_text
from smartcity.i18n.words import Words
from smartcity.presentation.formatter import Formatter
from smartcity.queries import budgets, history, indicators, portfolio
from smartcity.store.engine import make_engine, reading
from smartcity.ui.frame.sitemap import AGENCIES, DIMENSIONS, INDICATORS, OVERVIEW, PROGRAMMES, TIMELINE, Screen
from smartcity.web.wall.facts import _live
from smartcity.web.wall.formatter import WallFormatter
from smartcity.web.wall.views import BUILDERS
from tests.commands.test_operations import DAY
from tests.sample import sample_database
from tests.ui.walks.pages_seen import Seen, look

EDGES = [band.lower for band in PREDICATES.levels]
WORDS = Words("id")
SAY = Formatter(WORDS, DAY, CITY_ZONE.key)


@dataclass(frozen=True)
class City:
    """What the domain says, asked without any screen."""

    plan: Portfolio
    outcomes: tuple[Outcome, ...]
    lines: tuple[Line, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Stated:
    """One figure of a screen and how to find it there; `code` opens the page it stands on."""

    screen: Screen
    name: str
    check: Callable[[Seen], None]
    code: str | None = None


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sample_database(tmp_path_factory.mktemp("same"))


@pytest.fixture(scope="module")
def city(sample: str) -> City:
    engine = make_engine(sample)
    with reading(engine) as session:
        plan, outcomes = portfolio.load_portfolio(session, DAY), indicators.outcomes(session, DAY)
        lines, changes = budgets.budget_lines(session, DAY), history.all_requested_changes(session, DAY)
    engine.dispose()
    assert plan is not None
    return City(plan, outcomes, lines, changes)


def number(value: object) -> float | None:
    return None if value is None else float(str(value))


def shown_as(value: object, expected: Decimal | None) -> bool:
    return number(value) == number(expected)


@dataclass(frozen=True)
class Rendering:
    """A surface and the precision by which each of its figures comes from the exact one."""

    name: str
    share: Callable[[Fraction], Decimal | Fraction]
    achievement: Callable[[Fraction, Sequence[Number]], Decimal | Fraction | None]
    difference: Callable[[Fraction, Fraction], Points | Decimal | Fraction | None]


def _exact_share(share: Fraction) -> Fraction:
    return share


def _exact_achievement(share: Fraction, _: Sequence[Number]) -> Fraction:
    return share * 100


def _exact_difference(share: Fraction, other: Fraction) -> Fraction:
    return (share - other) * 100


SCREEN = Rendering("screen", progress_shown, achievement_shown, points_beside)
CHART = Rendering("chart", progress_shown, achievement_shown, points_beside)
WALL = Rendering("wall", progress_shown, achievement_shown, points_beside)
WORKBOOK = Rendering("workbook", progress_in_file, achievement_in_file, points_beside_in_file)
TABLES = Rendering("figures tables", progress_in_file, achievement_in_file, points_beside_in_file)
INTERFACE = Rendering("figures --json", _exact_share, _exact_achievement, _exact_difference)
RENDERINGS = (SCREEN, CHART, WALL, WORKBOOK, TABLES, INTERFACE)


def percent(rendering: Rendering, share: Fraction | None) -> str:
    """As text of a rendering made for people."""
    shown = None if share is None else rendering.share(share)
    assert not isinstance(shown, Fraction)
    return WORDS.percent(shown)


def booked(share: Fraction | None) -> Decimal | None:
    shown = None if share is None else WORKBOOK.share(share)
    assert not isinstance(shown, Fraction)
    return shown


def achieved_in_book(indicator: Outcome) -> Decimal | None:
    shown = indicator.to_date.floored
    booked_share = None if shown is None else WORKBOOK.achievement(shown, EDGES)
    assert not isinstance(booked_share, Fraction)
    return booked_share


def in_book(group: Group) -> str:
    """Its name in a workbook: agencies stand there in full."""
    return str(getattr(group, "agency", group).name)


def check_group(group: Group, name: str, sheet: str, seen: Seen) -> None:
    """A row of standings: the bar, the percent beside it, the row of the workbook."""
    progress = group.roll_up.progress
    verified = progress.verified if progress else None
    assert shown_as(seen.cell(sheet, in_book(group), "Terverifikasi"), booked(verified))
    assert percent(CHART, verified) in seen.printed(name), "the percent in the row"
    if progress is not None:
        assert seen.bar("verified", name) == pytest.approx(float(progress.verified), abs=1e-9)
        assert seen.bar("planned", name) == pytest.approx(float(progress.planned), abs=1e-9)
        assert shown_as(
            seen.cell(sheet, in_book(group), "Deviasi"),
            WORKBOOK.difference(progress.verified, progress.planned),  # type: ignore[arg-type]
        )


def check_health_count(group: Group, health: str, count: int, seen: Seen) -> None:
    label = next(h for h, _ in group.roll_up.healths if h.value == health)
    assert seen.bar(health, group.name) == count
    assert str(count) in seen.printed(group.name)
    assert seen.cell("OPD", in_book(group), WORDS.label(label)) == count


def check_city(city: City, seen: Seen) -> None:
    progress = city.plan.city.progress
    assert progress is not None
    assert f"<strong>{percent(SCREEN, progress.verified)}</strong>" in seen.text
    assert shown_as(seen.cell("Kota", city.plan.plan.city, "Terverifikasi"), booked(progress.verified))
    silent = city.plan.whole.silence
    assert str(SAY.silence(silent)) in seen.text
    assert seen.cell("Kota", city.plan.plan.city, "Terlama Tanpa Kabar (hari)") == (silent.longest or None)


def check_card(group: Group, sheet: str, seen: Seen) -> None:
    """The figure on top of a chosen dimension or agency."""
    progress = group.roll_up.progress
    assert progress is not None
    assert f"<strong>{percent(SCREEN, progress.verified)}</strong>" in seen.text
    assert shown_as(seen.cell(sheet, in_book(group), "Terverifikasi"), booked(progress.verified))


def check_curve(group: Group, seen: Seen) -> None:
    """Where the S-curve of a dimension stands today is what its figure says."""
    check_card(group, "Dimensi", seen)
    progress = group.roll_up.progress
    assert progress is not None
    assert seen.point("verified", WORDS.short_day(DAY)) == pytest.approx(float(progress.verified), abs=1e-4)


def check_programme(programme: Programme, seen: Seen) -> None:
    progress = programme.progress
    assert f"<strong>{percent(SCREEN, progress.verified if progress else None)}</strong>" in seen.text
    assert shown_as(
        seen.cell("Program", programme.name, "Terverifikasi"), booked(progress.verified if progress else None)
    )


def check_due(name: str, facts: MilestoneFacts, sheet: str, seen: Seen) -> None:
    """A row of a timeline: where its bar ends (one day long at least), the day in words, the day in the workbook."""
    due_on = facts.due_on
    assert seen.span_end(name) == max(due_on, facts.starts_on + timedelta(days=1))
    assert WORDS.short_day(due_on) in seen.text
    cell = seen.cell(sheet, name, "Tenggat")
    assert str(cell).startswith(due_on.isoformat())


def check_money(spending: Spending, seen: Seen) -> None:
    """Work as a bar, money as a mark, the gap in words, all three in the workbook."""
    name, balance = spending.programme.name, spending.balance
    for trace, heading, share in (
        ("physical", "Fisik", balance.physical),
        ("financial", "Keuangan", balance.financial),
    ):
        assert seen.bar(trace, name) == (None if share is None else pytest.approx(float(share)))
        assert shown_as(seen.cell("Keuangan dan fisik", name, heading), booked(share))
        assert percent(CHART, share) in seen.printed(name)
    gap = points_beside_in_file(balance.physical, balance.financial)
    assert shown_as(seen.cell("Keuangan dan fisik", name, "Selisih"), gap)
    assert gap_text(WORDS, points_beside(balance.physical, balance.financial)) in seen.printed(name)


def check_reliability(reliability: Reliability, seen: Seen) -> None:
    """Kept promises with their number, what is late by itself and for whom; in table and workbook."""
    name, share = reliability.agency.name, reliability.promises.share
    assert shown_as(seen.cell("Janji yang ditepati", name, "Tepat waktu"), booked(share))
    row = (
        seen.text.split("Janji yang ditepati")[1]
        .split(f">{escape(reliability.agency.short_name)}</a>")[1]
        .split("</tr>")[0]
    )
    assert percent(SCREEN, share) in row
    counts = (reliability.late.own, reliability.late.blocked, reliability.awaited)
    headings = ("Terlambat sendiri", "Terlambat karena pihak lain", "Ditunggu tahapan OPD lain")
    assert tuple(seen.cell("Janji yang ditepati", name, heading) for heading in headings) == counts
    assert [int(count) for count in re.findall(r">(\d+)<", row)][-3:] == list(counts)


def check_promise(promise: Promise, seen: Seen) -> None:
    """A line of the ledger: first promise, net days."""
    name = promise.milestone.name
    assert seen.cell("Buku janji", name, "Bersih, hari") == promise.net_days
    row = seen.text.split("Buku janji")[1].split(escape(name))[1].split("</tr>")[0]
    assert WORDS.short_day(promise.first_due_on) in row
    assert (f"{promise.net_days:+d}" if promise.net_days else "0") in row


def check_outcome(indicator: Outcome, period: Period | None, seen: Seen) -> None:
    """The achievement on top, the newest reading in chart, table and workbook."""
    assert f"<strong>{SAY.achieved(indicator.to_date)}</strong>" in seen.text
    assert shown_as(seen.cell("Indikator", indicator.card.name, "Capaian s.d. Triwulan"), achieved_in_book(indicator))
    aged = age_of_outcome(indicator, period, DAY)
    assert seen.cell("Indikator", indicator.card.name, "Tanpa Kabar (hari)") == (aged.silent_days if aged else None)
    for quarter in indicator.quarters[-4:]:
        check_quarter(quarter, seen)


def check_listed(indicator: Outcome, seen: Seen) -> None:
    """All are in the workbook of the list; its table shows them page by page."""
    assert shown_as(seen.cell("Indikator", indicator.card.name, "Capaian s.d. Triwulan"), achieved_in_book(indicator))
    if f">{escape(indicator.card.name)}</a>" in seen.text:
        assert SAY.achieved(indicator.to_date) in seen.text


def check_quarter(quarter: Quarter, seen: Seen) -> None:
    label = f"{ROMAN[quarter.period.number - 1]} ’{quarter.period.year % 100:02d}"
    value = quarter.measured.value
    cell = seen.cell("Per triwulan", SAY.period(quarter.period), "Realisasi")
    worded = SAY.words.number(Decimal(str(cell))) if isinstance(cell, int | float) else cell
    assert worded == (SAY.measured(quarter.reading) if quarter.reading else None)
    assert quarter.reading is None or quarter.reading.value is None or worded != cell
    assert seen.point("readings", label) == (None if value is None else pytest.approx(float(value)))
    assert SAY.measured(quarter.reading) in seen.text


def overview(city: City) -> Iterator[Stated]:
    yield Stated(OVERVIEW, "the city", partial(check_city, city))
    for group in city.plan.by_dimension:
        yield Stated(OVERVIEW, group.name, partial(check_group, group, group.name, "Dimensi"))
    for agency in city.plan.by_agency:
        for health, count in agency.roll_up.healths:
            yield Stated(OVERVIEW, f"{agency.name}, {health}", partial(check_health_count, agency, health.value, count))


def dimensions(city: City) -> Iterator[Stated]:
    for group in city.plan.by_dimension:
        yield Stated(DIMENSIONS, group.name, partial(check_curve, group), group.code)
        for sub in city.plan.by_sub_dimension(group.code):
            check = partial(check_group, sub, sub.name, "Sub-dimensi")
            yield Stated(DIMENSIONS, sub.name, check, group.code)


def money(city: City) -> Iterator[Stated]:
    for group in city.plan.by_dimension:
        compared = spendings(group.programmes, city.lines, city.plan.plan.rule, DAY)
        for one in compared if len(compared) > 1 else ():
            yield Stated(DIMENSIONS, f"money of {one.programme.name}", partial(check_money, one), group.code)


def reliability(city: City) -> Iterator[Stated]:
    for reliability in reliabilities(city.plan):
        yield Stated(AGENCIES, f"promises of {reliability.agency.name}", partial(check_reliability, reliability))


def agencies(city: City) -> Iterator[Stated]:
    for group in city.plan.by_agency:
        yield Stated(AGENCIES, group.name, partial(check_group, group, group.name, "OPD"))
        if group.roll_up.progress:
            yield Stated(AGENCIES, f"{group.name} alone", partial(check_card, group, "OPD"), group.code)


def programmes(city: City) -> Iterator[Stated]:
    for programme in city.plan.programmes:
        yield Stated(PROGRAMMES, programme.name, partial(check_programme, programme), programme.code)
        for name in _once(m.name for m in programme.milestones):
            facts = next(m.facts for m in programme.milestones if m.name == name)
            check = partial(check_due, name, facts, "Tahapan")
            yield Stated(PROGRAMMES, name, check, programme.code)


def timeline(city: City) -> Iterator[Stated]:
    for promise in promises(city.plan.milestones, city.changes):
        yield Stated(TIMELINE, f"promise of {promise.milestone.name}", partial(check_promise, promise))
    due = upcoming_milestones(city.plan.milestones, DAY, 30)
    names = [m.name for _, m in (*due, *overdue_milestones(city.plan.milestones))]
    for name in _once(names):
        for _, milestone in due:
            if milestone.name == name:
                yield Stated(TIMELINE, name, partial(check_due, name, milestone.facts, "Akan jatuh tempo"))


def outcomes(city: City) -> Iterator[Stated]:
    for outcome in city.outcomes:
        yield Stated(
            INDICATORS, outcome.card.name, partial(check_outcome, outcome, city.plan.period), outcome.card.code
        )
    for outcome in city.outcomes:
        yield Stated(INDICATORS, f"{outcome.card.name} in the list", partial(check_listed, outcome))


def _once(names: Iterable[str]) -> list[str]:
    """Names that no other row begins like: only these can be found by their label, which is cut where it is long."""
    listed = list(names)
    starts = Counter(name[: LONGEST - 1] for name in listed)
    return [name for name in listed if starts[name[: LONGEST - 1]] == 1]


SCREENS = (overview, dimensions, money, agencies, reliability, programmes, timeline, outcomes)


@pytest.fixture(scope="module")
def opened() -> dict[tuple[str, str | None], Seen]:
    """The pages of this module, each opened once."""
    return {}


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.__name__)
def test_f18_all_figures(
    screen: Callable[[City], Iterator[Stated]],
    sample: str,
    city: City,
    opened: dict[tuple[str, str | None], Seen],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wrong = []
    for one in screen(city):
        place = (one.screen.key, one.code)
        if place not in opened:
            query = {} if one.code is None else {"kode": one.code}
            opened[place] = look(sample, one.screen, monkeypatch, **query)
        try:
            one.check(opened[place])
        except (AssertionError, KeyError) as error:
            wrong.append(f"{one.name} on {one.screen.key}: {error}"[:300])
    assert not wrong, "\n".join(wrong)


def on_wall(view: View, sample: str) -> dict[str, str]:
    """All rows of a view by their titles: value and verdict as text."""
    engine = make_engine(sample)
    with reading(engine) as session:
        facts = _live(session, sample, DAY)
    engine.dispose()
    assert facts is not None
    picture = BUILDERS[view](facts, WallFormatter(WORDS, DAY, CITY_ZONE.key), len(facts.plan.programmes) + 1000)
    return {str(row.name): f"{row.value} {row.verdict} {row.sub}" for row in picture.rows}


def test_f18_all_figures_on_the_wall(sample: str, city: City) -> None:
    rows = on_wall(View.DIMENSIONS, sample)
    for group in city.plan.by_dimension:
        progress = group.roll_up.progress
        assert percent(WALL, progress.verified if progress else None) in rows[group.name]
        assert progress is None or not progress.planned or percent(WALL, progress.planned) in rows[group.name]
    quick = on_wall(View.QUICK_WINS, sample)
    for programme in (p for p in city.plan.programmes if p.is_quick_win):
        progress = programme.progress
        assert quick[programme.name].startswith(percent(WALL, progress.verified if progress else None))
    listed = on_wall(View.INDICATORS, sample)
    for outcome in city.outcomes:
        if outcome.to_date.predicate is not None and outcome.card.name in listed:
            assert WORDS.percent(outcome.to_date.percent) in listed[outcome.card.name]


@pytest.fixture(scope="module")
def document(city: City) -> dict[str, Any]:
    return figures_document(take_snapshot(city.plan, city.outcomes, city.lines), Instant(1))


def every_progress(city: City) -> Iterator[tuple[str, Progress | None]]:
    yield "city", city.plan.city.progress
    for section, groups in (("dimensions", city.plan.by_dimension), ("agencies", city.plan.by_agency)):
        for group in groups:
            yield section, group.roll_up.progress
    for programme in city.plan.programmes:
        yield "programmes", programme.progress


def test_f18_all_figures_of_the_interface_are_exact(city: City, document: dict[str, Any]) -> None:
    listed = {s: iter([document[s]] if s == "city" else document[s]) for s, _ in every_progress(city)}
    for section, progress in every_progress(city):
        entry = next(listed[section])
        if progress is None:
            assert entry["verified"] is None
            continue
        for name in ("planned", "verified", "claimed"):
            assert Fraction(entry["exact"][name]) == INTERFACE.share(getattr(progress, name))
        assert entry["deviation_points"] == float(_exact_difference(progress.verified, progress.planned))
    for entry, outcome in zip(document["indicators"], city.outcomes, strict=True):
        shown = outcome.to_date.floored
        assert entry["to_date"]["exact"] == (None if shown is None else str(_exact_achievement(shown, EDGES)))


def test_f18_all_figures_of_the_tables_have_two_decimals(city: City, document: dict[str, Any]) -> None:
    tables = list(figure_tables(WORDS, document))
    cells = [[list(column.cells) for column in table.columns] for table in tables]
    sections = {"city": 0, "dimensions": 1, "agencies": 3, "programmes": 4}
    rows = {section: iter(zip(*cells[number], strict=True)) for section, number in sections.items()}
    for section, progress in every_progress(city):
        row = next(rows[section])
        for share in (progress.planned, progress.verified, progress.claimed) if progress else ():
            assert percent(TABLES, share) in row
        if progress is not None:
            assert WORDS.rounded(points_beside_in_file(progress.verified, progress.planned)) in row
    achieved = [cell for column in cells[7] for cell in column]
    for outcome in city.outcomes:
        assert outcome.to_date.floored is None or WORDS.percent(achieved_in_book(outcome)) in achieved
