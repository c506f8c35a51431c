"""The S-curve: what should stand against what stands, month by month, with today and the gap in words."""

from collections.abc import Sequence
from datetime import date

import plotly.graph_objects as go

from smartcity.charts.dates import date_axis
from smartcity.charts.drawing import Drawing, blank, paper
from smartcity.charts.theme import Theme
from smartcity.domain.curve import CurvePoint
from smartcity.domain.rounding import honest_percent, rounded
from smartcity.words.figures import deviation_text
from smartcity.words.speech import Words

HEIGHT = 300


def s_curve(words: Words, theme: Theme, points: Sequence[CurvePoint], today: date) -> Drawing:
    """`points` in order of days; verified is None after today."""
    known = [point for point in points if point.verified is not None]
    if not points:
        return blank(theme, words.say("chart.s_curve.empty"))
    figure = paper(theme, HEIGHT, margin={"l": 44, "r": 96, "t": 26, "b": 30})
    days = [point.day for point in points]
    _line(figure, words, days, [float(p.planned) for p in points], theme.muted, 2, "chart.planned", dash="dot")
    _line(
        figure,
        words,
        [p.day for p in known],
        [float(p.verified or 0) for p in known],
        theme.done.fill,
        3.5,
        "chart.verified",
    )
    figure.update_layout(
        xaxis=date_axis(words, days[0], days[-1], theme),
        yaxis={
            "range": [0, 1.04],
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "ticktext": [words.percent(value) for value in (0, 25, 50, 75, 100)],
            "tickfont": {"size": 12, "color": theme.muted},
            "showgrid": True,
            "gridcolor": theme.line,
        },
    )
    _ends(figure, words, theme, points, known)
    if days[0] <= today <= days[-1]:
        _today(figure, words, theme, today)
    return Drawing(figure, _alt(words, known))


def _line(
    figure: go.Figure,
    words: Words,
    x: list[date],
    y: list[float],
    colour: str,
    width: float,
    key: str,
    dash: str = "solid",
) -> None:
    figure.add_scatter(
        x=x,
        y=y,
        mode="lines",
        line={"color": colour, "width": width, "dash": dash, "shape": "linear"},
        hoverinfo="text",
        hovertext=[
            f"{words.short_day(day)}: {words.say(key)} {words.percent(honest_percent(v))}"
            for day, v in zip(x, y, strict=True)
        ],
    )


def _ends(
    figure: go.Figure, words: Words, theme: Theme, points: Sequence[CurvePoint], known: Sequence[CurvePoint]
) -> None:
    """Direct labels: each line is named where it ends."""
    last = points[-1]
    _tag(figure, last.day, float(last.planned), words.say("chart.planned"), theme.muted)
    if known:
        newest = known[-1]
        share = words.percent(honest_percent(newest.verified or 0))
        _tag(
            figure,
            newest.day,
            float(newest.verified or 0),
            f"<b>{share}</b> {words.say('chart.verified')}",
            theme.done.text,
        )
        figure.add_scatter(
            x=[newest.day],
            y=[float(newest.verified or 0)],
            mode="markers",
            hoverinfo="skip",
            marker={"size": 9, "color": theme.done.fill, "line": {"color": theme.ground, "width": 2}},
        )


def _tag(figure: go.Figure, day: date, y: float, text: str, colour: str) -> None:
    figure.add_annotation(
        x=day.isoformat(),
        y=y,
        text=text,
        xanchor="left",
        xshift=8,
        showarrow=False,
        align="left",
        font={"size": 13, "color": colour},
    )


def _today(figure: go.Figure, words: Words, theme: Theme, today: date) -> None:
    figure.add_vline(x=today.isoformat(), line={"color": theme.accent, "width": 1.5})
    figure.add_annotation(
        x=today.isoformat(),
        y=1.0,
        yref="paper",
        yanchor="bottom",
        text=words.short_day(today),
        showarrow=False,
        font={"size": 12, "color": theme.accent},
    )


def _alt(words: Words, known: Sequence[CurvePoint]) -> str:
    if not known:
        return words.say("chart.s_curve.not_begun")
    newest = known[-1]
    verified = newest.verified if newest.verified is not None else newest.planned
    return words.say(
        "chart.s_curve.alt",
        day=words.day(newest.day),
        verified=words.percent(honest_percent(verified)),
        planned=words.percent(honest_percent(newest.planned)),
        deviation=deviation_text(words, rounded((verified - newest.planned) * 100, 1)),
    )
