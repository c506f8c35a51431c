"""The S-curve: what should stand against what stands, month by month, with today and the gap in words."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import plotly.graph_objects as go

from smartcity.charts.base_figure import Chart, base_figure, date_axis, empty_chart
from smartcity.charts.marks import add_marks, annotate, coloured, name_today, today_line
from smartcity.charts.theme import Theme
from smartcity.domain.plan.curve import CurvePoint
from smartcity.domain.rounding import points_beside, progress_shown
from smartcity.i18n.figures import deviation_text, due_text
from smartcity.i18n.words import Words

HEIGHT = 300
LATE_IN_SPAN = 0.6
ROOM = {"l": 46, "r": 96, "t": 26, "b": 38}
HIGHEST, LINE, MOST_TICKS = 1.04, 17, 5


def s_curve(words: Words, theme: Theme, points: Sequence[CurvePoint], today: date) -> Chart:
    """`points` in order of days; verified is None after today."""
    past = [point for point in points if point.verified is not None]
    if not points:
        return empty_chart(theme, words.say("chart.s_curve.empty"))
    days = [point.day for point in points]
    is_late = bool(past) and past[-1].day - days[0] > LATE_IN_SPAN * (days[-1] - days[0])
    figure = base_figure(theme, HEIGHT, margin={**ROOM, "r": 150 if is_late else 96})
    _line(figure, words, days, [p.planned for p in points], theme.muted, 2, "chart.planned", dash="dot")
    verified = [p.verified or Fraction(0) for p in past]
    _line(figure, words, [p.day for p in past], verified, theme.done.fill, 3.5, "chart.verified")
    _ghost(figure, words, theme, past)
    _axes(figure, words, theme, days)
    _ends(figure, words, theme, points, past)
    if days[0] <= today <= days[-1]:
        figure.add_vline(x=today.isoformat(), line=today_line(theme))
        name_today(figure, words, theme, today)
    return Chart(figure, _alt(words, past))


def _axes(figure: go.Figure, words: Words, theme: Theme, days: Sequence[date]) -> None:
    shares = {
        "range": [0, HIGHEST],
        "tickvals": [0, 0.25, 0.5, 0.75, 1],
        "ticktext": [words.percent(value) for value in (0, 25, 50, 75, 100)],
        "tickfont": {"size": 12, "color": theme.muted},
        "showgrid": True,
        "gridcolor": theme.line,
    }
    figure.update_layout(xaxis=date_axis(words, days[0], days[-1], theme, most=MOST_TICKS), yaxis=shares)


def _ghost(figure: go.Figure, words: Words, theme: Theme, past: Sequence[CurvePoint]) -> None:
    """What is reported and not yet verified, hatched above the verified line it follows."""
    if all(point.claimed in (None, point.verified) for point in past):
        return
    shares = [p.claimed if p.claimed is not None else p.verified or Fraction(0) for p in past]
    _line(figure, words, [p.day for p in past], shares, theme.done.fill, 1, "chart.claimed", dash="dash")
    hatch = {"shape": "/", "fgcolor": theme.done.fill, "bgcolor": "rgba(0,0,0,0)", "size": 5, "solidity": 0.35}
    figure.data[-1].update(fill="tonexty", fillcolor="rgba(0,0,0,0)", fillpattern=hatch)


def _line(
    figure: go.Figure,
    words: Words,
    x: list[date],
    shares: Sequence[Fraction | None],
    colour: str,
    width: float,
    key: str,
    dash: str = "solid",
) -> None:
    figure.add_scatter(
        name=key.removeprefix("chart."),
        x=x,
        y=[None if share is None else _height(share) for share in shares],
        mode="lines",
        line={"color": colour, "width": width, "dash": dash, "shape": "linear"},
        hoverinfo="text",
        hovertext=[_hover(words, key, day, share) for day, share in zip(x, shares, strict=True)],
    )


def _hover(words: Words, key: str, day: date, share: Fraction | None) -> str:
    return "" if share is None else f"{words.short_day(day)}: {words.say(key)} {words.percent(progress_shown(share))}"


def _height(share: Fraction) -> float:
    """Where it is drawn, closer than a pixel."""
    return round(float(share), 4)


def _ends(
    figure: go.Figure, words: Words, theme: Theme, points: Sequence[CurvePoint], past: Sequence[CurvePoint]
) -> None:
    """Direct labels: each line is named where it ends, and the gap between them said in words."""
    last_day, last = next(((p.day, p.planned) for p in reversed(points) if p.planned is not None), (None, None))
    if last_day and last is not None:
        _tag(figure, last_day, float(last), words.say("chart.planned"), theme.muted, "bottom")
    if past:
        _name_newest(figure, words, theme, past[-1])
        _mark_newest(figure, theme, past[-1])


def _name_newest(figure: go.Figure, words: Words, theme: Theme, newest: CurvePoint) -> None:
    verified, planned = _shares(newest)
    share = f"<b>{words.percent(progress_shown(verified))}</b> {words.say('chart.verified')}"
    due = due_text(words, progress_shown(planned)) if planned or verified else ""
    text = f"{share}<br>{coloured(due, theme.ink)}"
    side = "bottom" if verified > planned and newest.claimed in (None, verified) else "top"
    _tag(figure, newest.day, float(verified), text, theme.done.text, side)
    if newest.claimed is not None and newest.claimed != verified:
        reported = f"{words.percent(progress_shown(newest.claimed))} {words.say('chart.claimed')}"
        lift = _lift(float(newest.claimed - verified))
        _tag(figure, newest.day, float(newest.claimed), reported, theme.done.text, "bottom", lift)


def _mark_newest(figure: go.Figure, theme: Theme, newest: CurvePoint) -> None:
    verified, planned = _shares(newest)
    line = {"color": [theme.muted, theme.background], "width": 2}
    marker = {"size": [8, 10], "color": [theme.background, theme.done.fill], "line": line}
    add_marks(figure, [newest.day] * 2, [_height(planned), _height(verified)], marker)


def _shares(point: CurvePoint) -> tuple[Fraction, Fraction]:
    """Verified and planned of a day on which something is known."""
    return point.verified or Fraction(0), point.planned or Fraction(0)


def _lift(apart: float) -> float:
    """Pixels that a label must rise, so that it stands a line above that of a share this much lower."""
    return max(0.0, LINE - apart * (HEIGHT - ROOM["t"] - ROOM["b"]) / HIGHEST)


def _tag(figure: go.Figure, day: date, y: float, text: str, colour: str, side: str, lift: float = 0) -> None:
    """Beside the end of a line, away from the other line."""
    shift = {"xshift": 8, "yshift": lift - 8 if side == "bottom" else 8}
    annotate(figure, text, colour, 13, x=day.isoformat(), y=y, xanchor="left", yanchor=side, align="left", **shift)


def _alt(words: Words, past: Sequence[CurvePoint]) -> str:
    if not past:
        return words.say("chart.s_curve.not_begun")
    newest = past[-1]
    verified, planned = _shares(newest)
    sentence = words.say(
        "chart.s_curve.alt",
        day=words.day(newest.day),
        verified=words.percent(progress_shown(verified)),
        planned=words.percent(progress_shown(planned)),
        deviation=deviation_text(words, points_beside(verified, planned)),
    )
    if newest.claimed is None or newest.claimed == newest.verified:
        return sentence
    return f"{sentence} {words.say('chart.s_curve.alt.claimed', claimed=words.percent(progress_shown(newest.claimed)))}"
