"""Charts, tested on the figure: traces, order, values, nothing, unknown, many; and on their colours."""

import re
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from smartcity.charts.balances import BalanceRow, balances
from smartcity.charts.base_figure import Chart
from smartcity.charts.distributions import DistributionRow, distributions
from smartcity.charts.multiples import BOTTOM, LEFT, RIGHT, ROW, TOP, SmallTrend, multiples
from smartcity.charts.s_curve import LINE, s_curve
from smartcity.charts.standings import StandingRow, standings
from smartcity.charts.theme import DARK, LIGHT, Theme
from smartcity.charts.timeline import TimelineRow, timeline
from smartcity.charts.trend import TrendPoint, trend
from smartcity.domain.enums import Health, MilestoneStatus, Reporting
from smartcity.domain.plan.curve import CurvePoint
from smartcity.domain.plan.progress import Progress
from smartcity.i18n.words import Words

ID, TODAY = Words("id"), date(2026, 11, 24)
THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)


def row(label: str, planned: float, verified: float, health: Health = Health.LATE, **facts: Any) -> StandingRow:
    progress = Progress(Fraction(planned), Fraction(verified), Fraction(verified) + Fraction(1, 8))
    return StandingRow(label, progress, health, {Health.DONE: 1, Health.LATE: 3}, **facts)


def plain(text: str) -> str:
    return re.sub("<[^>]+>", "", text).replace("%", "%")


def unknown(label: str) -> StandingRow:
    return StandingRow(label, None, Health.UNKNOWN, {})


def rows(count: int) -> list[StandingRow]:
    return [row(f"Smart Dimension {number}", 0.75, number / 16) for number in range(count)]


@THEMES
def test_standings_put_the_ghost_on_the_bar_and_the_mark_over_both(theme: Theme) -> None:
    drawn = standings(ID, theme, [row("A", 0.75, 0.5), unknown("B")])
    done, late, counted, track, ghost, bar, mark, labels = drawn.figure.data
    assert (list(done.x), list(late.x), list(late.base)) == ([1, 0], [3, 0], [1, 0]), "health as a distribution first"
    assert (list(counted.x), list(counted.text)) == ([0.5, 2.5], ["● 1", "⬣ 3"]), "each count in the middle of its bar"
    assert list(track.x) == [1, None], "unknown is no empty bar"
    assert (list(ghost.base), list(ghost.x)) == ([0.5, None], [0.125, None])
    assert list(bar.x) == [0.5, None]
    assert list(mark.x) == [0.75, None]
    assert "50%" in labels.text[0]
    assert plain(labels.text[0]).strip() == "⬣ 50% dari seharusnya 75%", (
        "F16: the shape of health beside what decides it"
    )
    assert theme.health[Health.LATE].text in labels.text[0].split("50")[0], "the numbers in plain ink"
    assert plain(labels.text[1]).strip() == "Belum Ada Tahapan"
    assert list(drawn.figure.layout.yaxis.ticktext) == ["A", "B"]
    assert drawn.alt == "A paling tertinggal (terlambat 25 poin); 0 dari 1 sesuai rencana atau selesai."


def test_who_has_reported_stands_before_how_far_they_are() -> None:
    drawn = standings(ID, LIGHT, [row("A", 1, 0, reporting=Reporting.SILENT), row("B", 1, 1, reporting=None)])
    silent, nothing = drawn.figure.layout.yaxis2.ticktext
    assert "▨ Belum Lapor" in silent
    assert nothing == ""
    heads = [note.text for note in drawn.figure.layout.annotations]
    assert heads == ["Program", "Terverifikasi", "Pelaporan"]


def test_on_a_phone_everything_stands_above_its_bars() -> None:
    drawn = standings(ID, LIGHT, [row("A", 0.75, 0.5, reporting=Reporting.ON_TIME)], narrow=True)
    above, below = drawn.figure.data[-2:]
    assert plain(above.text[0]) == "A  ⬣ 50% dari seharusnya 75%"
    assert plain(below.text[0]) == "✓ Tepat Waktu", "both in one line would be wider than a phone"
    assert above.y[0] < drawn.figure.data[2].y[0] < drawn.figure.data[0].y[0], "text, shares, healths"
    assert below.y[0] > drawn.figure.data[0].y[0]
    assert list(drawn.figure.layout.yaxis.ticktext) == []


def test_names_begin_on_one_edge() -> None:
    axis = standings(ID, LIGHT, rows(2)).figure.layout.yaxis
    assert axis.ticklabelposition == "inside"
    assert -axis.ticklabelstandoff >= standings(ID, LIGHT, rows(2)).figure.layout.margin.l


