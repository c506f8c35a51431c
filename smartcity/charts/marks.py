"""What is drawn on a figure: names of rows and other texts, marks, bars that fade with age, the line of today."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from html import escape, unescape
from typing import Any

import plotly.graph_objects as go

from smartcity.charts.theme import Theme
from smartcity.domain.portfolio.freshness import Freshness
from smartcity.i18n.words import Words

LONGEST = 34
CHARACTER = 7.9
TICK_PADDING = 3


def shortened(text: str, longest: int = LONGEST) -> str:
    """One line of plain text: what is too long ends in an ellipsis."""
    return escaped(text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…")


def escaped(text: str) -> str:
    """A name as it is written: Plotly reads texts as HTML, so `A & B <C>` would lose its end."""
    return escape(text, quote=False)


def label_width(labels: list[str]) -> int:
    """Pixels the longest label needs."""
    return int(max((len(unescape(label)) for label in labels), default=0) * CHARACTER) + 14


def coloured(text: str, colour: str) -> str:
    return f"<span style='color:{colour}'>{text}</span>"


def named_rows(count: int, names: Mapping[float, str], left: int) -> dict[str, Any]:
    """A y axis of rows from top to bottom; their names by place all begin `left` pixels before the bars."""
    return {
        "range": [count - 0.5, -0.5],
        "tickvals": list(names),
        "ticktext": list(names.values()),
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
        "anchor": "free",
        "position": 0,
        "ticklabelposition": "inside",
        "ticklabeloverflow": "allow",  # else each label is measured
        "ticklabelstandoff": -left - TICK_PADDING,
        "automargin": False,
    }


def with_ages(words: Words, alt: str, ages: Sequence[Freshness]) -> str:
    """The alt text of a chart, and how much in it is old; nothing more while all is fresh."""
    counts = Counter(ages)
    aging, overdue = counts[Freshness.AGING], counts[Freshness.OVERDUE]
    return f"{alt} {words.say('chart.fading.alt', aging=aging, overdue=overdue)}" if aging or overdue else alt


def write(
    figure: go.Figure,
    x: float | str | Sequence[float],
    y: Sequence[float],
    labels: Sequence[str],
    colour: Any,
    size: int,
    *,
    xaxis: str = "x",
    position: str = "middle right",
) -> None:
    """Texts at `x`, by default to its right, as one trace; `x` and `colour` are one for all or one each."""
    figure.add_scatter(
        x=[x] * len(y) if isinstance(x, float | int | str) else list(x),
        y=list(y),
        mode="text",
        text=list(labels),
        textposition=position,
        textfont={"color": colour, "size": size},
        cliponaxis=False,
        hoverinfo="skip",
        xaxis=xaxis,
    )


def annotate(figure: go.Figure, text: str, colour: str, size: int = 12, **place: Any) -> None:
    """A text without an arrow, where `place` says."""
    figure.add_annotation(text=text, showarrow=False, font={"size": size, "color": colour}, **place)


def add_marks(
    figure: go.Figure,
    x: Sequence[Any],
    y: Sequence[Any],
    marker: Mapping[str, Any],
    hover: Sequence[str] = (),
    **trace: Any,
) -> None:
    """Marks with a text each under the pointer, or with none."""
    pointed: dict[str, Any] = {"hoverinfo": "text", "hovertext": list(hover)} if hover else {"hoverinfo": "skip"}
    figure.add_scatter(x=list(x), y=list(y), **{"mode": "markers", "marker": marker, **pointed, **trace})


def name_today(figure: go.Figure, words: Words, theme: Theme, today: date) -> None:
    """The day above its line."""
    annotate(figure, words.short_day(today), theme.accent, x=today.isoformat(), y=1, yref="paper", yanchor="bottom")


def today_line(theme: Theme) -> dict[str, Any]:
    return {"color": theme.accent, "width": 1.5}


# Lines that fall to the right: those of a claim rise.
LINES: Mapping[str, Any] = {"shape": "\\", "size": 6, "solidity": 0.35}
CLEAR = "rgba(0,0,0,0)"


def faded_bars(
    figure: go.Figure, theme: Theme, fill: str, lengths: Sequence[float | None], ages: Sequence[Freshness], **bar: Any
) -> None:
    """One trace of bars in one colour, each as pale as its data is old, and one of lines where any is overdue."""
    grounds = [theme.faded(fill, age) for age in ages]
    figure.add_bar(x=lengths, marker={"color": grounds, "line": {"width": 0}}, **bar)
    if Freshness.OVERDUE not in ages:
        return
    overdue = [x if age is Freshness.OVERDUE else None for x, age in zip(lengths, ages, strict=True)]
    lines = {"color": CLEAR, "line": {"width": 0}, "pattern": {**LINES, "fgcolor": fill, "bgcolor": CLEAR}}
    figure.add_bar(x=overdue, marker=lines, **{**bar, "name": "overdue", "hoverinfo": "skip"})
