"""Where groups stand, a row each: programmes by health; planned as a mark, verified as a bar, claimed as a ghost."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import plotly.graph_objects as go

from smartcity.charts.base_figure import Chart, base_figure, empty_chart
from smartcity.charts.distributions import reported, segments
from smartcity.charts.marks import (
    add_marks,
    annotate,
    coloured,
    escaped,
    faded_bars,
    label_width,
    named_rows,
    shortened,
    with_ages,
    write,
)
from smartcity.charts.theme import Theme
from smartcity.domain.enums import Health, Reporting
from smartcity.domain.plan.progress import Progress
from smartcity.domain.portfolio.freshness import Freshness
from smartcity.domain.rounding import points_beside, progress_shown
from smartcity.i18n.figures import deviation_text, due_text
from smartcity.i18n.words import Words

ROW, LINE = 32, 12
NARROW_ROW, NARROW_LINE = 62, 12
BAR = 0.5
THIN = 0.1
RIGHT, WIDEST_RIGHT, SMALL_CHARACTER = 222, 300, 5.5
NARROW_RIGHT = 8
HEADS = 26
REPORTED = 146
COUNTS, SHARES = (0.0, 0.33), (0.37, 1.0)
ROOM_FOR_MARK = 0.25
LONGEST, NARROW_LONGEST = 28, 26
MARK, NARROW_MARK = 20, 13
GAP, OVERDUE = "\N{EN SPACE}", "▨"


@dataclass(frozen=True, slots=True)
class StandingRow:
    """`progress` None is unknown and drawn as such, never as 0; `reporting` None prints nothing.

    `age` says in small who is silent, `freshness` how its bar fades; `age` and `note` stand below the numbers.
    """

    label: str
    progress: Progress | None
    health: Health
    counts: Mapping[Health, int]
    reporting: Reporting | None = None
    age: str = ""
    freshness: Freshness = Freshness.FRESH
    note: str = ""


def standings(words: Words, theme: Theme, rows: Sequence[StandingRow], *, narrow: bool = False) -> Chart:
    """Rows from top to bottom in the order given."""
    if not rows:
        return empty_chart(theme, words.say("chart.distributions.empty"))
    figure = base_figure(theme, len(rows) * _height(rows, narrow=narrow) + (8 if narrow else HEADS + 4))
    places = [float(place) for place in range(len(rows))]
    counted = [(row.label, row.counts) for row in rows]
    if narrow:
        segments(figure, words, theme, counted, [place + 0.3 for place in places], THIN, marked=None)
        _shares(figure, words, theme, rows, [place + 0.06 for place in places], BAR / 2, NARROW_MARK)
        _narrow_texts(figure, words, theme, rows, places)
    else:
        segments(figure, words, theme, counted, places, BAR, marked=ROOM_FOR_MARK)
        _shares(figure, words, theme, rows, places, BAR, MARK)
        _texts(figure, words, theme, rows, places)
    _axes(figure, rows, narrow=narrow)
    return Chart(figure, with_ages(words, _alt(words, rows), [row.freshness for row in rows]))


def _height(rows: Sequence[StandingRow], *, narrow: bool) -> int:
    """Of one row; taller where lines stand below its numbers."""
    lines = max(bool(row.age) + bool(row.note) for row in rows)
    if not narrow:
        return ROW + lines * LINE
    return NARROW_ROW + (bool(lines) or any(row.reporting for row in rows)) * NARROW_LINE


def _share(row: StandingRow, name: str) -> float | None:
    return None if row.progress is None else float(getattr(row.progress, name))


def _shares(
    figure: go.Figure,
    words: Words,
    theme: Theme,
    rows: Sequence[StandingRow],
    y: list[float],
    width: float,
    mark: int,
) -> None:
    flat = {"orientation": "h", "xaxis": "x2", "y": y, "width": width, "hoverinfo": "skip", "marker_line_width": 0}
    hatch = {"shape": "/", "fgcolor": theme.done.fill, "bgcolor": "rgba(0,0,0,0)", "size": 5, "solidity": 0.35}
    claimed, verified = [_share(row, "claimed") for row in rows], [_share(row, "verified") for row in rows]
    figure.add_bar(x=[None if v is None else 1 for v in verified], marker_color=theme.track, **flat)
    ghost = [None if c is None or v is None else max(c - v, 0) for c, v in zip(claimed, verified, strict=True)]
    figure.add_bar(name="claimed", x=ghost, base=verified, marker_color="rgba(0,0,0,0)", marker_pattern=hatch, **flat)
    hover = [_hover(words, row) for row in rows]
    hover_bar = {"orientation": "h", "xaxis": "x2", "y": y, "width": width, "hoverinfo": "text", "hovertext": hover}
    faded_bars(figure, theme, theme.done.fill, verified, [row.freshness for row in rows], name="verified", **hover_bar)
    _planned_marks(figure, theme, rows, y, mark, hover)


def _planned_marks(
    figure: go.Figure, theme: Theme, rows: Sequence[StandingRow], y: list[float], mark: int, hover: list[str]
) -> None:
    planned = [_share(row, "planned") for row in rows]
    marker = {"symbol": "line-ns", "size": mark, "line": {"width": 3, "color": theme.ink}}
    add_marks(figure, planned, y, marker, hover, name="planned", xaxis="x2", cliponaxis=False)


def _hover(words: Words, row: StandingRow) -> str:
    if row.progress is None:
        return words.say("chart.unknown")
    percents = {name: words.percent(progress_shown(getattr(row.progress, name))) for name in _NAMES}
    sentence = words.say("chart.standings.hover", label=escaped(row.label), **percents)
    fade = f" · {words.label(row.freshness)}" if row.freshness is not Freshness.FRESH else ""
    return f"{sentence}<br>{row.age}{fade}" if row.age else sentence


_NAMES = ("verified", "claimed", "planned")


def _axes(figure: go.Figure, rows: Sequence[StandingRow], *, narrow: bool) -> None:
    most = max((sum(row.counts.values()) for row in rows), default=0) or 1
    counts, shares = ((0.0, 1.0), (0.0, 1.0)) if narrow else (COUNTS, SHARES)
    figure.update_layout(
        barmode="overlay",
        xaxis={"domain": counts, "range": [0, most], "visible": False},
        xaxis2={"domain": shares, "range": [0, 1], "visible": False, "fixedrange": True},
    )


def _texts(figure: go.Figure, words: Words, theme: Theme, rows: Sequence[StandingRow], places: list[float]) -> None:
    """The name at the left, and who has reported; health beside its two numbers at the right."""
    labels = [shortened(row.label, LONGEST) for row in rows]
    has_reports = any(row.reporting is not None for row in rows)
    left = label_width(labels)
    figure.update_layout(
        margin={"l": left + (REPORTED if has_reports else 0), "r": _right(rows), "t": HEADS, "b": 4},
        yaxis=named_rows(len(rows), dict(enumerate(labels)), left + (REPORTED if has_reports else 0)),
    )
    ratios = [_beside(words, theme, row) for row in rows]
    write(figure, 1, places, ratios, theme.ink, 13, xaxis="x2")
    heads = {"counts": COUNTS[0], "shares": SHARES[0]}
    for name, x in heads.items():
        _head(figure, words.say(f"chart.standings.{name}"), theme, x=x)
    if has_reports:
        reports = [reported(words, theme, row.reporting) for row in rows]
        figure.update_layout(yaxis2={**named_rows(len(rows), dict(enumerate(reports)), REPORTED), "overlaying": "y"})
        figure.data[-1].yaxis = "y2"
        _head(figure, words.say("chart.standings.reporting"), theme, x=0, xshift=-REPORTED)


def _right(rows: Sequence[StandingRow]) -> int:
    """Pixels for what stands beside the bars: English says more than Indonesian."""
    longest = max(len(text) for row in rows for text in (row.age, row.note))
    return min(max(RIGHT, int(longest * SMALL_CHARACTER) + 14), WIDEST_RIGHT)


def _head(figure: go.Figure, text: str, theme: Theme, **at: Any) -> None:
    annotate(figure, text, theme.muted, xref="paper", yref="paper", y=1, xanchor="left", yanchor="bottom", **at)


def _narrow_texts(
    figure: go.Figure, words: Words, theme: Theme, rows: Sequence[StandingRow], places: list[float]
) -> None:
    """Above the bars the name, and health beside its two numbers; below them who has reported, ages and notes."""
    figure.update_layout(margin={"l": 0, "r": NARROW_RIGHT, "t": 4, "b": 4}, yaxis=named_rows(len(rows), {}, 0))
    above = [f"{shortened(row.label, NARROW_LONGEST)}  {_ratio(words, theme, row)}" for row in rows]
    write(figure, 0, [place - 0.24 for place in places], above, theme.ink, 13, xaxis="x2")
    below = [" · ".join(filter(None, (reported(words, theme, row.reporting), row.age, row.note))) for row in rows]
    if any(below):
        write(figure, 0, [place + 0.44 for place in places], below, theme.muted, 11, xaxis="x2")


def _small(theme: Theme, text: str) -> str:
    return f"<br><span style='font-size:11px;color:{theme.muted}'>{text}</span>" if text else ""


def _beside(words: Words, theme: Theme, row: StandingRow) -> str:
    """At the right of the bars: the ratio, and below it who is silent and what others hold up."""
    below = "".join(_small(theme, GAP + text) for text in (row.age, row.note) if text)
    return f"{GAP}{_ratio(words, theme, row)}{below}"


def _ratio(words: Words, theme: Theme, row: StandingRow) -> str:
    """The shape of health beside the two numbers that decide it; the numbers in plain ink."""
    tone, progress = theme.health[row.health], row.progress
    if progress is None:
        return coloured(words.label(row.health), tone.text)
    mark = f"{OVERDUE} " if row.freshness is Freshness.OVERDUE else ""
    share = words.percent(progress_shown(progress.verified))
    return f"{coloured(tone.mark, tone.text)} {mark}<b>{share}</b> {due_text(words, progress_shown(progress.planned))}"


def _alt(words: Words, rows: Sequence[StandingRow]) -> str:
    rows_with_progress = [row for row in rows if row.progress is not None]
    if not rows_with_progress:
        return words.say("chart.unknown")
    worst = min(rows_with_progress, key=lambda row: row.progress.deviation if row.progress else Fraction(0))
    fine = sum(row.health in (Health.ON_TRACK, Health.DONE) for row in rows_with_progress)
    points = points_beside(worst.progress.verified, worst.progress.planned) if worst.progress else None
    facts = {
        "label": worst.label,
        "deviation": deviation_text(words, points),
        "fine": fine,
        "n": len(rows_with_progress),
    }
    return words.say("chart.standings.alt", **facts)