def test_a_long_name_ends_in_an_ellipsis() -> None:
    drawn = standings(ID, LIGHT, [row("Program dengan nama yang sangat panjang sekali " * 3, 1, 0)])
    (label,) = drawn.figure.layout.yaxis.ticktext
    assert label.endswith("…")
    assert len(label) <= 28


def test_a_distribution_is_as_long_as_it_has_programmes() -> None:
    groups = [
        DistributionRow("A", {Health.DONE: 1, Health.LATE: 3}, Reporting.SILENT),
        DistributionRow("B", {}, Reporting.NO_PERIOD),
    ]
    drawn = distributions(ID, LIGHT, groups)
    *bars, counted, labels = drawn.figure.data
    assert [list(trace.x) for trace in bars] == [[1, 0], [3, 0]]
    assert (list(counted.x), list(counted.y), list(counted.text)) == ([0.5, 2.5], [0, 0], ["● 1", "⬣ 3"])
    assert drawn.figure.layout.xaxis.range == (0, 4)
    assert "Belum Lapor" in labels.text[0]
    assert drawn.alt == "4 program pada 2 baris: 1 sesuai rencana atau selesai, 3 terlambat."


def points() -> list[CurvePoint]:
    days = [date(2026, 1, 31) + timedelta(days=60 * step) for step in range(8)]
    return [CurvePoint(day, Fraction(n, 7), Fraction(n, 14) if day <= TODAY else None) for n, day in enumerate(days)]


def test_the_s_curve_ends_its_verified_line_today() -> None:
    drawn = s_curve(ID, LIGHT, points(), TODAY)
    planned, verified = drawn.figure.data[:2]
    assert len(planned.x) == 8
    assert max(verified.x) <= TODAY
    assert "terlambat" in drawn.alt


@pytest.mark.parametrize("apart", [Fraction(1, 100), Fraction(1, 50), Fraction(1, 3)])
def test_what_is_claimed_is_written_at_least_a_line_above_what_is_verified(apart: Fraction) -> None:
    claimed_points = [replace(p, claimed=None if p.verified is None else p.verified + apart) for p in points()]
    figure = s_curve(ID, LIGHT, claimed_points, TODAY).figure
    (upper,) = (note for note in figure.layout.annotations if "diklaim" in note.text)
    (lower,) = (note for note in figure.layout.annotations if "terverifikasi" in note.text)
    pixels = (figure.layout.height - figure.layout.margin.t - figure.layout.margin.b) / figure.layout.yaxis.range[1]
    assert (upper.y - lower.y) * pixels + upper.yshift + lower.yshift >= LINE - 0.01


def test_no_line_is_drawn_where_nothing_counts() -> None:
    gap_points = [*points()[:1], replace(points()[1], planned=None, verified=None, claimed=None)]
    planned = s_curve(ID, LIGHT, gap_points, TODAY).figure.data[0]
    assert planned.y[0] is not None
    assert planned.y[1] is None
    assert planned.hovertext[1] == ""


def test_f1_what_nobody_verified_is_the_ghost_of_the_s_curve() -> None:
    claimed_points = [replace(p, claimed=None if p.verified is None else p.verified + Fraction(1, 7)) for p in points()]
    _, verified, claimed, _ = s_curve(ID, LIGHT, claimed_points, TODAY).figure.data
    assert (claimed.name, claimed.fill, claimed.fillpattern.shape) == ("claimed", "tonexty", "/")
    assert [round(c - v, 2) for c, v in zip(claimed.y, verified.y, strict=True)] == [0.14] * len(verified.y)
    assert "Diklaim" in s_curve(ID, LIGHT, claimed_points, TODAY).alt
    same = [replace(p, claimed=p.verified) for p in points()]
    assert len(s_curve(ID, LIGHT, same, TODAY).figure.data) == 3


def test_the_timeline_shows_the_ghost_of_a_moved_promise() -> None:
    unmoved = TimelineRow(
        "A", date(2026, 1, 1), date(2026, 6, 30), date(2026, 6, 30), MilestoneStatus.DONE, date(2026, 6, 1)
    )
    moved = TimelineRow("B", date(2026, 1, 1), date(2026, 12, 31), date(2026, 9, 30), MilestoneStatus.ON_TRACK)
    drawn = timeline(ID, LIGHT, [unmoved, moved], TODAY)
    bars, ghosts, marks, labels = drawn.figure.data
    assert list(bars.marker.color) == [LIGHT.done.fill, LIGHT.on_track.fill]
    assert list(ghosts.x) == ["2026-09-30"]
    assert list(ghosts.y) == [1]
    assert list(marks.x) == ["2026-06-01"]
    assert [text.strip() for text in labels.text] == ["● Selesai", "○ Sesuai Rencana"]
    assert drawn.alt == "2 tahapan: 1 selesai, 0 terlambat, 1 mundur dari janji pertama."


