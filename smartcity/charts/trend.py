"""An indicator through the quarters: readings as a line, targets as marks or a band, gaps where nothing is known."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from smartcity.charts.drawing import Drawing, blank, paper
from smartcity.charts.theme import Theme
from smartcity.words.speech import Words

HEIGHT = 280
MOST_TICKS = 8


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One quarter; unknown is None. `target` is one value, `lower` and `upper` a range."""

    label: str
    value: float | None
    target: float | None = None
    lower: float | None = None
    upper: float | None = None


def trend(words: Words, theme: Theme, points: Sequence[TrendPoint], *, name: str, unit: str) -> Drawing:
    """`points` oldest first."""
    measured = [point for point in points if point.value is not None]
    if not measured and not any(point.target is not None or point.upper is not None for point in points):
        return blank(theme, words.say("chart.trend.empty"))
    figure = paper(theme, HEIGHT, margin={"l": 60, "r": 90, "t": 12, "b": 30})
    x = list(range(len(points)))
    if any(point.upper is not None for point in points):
        _band(figure, theme, x, points)
    _targets(figure, words, theme, x, points)
    _readings(figure, words, theme, x, points, unit)
    every = max(1, -(-len(points) // MOST_TICKS))
    figure.update_layout(
        xaxis={
            "tickvals": x[::every],
            "ticktext": [point.label for point in points[::every]],
            "tickfont": {"size": 12, "color": theme.muted},
            "range": [-0.4, len(points) - 0.6],
        },
        yaxis={"tickfont": {"size": 12, "color": theme.muted}, "showgrid": True, "gridcolor": theme.line, "nticks": 5},
    )
    return Drawing(figure, _alt(words, measured, name, unit))


def _band(figure: go.Figure, theme: Theme, x: list[int], points: Sequence[TrendPoint]) -> None:
    edges = [(place, p.lower, p.upper) for place, p in zip(x, points, strict=True) if p.upper is not None]
    for part, fill in ((1, None), (2, "tonexty")):
        figure.add_scatter(
            x=[edge[0] for edge in edges],
            y=[edge[part] for edge in edges],
            mode="lines",
            fill=fill,
            line={"width": 0},
            fillcolor=theme.track,
            hoverinfo="skip",
        )


def _targets(figure: go.Figure, words: Words, theme: Theme, x: list[int], points: Sequence[TrendPoint]) -> None:
    known = [(place, point.target) for place, point in zip(x, points, strict=True) if point.target is not None]
    if not known:
        return
    figure.add_scatter(
        x=[place for place, _ in known],
        y=[target for _, target in known],
        mode="lines+markers",
        line={"color": theme.muted, "width": 1.5, "dash": "dot"},
        marker={"symbol": "line-ew", "size": 16, "line": {"width": 3, "color": theme.ink}},
        hoverinfo="text",
        hovertext=[words.say("chart.trend.target", value=words.number(target)) for _, target in known],
    )
    place, target = known[-1]
    figure.add_annotation(
        x=place,
        y=target,
        text=words.say("chart.trend.target", value=words.number(target)),
        xanchor="left",
        xshift=12,
        showarrow=False,
        font={"size": 12, "color": theme.muted},
    )


def _readings(
    figure: go.Figure, words: Words, theme: Theme, x: list[int], points: Sequence[TrendPoint], unit: str
) -> None:
    values = [point.value for point in points]
    figure.add_scatter(
        x=x,
        y=values,
        mode="lines+markers",
        connectgaps=False,
        line={"color": theme.on_track.fill, "width": 3},
        marker={"size": 8, "color": theme.on_track.fill},
        hoverinfo="text",
        hovertext=[f"{point.label}: {words.number(point.value)} {unit}" for point in points],
    )
    last = next((place for place in reversed(x) if values[place] is not None), None)
    if last is not None:
        figure.add_annotation(
            x=last,
            y=values[last],
            text=f"<b>{words.number(values[last])}</b>",
            yanchor="bottom",
            yshift=8,
            showarrow=False,
            font={"size": 14, "color": theme.ink},
        )


def _alt(words: Words, measured: Sequence[TrendPoint], name: str, unit: str) -> str:
    if not measured:
        return words.say("chart.trend.unmeasured", name=name)
    newest = measured[-1]
    facts = {"name": name, "period": newest.label, "value": words.number(newest.value), "unit": unit}
    if newest.target is None:
        return words.say("chart.trend.alt", **facts)
    return words.say("chart.trend.alt_target", target=words.number(newest.target), **facts)
