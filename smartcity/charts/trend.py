"""An indicator through the quarters: readings as a line, targets as marks or a band, gaps where nothing is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from smartcity.charts.base_figure import Chart, base_figure, empty_chart, two_lines
from smartcity.charts.marks import add_marks, annotate, escaped, shortened, with_ages
from smartcity.charts.theme import Theme
from smartcity.domain.portfolio.freshness import Freshness
from smartcity.domain.rounding import legible
from smartcity.i18n.figures import with_unit
from smartcity.i18n.words import Words

HEIGHT = 280
MOST_TICKS = 8


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One quarter; unknown is None. `target` is one value, `lower` and `upper` a range; what waits is not verified."""

    label: str
    value: float | None
    target: float | None = None
    lower: float | None = None
    upper: float | None = None
    is_verified: bool = True

    @property
    def has_range(self) -> bool:
        return self.lower is not None and self.upper is not None


def trend(
    words: Words,
    theme: Theme,
    points: Sequence[TrendPoint],
    *,
    name: str,
    unit: str,
    baseline: float | None = None,
    freshness: Freshness = Freshness.FRESH,
    parts: Sequence[tuple[int, str]] = (),
) -> Chart:
    """`points` oldest first; `baseline` is where the indicator stood before the plan.

    The newest reading fades with its age: pale, or overdue in the shape of silence. `parts` are the indicators that
    followed one another: the point each begins at, and its name; before all but the first lies an empty point.
    """
    measured = [point for point in points if point.value is not None]
    if not measured and not any(point.target is not None or point.has_range for point in points):
        return empty_chart(theme, words.say("chart.trend.empty"))
    figure = base_figure(theme, HEIGHT, margin={"l": 60, "r": 90, "t": 26 if parts else 12, "b": 40})
    x = list(range(len(points)))
    _band(figure, words, theme, x, points)
    _baseline(figure, words, theme, baseline, measured)
    _targets(figure, words, theme, x, points)
    _readings(figure, words, theme, x, points, unit)
    _newest(figure, words, theme, x, points, freshness)
    _axes(figure, theme, x, points)
    _parts(figure, theme, parts)
    alt = with_ages(words, _alt(words, measured, name, unit), [freshness])
    if parts:
        alt += " " + words.say("chart.trend.parts", names=" → ".join(part for _, part in parts))
    return Chart(figure, alt)


def _parts(figure: go.Figure, theme: Theme, parts: Sequence[tuple[int, str]]) -> None:
    """Each indicator's name over its part of the line, a dotted line where the next one took over."""
    for place, name in parts:
        left = {"xanchor": "left", "yanchor": "bottom", "yref": "paper"}
        annotate(figure, shortened(name), theme.ink, 12, **left, x=place - 0.4, y=1)
        if place != parts[0][0]:
            figure.add_vline(x=place - 1, line={"color": theme.muted, "width": 1, "dash": "dot"})