def test_a_trend_leaves_a_gap_where_nothing_is_known() -> None:
    trend_points = [TrendPoint("I ’26", 2.9, 3.0), TrendPoint("II ’26", None, 3.1), TrendPoint("III ’26", 3.2, 3.2)]
    drawn = trend(ID, LIGHT, trend_points, name="Indeks", unit="indeks")
    target, reading = drawn.figure.data
    assert list(target.y) == [3.0, 3.1, 3.2]
    assert list(reading.y) == [2.9, None, 3.2]
    assert reading.connectgaps is False
    assert drawn.alt == "Indeks: 3,2 indeks pada III ’26, target 3,2."


@pytest.mark.parametrize(
    ("value", "target", "side"), [(2.9, 3.0, "top"), (3.0, 3.0, "bottom"), (3.1, 3.0, "bottom"), (3.0, None, "bottom")]
)
def test_the_newest_value_is_written_away_from_its_target(value: float, target: float | None, side: str) -> None:
    drawn = trend(ID, LIGHT, [TrendPoint("I", value, target)], name="Indeks", unit="indeks")
    (notes,) = [note for note in drawn.figure.layout.annotations if note.text.startswith("<b>")]
    assert notes.yanchor == side


def empties() -> list[Chart]:
    return [
        standings(ID, LIGHT, []),
        distributions(ID, LIGHT, []),
        s_curve(ID, LIGHT, [], TODAY),
        timeline(ID, LIGHT, [], TODAY),
        trend(ID, LIGHT, [], name="A", unit="B"),
    ]


def test_every_chart_has_a_designed_nothing() -> None:
    for drawn in empties():
        assert drawn.alt
        assert drawn.figure.layout.annotations[0].text == drawn.alt


@pytest.mark.parametrize("narrow", [False, True])
def test_figures_stay_light(*, narrow: bool) -> None:
    assert len(standings(ID, LIGHT, rows(6), narrow=narrow).figure.to_json()) < 9_000


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@THEMES
def test_every_text_can_be_read_on_every_ground(theme: Theme) -> None:
    tones = [*theme.health.values(), *theme.status.values(), *theme.reporting.values()]
    inks = {theme.ink, theme.muted, theme.accent, *(tone.text for tone in tones)}
    for background in (theme.background, theme.surface):
        for text in inks:
            assert contrast(text, background) >= 4.5, (text, background)


@THEMES
def test_every_status_has_its_own_shape(theme: Theme) -> None:
    shapes = [tone.mark for tone in theme.status.values()]
    assert len(set(shapes)) >= 7


@THEMES
def test_money_is_a_mark_beside_the_bar_of_work_and_the_gap_is_told(theme: Theme) -> None:
    half, quarter = Fraction(1, 2), Fraction(1, 4)
    rows = [
        BalanceRow("A & B", quarter, half, Fraction(-25)),
        BalanceRow("C", half, half, Fraction(0)),
        BalanceRow("D", None, Fraction(6, 5), None),
    ]
    drawn = balances(ID, theme, rows)
    track, bar, mark, labels = drawn.figure.data
    assert list(track.x) == [1, 1, None], "unknown is no empty bar"
    assert list(bar.x) == [0.25, 0.5, None]
    assert list(mark.x) == [0.5, 0.5, 1.2]
    assert drawn.figure.layout.xaxis.range == (0, 1.2)
    assert ["uang mendahului fisik 25 poin" in labels.text[0], "seimbang" in labels.text[1], "—" in labels.text[2]] == [
        True
    ] * 3
    assert list(drawn.figure.layout.yaxis.ticktext) == ["A &amp; B", "C", "D"]
    assert drawn.alt.startswith("Selisih terlebar: A & B, uang mendahului fisik 25 poin; 2 program")


def test_money_with_nothing_to_compare() -> None:
    assert balances(ID, LIGHT, []).alt == "Belum ada anggaran."
    assert balances(ID, LIGHT, [BalanceRow("A", None, None, None)], narrow=True).alt == ID.say("chart.unknown")


