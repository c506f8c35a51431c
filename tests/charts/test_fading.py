"""Old data fades in a chart: solid, pale, hatched; told apart without colour, and said in the alt text."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from smartcity.charts.balances import BalanceRow, balances
from smartcity.charts.multiples import SmallTrend, multiples
from smartcity.charts.standings import StandingRow, standings
from smartcity.charts.theme import DARK, DARK_WALL, LIGHT, LIGHT_WALL, Theme, contrast, luminance, mixed
from smartcity.charts.timeline import TimelineRow, timeline
from smartcity.charts.trend import TrendPoint, trend
from smartcity.domain.enums import Health, MilestoneStatus
from smartcity.domain.plan.progress import Progress
from smartcity.domain.portfolio.freshness import Freshness
from smartcity.i18n.words import Words

ID = Words("id")
THEMES = pytest.mark.parametrize(
    "theme", [LIGHT, DARK, LIGHT_WALL, DARK_WALL], ids=["light", "dark", "light_wall", "dark_wall"]
)
HALF = Progress(Fraction(3, 4), Fraction(1, 2), Fraction(1, 2))


def rows(*ages: Freshness) -> list[StandingRow]:
    return [StandingRow(age.value, HALF, Health.LATE, {}, age="tanpa kabar 143 hari", freshness=age) for age in ages]


@pytest.mark.parametrize(("share", "expected"), [(0, "#000000"), (0.5, "#808080"), (1, "#FFFFFF")])
def test_a_mixed_colour_is_so_much_of_it_on_its_ground(share: float, expected: str) -> None:
    assert mixed("#FFFFFF", "#000000", share) == expected


@THEMES
def test_pale_stands_between_solid_and_track_in_grey_too(theme: Theme) -> None:
    pale = theme.faded(theme.done.fill, Freshness.AGING)
    assert theme.faded(theme.done.fill, Freshness.FRESH) == theme.done.fill
    assert contrast(pale, theme.track) >= 1.4
    assert contrast(pale, theme.done.fill) >= 1.8
    assert sorted((theme.track, pale, theme.done.fill), key=luminance)[1] == pale


@THEMES
def test_what_is_old_is_pale_and_what_is_overdue_has_lines_on_it(theme: Theme) -> None:
    drawn = standings(ID, theme, rows(*Freshness))
    bars = {trace.name: trace for trace in drawn.figure.data if trace.name}
    grounds = list(bars["verified"].marker.color)
    assert grounds == [theme.done.fill, *[theme.faded(theme.done.fill, Freshness.AGING)] * 2]
    assert list(bars["overdue"].x) == [None, None, 0.5]
    assert bars["overdue"].marker.pattern.shape != bars["claimed"].marker.pattern.shape
    assert bars["overdue"].marker.pattern.fgcolor == theme.done.fill


def test_nothing_old_draws_nothing_more_and_says_nothing_more() -> None:
    drawn = standings(ID, LIGHT, rows(Freshness.FRESH))
    assert "overdue" not in [trace.name for trace in drawn.figure.data]
    assert "kabar" not in drawn.alt


@pytest.mark.parametrize("narrow", [False, True])
def test_the_age_stands_where_the_figure_stands_and_the_alt_text_counts_the_old(*, narrow: bool) -> None:
    drawn = standings(ID, LIGHT, rows(Freshness.OVERDUE, Freshness.AGING, Freshness.FRESH), narrow=narrow)
    notes = [
        *(drawn.figure.layout.yaxis.ticktext or ()),
        *(t for trace in drawn.figure.data for t in trace.text or ()),
    ]
    assert sum("tanpa kabar 143 hari" in text for text in notes) == 3
    assert sum("▨" in text for text in notes) == 1
    assert drawn.alt.endswith("1 lewat irama lapor, 1 tanpa kabar.")
    bar = next(trace for trace in drawn.figure.data if trace.name == "verified")
    assert bar.hovertext[0].endswith("tanpa kabar 143 hari · tanpa kabar")


@pytest.mark.parametrize(
    ("freshness", "is_marked", "is_pale"),
    [(Freshness.FRESH, False, False), (Freshness.AGING, False, True), (Freshness.OVERDUE, True, True)],
)
def test_the_newest_reading_fades(freshness: Freshness, *, is_marked: bool, is_pale: bool) -> None:
    points = [TrendPoint("I", 3.0, 4.0), TrendPoint("II", 3.5, 4.0), TrendPoint("III", None, 4.0)]
    drawn = trend(ID, LIGHT, points, name="Indeks", unit="", freshness=freshness)
    notes = [note.text for note in drawn.figure.layout.annotations]
    assert ("▨ <b>3,5</b>" in notes) is is_marked
    newest = drawn.figure.data[-1]
    assert (list(newest.x) == [1] and newest.marker.color == LIGHT.faded(LIGHT.on_track.fill, freshness)) is is_pale
    assert ("irama lapor" in drawn.alt) is (freshness is not Freshness.FRESH)


def test_a_running_milestone_fades_unless_its_ball_is_elsewhere() -> None:
    day = date(2026, 11, 24)
    plain: dict[str, Any] = {
        "starts_on": day,
        "due_on": day + timedelta(days=9),
        "first_due_on": day + timedelta(days=9),
    }
    ages = [TimelineRow(age.value, **plain, status=MilestoneStatus.ON_TRACK, freshness=age) for age in Freshness]
    waiting = replace(ages[2], label="menunggu", status=MilestoneStatus.LATE, waits_for="BPN")
    drawn = timeline(ID, LIGHT, [*ages, waiting], day)
    bars = next(trace for trace in drawn.figure.data if trace.name == "span")
    blue = LIGHT.on_track.fill
    assert list(bars.marker.color) == [blue, LIGHT.faded(blue, Freshness.AGING), blue, LIGHT.late.fill]
    assert list(bars.marker.pattern.shape) == ["", "", "\\", "/"]
    assert [text.endswith("tanpa kabar") for text in bars.hovertext] == [False, False, True, True]
    assert drawn.alt.endswith("1 lewat irama lapor, 2 tanpa kabar.")


def test_the_work_beside_the_money_fades() -> None:
    half = Fraction(1, 2)
    rows = [BalanceRow(age.value, half, half, Fraction(0), age) for age in Freshness]
    drawn = balances(ID, LIGHT, rows)
    bars = {trace.name: trace for trace in drawn.figure.data if trace.name}
    pale = LIGHT.faded(LIGHT.done.fill, Freshness.AGING)
    assert list(bars["physical"].marker.color) == [LIGHT.done.fill, pale, pale]
    assert list(bars["overdue"].x) == [None, None, 0.5]
    assert drawn.alt.endswith("1 lewat irama lapor, 1 tanpa kabar.")


def test_of_many_small_trends_the_old_ones_fade() -> None:
    points = [TrendPoint("I", 3.0, 4.0), TrendPoint("II", 3.5, 4.0)]
    drawn = multiples(ID, LIGHT, [SmallTrend(age.value, "", points, "90 %", age) for age in Freshness])
    newest = next(trace for trace in drawn.figure.data if trace.name == "newest")
    pale = LIGHT.faded(LIGHT.on_track.fill, Freshness.AGING)
    assert list(newest.marker.color) == [LIGHT.on_track.fill, pale, pale]
    assert sum("▨" in note.text for note in drawn.figure.layout.annotations) == 1
    assert drawn.alt.endswith("1 lewat irama lapor, 1 tanpa kabar.")