def _axes(figure: go.Figure, theme: Theme, x: list[int], points: Sequence[TrendPoint]) -> None:
    every = max(1, -(-len(points) // MOST_TICKS))
    figure.update_layout(
        xaxis={
            "tickvals": x[::every],
            "ticktext": two_lines([escaped(point.label) for point in points[::every]]),
            "tickangle": 0,
            "tickfont": {"size": 12, "color": theme.muted},
            "range": [-0.4, len(points) - 0.6],
        },
        yaxis={"tickfont": {"size": 12, "color": theme.muted}, "showgrid": True, "gridcolor": theme.line, "nticks": 5},
    )


def _band(figure: go.Figure, words: Words, theme: Theme, x: list[int], points: Sequence[TrendPoint]) -> None:
    """The range of each quarter as a block of its own: it steps where the target steps and is missing where it is."""
    ranged = [(place, p.lower, p.upper) for place, p in zip(x, points, strict=True) if p.has_range]
    if not ranged:
        return
    figure.add_bar(
        x=[place for place, _, _ in ranged],
        base=[lower for _, lower, _ in ranged],
        y=[(upper or 0) - (lower or 0) for _, lower, upper in ranged],
        width=1,
        marker={"color": theme.track, "line": {"width": 0}, "cornerradius": 0},
        hoverinfo="skip",
    )
    place, lower, upper = ranged[-1]
    text = words.say("chart.trend.target", value=_span(words, lower, upper))
    middle = ((lower or 0) + (upper or 0)) / 2
    annotate(figure, text, theme.muted, x=place + 0.4, y=middle, xanchor="left", xshift=12)


def _span(words: Words, lower: float | None, upper: float | None) -> str:
    return f"{value_text(words, lower)}–{value_text(words, upper)}"


def _baseline(
    figure: go.Figure, words: Words, theme: Theme, baseline: float | None, measured: Sequence[TrendPoint]
) -> None:
    """Its name is at the end from which the readings are farther away."""
    if baseline is None:
        return
    away = [abs((point.value or 0) - baseline) for point in measured] or [0.0]
    is_at_end = away[-1] > away[0]
    figure.add_hline(y=baseline, line={"color": theme.muted, "width": 1, "dash": "dot"})
    text = words.say("chart.trend.baseline", value=value_text(words, baseline))
    side = "right" if is_at_end else "left"
    annotate(figure, text, theme.muted, x=int(is_at_end), y=baseline, xref="paper", xanchor=side, yanchor="bottom")


def _targets(figure: go.Figure, words: Words, theme: Theme, x: list[int], points: Sequence[TrendPoint]) -> None:
    """A step per quarter, broken where a quarter has no target."""
    with_target = [(place, point.target) for place, point in zip(x, points, strict=True) if point.target is not None]
    if not with_target:
        return
    targets = [point.target for point in points]
    hover = [words.say("chart.trend.target", value=value_text(words, target)) for target in targets]
    marker = {"symbol": "line-ew", "size": 16, "line": {"width": 3, "color": theme.ink}}
    line = {"color": theme.muted, "width": 1.5, "shape": "hvh"}
    add_marks(figure, x, targets, marker, hover, mode="lines+markers", connectgaps=False, line=line)
    place, target = with_target[-1]
    text = words.say("chart.trend.target", value=value_text(words, target))
    annotate(figure, text, theme.muted, x=place, y=target, xanchor="left", xshift=12)


def _readings(
    figure: go.Figure, words: Words, theme: Theme, x: list[int], points: Sequence[TrendPoint], unit: str
) -> None:
    fill, values = theme.on_track.fill, [point.value for point in points]
    symbols = ["circle" if point.is_verified else "circle-open" for point in points]
    hover = [_reading_text(words, point, unit) for point in points]
    lines = {"mode": "lines+markers", "connectgaps": False, "line": {"color": fill, "width": 3}}
    add_marks(figure, x, values, {"size": 8, "color": fill, "symbol": symbols}, hover, name="readings", **lines)


def _reading_text(words: Words, point: TrendPoint, unit: str) -> str:
    waits = "" if point.is_verified else f", {words.say('reading.waiting')}"
    return f"{escaped(point.label)}: {with_unit(value_text(words, point.value), escaped(unit))}{waits}"


def _newest(
    figure: go.Figure, words: Words, theme: Theme, x: list[int], points: Sequence[TrendPoint], freshness: Freshness
) -> None:
    """Its value beside the point, and how old it is."""
    last = next((place for place in reversed(x) if points[place].value is not None), None)
    if last is None:
        return
    point_shown, fill = points[last], theme.on_track.fill
    mark = f"{theme.silent.mark} " if freshness is Freshness.OVERDUE else ""
    text = f"{mark}<b>{value_text(words, point_shown.value)}</b>"
    annotate(figure, text, theme.ink, 14, x=last, y=point_shown.value, **_clear_of(point_shown))
    if freshness is not Freshness.FRESH:
        point = {"size": 9, "color": theme.faded(fill, freshness), "line": {"width": 1.5, "color": fill}}
        add_marks(figure, [last], [point_shown.value], point)


def _clear_of(point: TrendPoint) -> dict[str, Any]:
    """Where the newest value is written: on the side of the point that its target is not."""
    target = point.target if point.target is not None else point.lower
    is_below = target is not None and point.value is not None and point.value < target
    return {"yanchor": "top", "yshift": -8} if is_below else {"yanchor": "bottom", "yshift": 8}


def value_text(words: Words, value: float | None) -> str:
    """A measured value as people read it."""
    return words.number(None if value is None else legible(value))


def _alt(words: Words, measured: Sequence[TrendPoint], name: str, unit: str) -> str:
    if not measured:
        return words.say("chart.trend.unmeasured", name=name)
    newest = measured[-1]
    facts = {"name": name, "period": newest.label, "value": with_unit(value_text(words, newest.value), unit)}
    if newest.target is None and not newest.has_range:
        return words.say("chart.trend.alt", **facts)
    target = _span(words, newest.lower, newest.upper) if newest.target is None else value_text(words, newest.target)
    return words.say("chart.trend.alt_target", target=target, **facts)