def test_what_waits_for_another_is_hatched_and_names_him() -> None:
    day = timedelta(days=1)
    dates = (TODAY - 9 * day, TODAY - day, TODAY - day)
    rows = [
        TimelineRow("A", *dates, MilestoneStatus.LATE, waits_for="Dinas Bina Marga Provinsi"),
        TimelineRow("B", *dates, MilestoneStatus.LATE),
    ]
    bars, labels, *_ = timeline(ID, LIGHT, rows, TODAY).figure.data
    assert list(bars.marker.pattern.shape) == ["/", ""]
    assert ["Menunggu Dinas Bina Marg…" in labels.text[0], "Terlambat" in labels.text[1]] == [True, True]


def test_indicators_that_followed_one_another_are_one_line_with_a_break() -> None:
    old, new = [TrendPoint("I", 2.0, 2.5), TrendPoint("II", 2.5, 2.5)], [TrendPoint("III", 3.0, 3.4, is_verified=False)]
    parts = [(0, "Indeks SPBE"), (3, "Indeks Pemdi")]
    drawn = trend(ID, LIGHT, [*old, TrendPoint("", None), *new], name="Indeks Pemdi", unit="indeks", parts=parts)
    line = next(trace for trace in drawn.figure.data if trace.name == "readings")
    assert (list(line.y), line.connectgaps) == ([2.0, 2.5, None, 3.0], False)
    assert list(line.marker.symbol) == ["circle", "circle", "circle", "circle-open"]
    assert [note.text for note in drawn.figure.layout.annotations][-2:] == ["Indeks SPBE", "Indeks Pemdi"]
    assert [shape.x0 for shape in drawn.figure.layout.shapes] == [2]
    assert drawn.alt.endswith("Bersambung: Indeks SPBE → Indeks Pemdi.")


def small(*values: float | None, target: float | None = None, name: str = "Indeks") -> SmallTrend:
    return SmallTrend(name, "indeks", [TrendPoint(str(n), value, target) for n, value in enumerate(values)], "80 %")


@pytest.mark.parametrize(("count", "narrow", "rows"), [(1, False, 1), (4, False, 1), (5, False, 2), (5, True, 3)])
def test_the_height_of_many_trends_follows_their_number(count: int, *, narrow: bool, rows: int) -> None:
    drawn = multiples(ID, LIGHT, [small(1, 2)] * count, narrow=narrow)
    assert drawn.figure.layout.height == ROW * rows
    assert len(drawn.figure.data) == 3


def test_each_small_trend_has_its_own_scale_and_stays_in_its_cell() -> None:
    trends = [small(1, 2, target=1.5), small(100, None, 300, target=200), small(7), small(None)]
    targets, readings, newest = multiples(ID, LIGHT, trends).figure.data
    assert all(LEFT <= x % 1 <= RIGHT for trace in (targets, readings) for x in trace.x if x is not None)
    assert list(newest.x) == [RIGHT, 1 + RIGHT, 2 + LEFT]
    assert list(newest.y) == [TOP, TOP, (TOP + BOTTOM) / 2]
    assert list(readings.y) == [BOTTOM, TOP, None, BOTTOM, None, TOP, None, (TOP + BOTTOM) / 2, None, None, None]


def test_what_stands_beside_a_small_trend_is_broken_into_lines() -> None:
    long = replace(small(1, 2), value="2.103 kilogram per jiwa", achieved="70,1% dari 3.000")
    (beside, _) = multiples(ID, LIGHT, [long], narrow=True).figure.layout.annotations
    assert plain(beside.text.replace("<br>", "|")) == "2.103 kilogram|per jiwa|70,1% dari|3.000"


def test_many_trends_say_each_name_and_value_and_keep_names_short() -> None:
    drawn = multiples(ID, LIGHT, [small(1, 2.5, name="A & B " * 30)])
    name = drawn.figure.layout.annotations[-1].text
    assert name.startswith("A &amp; B")
    assert name.endswith("…")
    assert name.count("<br>") == 2
    assert "2,5, 80 %" in drawn.alt
    assert multiples(ID, LIGHT, []).alt


@pytest.mark.parametrize("narrow", [False, True])
def test_what_others_hold_up_stands_below_the_deviation(*, narrow: bool) -> None:
    blocked_row = row("A", 0.75, 0.5, age="data 3 hari", note="1 terlambat karena pihak lain")
    drawn = standings(ID, LIGHT, [blocked_row, row("B", 0.75, 0.5, age="data 3 hari")], narrow=narrow)
    sentences = [text for trace in drawn.figure.data for text in (trace.text or ())]
    assert sum("1 terlambat karena pihak lain" in text for text in sentences) == 1
