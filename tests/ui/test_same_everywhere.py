"""Every number has one source: ten random figures are the same on screen, in chart, workbook and domain.

Of each of the six screens with a workbook at least one is drawn; a chart is asked by the label of its row.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import partial
from html import escape

import pytest

from smartcity.charts.timeline import LONGEST
from smartcity.domain.ahead import overdue, upcoming
from smartcity.domain.balances import Spending, spendings
from smartcity.domain.budgets import Line
from smartcity.domain.freshness import age_of_outcome
from smartcity.domain.history import Change
from smartcity.domain.milestones import MilestoneFacts
from smartcity.domain.outcomes import Outcome
from smartcity.domain.periods import ROMAN, Period
from smartcity.domain.plan import Programme
from smartcity.domain.portfolio import Group, Portfolio
from smartcity.domain.promises import Promise, promises
from smartcity.domain.quarters import Quarter
from smartcity.domain.reliability import Reliability, reliabilities
from smartcity.domain.rounding import honest_percent, rounded
from smartcity.domain.zone import CITY_ZONE
from smartcity.queries import budgets, history, indicators, portfolio
from smartcity.store.engine import make_engine, reading
from smartcity.telling.said import Said
from smartcity.ui.sitemap import AGENCIES, DIMENSIONS, INDICATORS, OVERVIEW, PROGRAMMES, TIMELINE, Screen
from smartcity.words.figures import gap_text
from smartcity.words.speech import Words
from tests.commands.test_snapshots import DAY
from tests.sample import sample_database
from tests.ui.pages_seen import Seen, look

FIGURES = 10
WORDS = Words("id")
SAY = Said(WORDS, DAY, CITY_ZONE.key)


@dataclass(frozen=True)
class City:
    """What the domain says, asked without any screen."""

    plan: Portfolio
    outcomes: tuple[Outcome, ...]
    lines: tuple[Line, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Number:
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
        plan, outcomes = portfolio.standing(session, DAY), indicators.outcomes(session, DAY)
        lines, changes = budgets.lines(session, DAY), history.changes(session, DAY)
    engine.dispose()
    assert plan is not None
    return City(plan, outcomes, lines, changes)


def number(value: object) -> float | None:
    return None if value is None else float(str(value))


def shown_as(value: object, expected: Decimal | None) -> bool:
    return number(value) == number(expected)


def in_book(found: Group) -> str:
    """Its name in a workbook: agencies stand there in full."""
    return str(getattr(found, "agency", found).name)


def check_group(found: Group, name: str, sheet: str, seen: Seen) -> None:
    """A row of standings: the bar, the percent beside it, the row of the workbook."""
    progress = found.roll_up.progress
    verified = None if progress is None else honest_percent(progress.verified)
    assert shown_as(seen.cell(sheet, in_book(found), "Terverifikasi"), verified)
    assert WORDS.percent(verified) in seen.written(name), "the percent in the row"
    if progress is not None:
        assert seen.bar("verified", name) == pytest.approx(float(progress.verified), abs=1e-9)
        assert seen.bar("planned", name) == pytest.approx(float(progress.planned), abs=1e-9)
        assert shown_as(seen.cell(sheet, in_book(found), "Deviasi"), rounded(progress.deviation, 1))


def check_health_count(found: Group, health: str, count: int, seen: Seen) -> None:
    label = next(h for h, _ in found.roll_up.healths if h.value == health)
    assert seen.bar(health, found.name) == count
    assert str(count) in seen.written(found.name)
    assert seen.cell("OPD", in_book(found), WORDS.label(label)) == count


def check_city(city: City, seen: Seen) -> None:
    progress = city.plan.city.progress
    assert progress is not None
    assert f"<strong>{SAY.percent(progress.verified)}</strong>" in seen.text
    assert shown_as(seen.cell("Kota", city.plan.plan.city, "Terverifikasi"), honest_percent(progress.verified))
    silent = city.plan.whole.silence
    assert str(SAY.silence(silent)) in seen.text
    assert seen.cell("Kota", city.plan.plan.city, "Terlama Tanpa Kabar (hari)") == (silent.longest or None)


def check_card(found: Group, sheet: str, seen: Seen) -> None:
    """The figure on top of a chosen dimension or agency."""
    progress = found.roll_up.progress
    assert progress is not None
    assert f"<strong>{SAY.percent(progress.verified)}</strong>" in seen.text
    assert shown_as(seen.cell(sheet, in_book(found), "Terverifikasi"), honest_percent(progress.verified))


def check_curve(found: Group, seen: Seen) -> None:
    """Where the S-curve of a dimension stands today is what its figure says."""
    check_card(found, "Dimensi", seen)
    progress = found.roll_up.progress
    assert progress is not None
    assert seen.point("verified", WORDS.short_day(DAY)) == pytest.approx(float(progress.verified), abs=1e-4)


def check_programme(found: Programme, seen: Seen) -> None:
    progress = found.progress
    assert f"<strong>{SAY.percent(progress.verified if progress else None)}</strong>" in seen.text
    verified = honest_percent(progress.verified) if progress else None
    assert shown_as(seen.cell("Program", found.name, "Terverifikasi"), verified)


def check_due(name: str, facts: MilestoneFacts, sheet: str, seen: Seen) -> None:
    """A row of a timeline: where its bar ends (one day long at least), the day in words, the day in the workbook."""
    due_on = facts.due_on
    assert seen.span_end(name) == max(due_on, facts.starts_on + timedelta(days=1))
    assert WORDS.short_day(due_on) in seen.text
    told = seen.cell(sheet, name, "Tenggat")
    assert str(told).startswith(due_on.isoformat())


def check_money(found: Spending, seen: Seen) -> None:
    """Work as a bar, money as a mark, the gap in words, all three in the workbook."""
    name, balance = found.programme.name, found.balance
    for trace, heading, share in (
        ("physical", "Fisik", balance.physical),
        ("financial", "Keuangan", balance.financial),
    ):
        assert seen.bar(trace, name) == (None if share is None else pytest.approx(float(share)))
        percent = None if share is None else honest_percent(share)
        assert shown_as(seen.cell("Keuangan dan fisik", name, heading), percent)
        assert WORDS.percent(percent) in seen.written(name)
    gap = None if balance.gap is None else rounded(balance.gap, 1)
    assert shown_as(seen.cell("Keuangan dan fisik", name, "Selisih"), gap)
    assert gap_text(WORDS, gap) in seen.written(name)


def check_reliability(found: Reliability, seen: Seen) -> None:
    """Kept promises with their number, what is late by itself and for whom; in table and workbook."""
    name, share = found.agency.name, found.promises.share
    kept = None if share is None else honest_percent(share)
    assert shown_as(seen.cell("Janji yang ditepati", name, "Tepat waktu"), kept)
    told = (
        seen.text.split("Janji yang ditepati")[1].split(f">{escape(found.agency.short_name)}</a>")[1].split("</tr>")[0]
    )
    assert WORDS.percent(kept) in told
    counts = (found.late.own, found.late.held_up, found.awaited)
    headings = ("Terlambat sendiri", "Terlambat karena pihak lain", "Ditunggu tahapan OPD lain")
    assert tuple(seen.cell("Janji yang ditepati", name, heading) for heading in headings) == counts
    assert [int(count) for count in re.findall(r">(\d+)<", told)][-3:] == list(counts)


def check_promise(found: Promise, seen: Seen) -> None:
    """A line of the ledger: first promise, net days."""
    name = found.milestone.name
    assert seen.cell("Buku janji", name, "Bersih, hari") == found.net_days
    told = seen.text.split("Buku janji")[1].split(escape(name))[1].split("</tr>")[0]
    assert WORDS.short_day(found.first_due_on) in told
    assert (f"{found.net_days:+d}" if found.net_days else "0") in told


def check_outcome(found: Outcome, period: Period | None, seen: Seen) -> None:
    """The achievement on top, the newest reading in chart, table and workbook."""
    shown = found.to_date.shown
    assert f"<strong>{SAY.achieved(found.to_date)}</strong>" in seen.text
    achieved = None if shown is None else rounded(shown * 100, 2)
    assert shown_as(seen.cell("Indikator", found.card.name, "Capaian s.d. Triwulan"), achieved)
    aged = age_of_outcome(found, period, DAY)
    assert seen.cell("Indikator", found.card.name, "Tanpa Kabar (hari)") == (aged.silent_days if aged else None)
    for quarter in found.quarters[-4:]:
        check_quarter(quarter, seen)


def check_listed(found: Outcome, seen: Seen) -> None:
    """All are in the workbook of the list; its table shows them page by page."""
    shown = found.to_date.shown
    achieved = None if shown is None else rounded(shown * 100, 2)
    assert shown_as(seen.cell("Indikator", found.card.name, "Capaian s.d. Triwulan"), achieved)
    if f">{escape(found.card.name)}</a>" in seen.text:
        assert SAY.achieved(found.to_date) in seen.text


def check_quarter(quarter: Quarter, seen: Seen) -> None:
    label = f"{ROMAN[quarter.period.number - 1]} ’{quarter.period.year % 100:02d}"
    value = quarter.measured.value
    told = seen.cell("Per triwulan", SAY.period(quarter.period), "Realisasi")
    assert told == (SAY.measured(quarter.reading) if quarter.reading else None)
    assert seen.point("readings", label) == (None if value is None else pytest.approx(float(value)))
    assert SAY.measured(quarter.reading) in seen.text


def overview(city: City) -> Iterator[Number]:
    yield Number(OVERVIEW, "the city", partial(check_city, city))
    for group in city.plan.by_dimension:
        yield Number(OVERVIEW, group.name, partial(check_group, group, group.name, "Dimensi"))
    for agency in city.plan.by_agency:
        for health, count in agency.roll_up.healths:
            yield Number(OVERVIEW, f"{agency.name}, {health}", partial(check_health_count, agency, health.value, count))


def dimensions(city: City) -> Iterator[Number]:
    for group in city.plan.by_dimension:
        yield Number(DIMENSIONS, group.name, partial(check_curve, group), group.code)
        for sub in city.plan.by_sub_dimension(group.code):
            check = partial(check_group, sub, sub.name, "Sub-dimensi")
            yield Number(DIMENSIONS, sub.name, check, group.code)


def money(city: City) -> Iterator[Number]:
    for group in city.plan.by_dimension:
        found = spendings(group.programmes, city.lines, city.plan.plan.rule, DAY)
        for one in found if len(found) > 1 else ():
            yield Number(DIMENSIONS, f"money of {one.programme.name}", partial(check_money, one), group.code)


def reliability(city: City) -> Iterator[Number]:
    for found in reliabilities(city.plan):
        yield Number(AGENCIES, f"promises of {found.agency.name}", partial(check_reliability, found))


def agencies(city: City) -> Iterator[Number]:
    for group in city.plan.by_agency:
        yield Number(AGENCIES, group.name, partial(check_group, group, group.name, "OPD"))
        if group.roll_up.progress:
            yield Number(AGENCIES, f"{group.name} alone", partial(check_card, group, "OPD"), group.code)


def programmes(city: City) -> Iterator[Number]:
    for programme in city.plan.programmes:
        yield Number(PROGRAMMES, programme.name, partial(check_programme, programme), programme.code)
        for name in _once(m.name for m in programme.milestones):
            facts = next(m.facts for m in programme.milestones if m.name == name)
            check = partial(check_due, name, facts, "Tahapan")
            yield Number(PROGRAMMES, name, check, programme.code)


def timeline(city: City) -> Iterator[Number]:
    for found in promises(city.plan.milestones, city.changes):
        yield Number(TIMELINE, f"promise of {found.milestone.name}", partial(check_promise, found))
    due = upcoming(city.plan.milestones, DAY, 30)
    names = [m.name for _, m in (*due, *overdue(city.plan.milestones))]
    for name in _once(names):
        for _, milestone in due:
            if milestone.name == name:
                yield Number(TIMELINE, name, partial(check_due, name, milestone.facts, "Akan jatuh tempo"))


def outcomes(city: City) -> Iterator[Number]:
    for found in city.outcomes:
        yield Number(INDICATORS, found.card.name, partial(check_outcome, found, city.plan.period), found.card.code)
    for found in city.outcomes:
        yield Number(INDICATORS, f"{found.card.name} in the list", partial(check_listed, found))


def _once(names: Iterable[str]) -> list[str]:
    """Names that no other row begins like: only these can be found by their label, which is cut where it is long."""
    found = list(names)
    starts = Counter(name[: LONGEST - 1] for name in found)
    return [name for name in found if starts[name[: LONGEST - 1]] == 1]


SCREENS = (overview, dimensions, money, agencies, reliability, programmes, timeline, outcomes)


def test_ten_random_figures(
    sample: str, city: City, monkeypatch: pytest.MonkeyPatch, record_property: Callable[[str, object], None]
) -> None:
    seed = random.randrange(10**6)
    record_property("seed", seed)
    chance = random.Random(seed)
    every = [list(screen(city)) for screen in SCREENS]
    chosen = [chance.choice(numbers) for numbers in every]
    chosen += chance.sample([n for numbers in every for n in numbers if n not in chosen], FIGURES - len(chosen))
    seen: dict[tuple[str, str | None], Seen] = {}
    for one in chosen:
        place = (one.screen.key, one.code)
        if place not in seen:
            query = {} if one.code is None else {"kode": one.code}
            seen[place] = look(sample, one.screen, monkeypatch, **query)
        try:
            one.check(seen[place])
        except (AssertionError, KeyError) as error:
            raise AssertionError(f"seed {seed}: {one.name} on {one.screen.key}") from error
