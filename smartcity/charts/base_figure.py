"""What every chart begins with: empty figure, alt text, axes of days."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from smartcity.charts.marks import annotate
from smartcity.charts.theme import FONT, Theme
from smartcity.domain.plan.curve import month_ends
from smartcity.i18n.words import Words

CONFIG: dict[str, Any] = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}


@dataclass(frozen=True)
class Chart:
    """`alt` is the headline sentence of the chart."""

    figure: go.Figure
    alt: str


class SpelledOnceFigure(go.Figure):  # type: ignore[misc]  # plotly has no types
    """A figure that is spelled out once: every rerun of every session sends the same dictionary."""

    def to_dict(self) -> dict[str, Any]:
        spelled: dict[str, Any] | None = self.__dict__.get("_spelled")
        if spelled is None:
            spelled = super().to_dict()
            self.__dict__["_spelled"] = spelled
        return spelled


def base_figure(theme: Theme, height: int, **layout: Any) -> go.Figure:
    """An empty figure in the theme: no grid, no legend, no mode bar, sitting on the page's own ground."""
    figure = SpelledOnceFigure(layout=_bare_layout(theme, height))
    figure.update_layout(template=None, **layout)
    return figure


def _bare_layout(theme: Theme, height: int) -> go.Layout:
    bare = _bare_axis(theme)
    return go.Layout(
        height=height,
        margin={"l": 0, "r": 0, "t": 4, "b": 4},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 14, "color": theme.ink},
        showlegend=False,
        separators=",.",
        hovermode="closest",
        dragmode=False,
        barcornerradius=3,
        hoverlabel={"bgcolor": theme.surface, "bordercolor": theme.line, "font": {"color": theme.ink, "size": 13}},
        xaxis=bare,
        yaxis=bare,
    )


def _bare_axis(theme: Theme) -> dict[str, Any]:
    return {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "fixedrange": True,
        "ticks": "",
        "tickfont": {"size": 14, "color": theme.ink},
    }


def empty_chart(theme: Theme, sentence: str) -> Chart:
    """Nothing to draw, said so."""
    figure = base_figure(theme, 72)
    figure.update_layout(xaxis={"visible": False}, yaxis={"visible": False})
    annotate(figure, sentence, theme.muted, 14, x=0, y=0.5, xref="paper", yref="paper", xanchor="left")
    return Chart(figure, sentence)


MOST_TICKS = 8


def ticks(words: Words, first: date, last: date, most: int = MOST_TICKS) -> tuple[list[date], list[str]]:
    """First days of years, quarters or months, whichever the span asks for."""
    starts = [end.replace(day=1) for end in month_ends(first, last)]
    for step in (1, 3, 6, 12):
        days = [day for day in starts if (day.month - 1) % step == 0 and day >= first.replace(day=1)]
        if len(days) <= most:
            break
    if step == 12:
        return days, [str(day.year) for day in days]
    return days, two_lines([words.month(day) for day in days])


def two_lines(labels: list[str]) -> list[str]:
    """`Okt 2026`, `Jan 2027`, `Apr 2027` with the year below and only where it changes: short enough for a phone."""
    lines, before = [], ""
    for label in labels:
        name, _, year = label.rpartition(" ")
        lines.append(f"{name}<br>{year}" if year != before else name)
        before = year
    return lines


def date_axis(
    words: Words, first: date, last: date, theme: Theme, *, pad_days: int = 0, most: int = MOST_TICKS
) -> dict[str, Any]:
    days, labels = ticks(words, first, last, most)
    pad = timedelta(days=pad_days)
    return {
        "type": "date",
        "range": [(first - pad).isoformat(), (last + pad).isoformat()],
        "tickvals": [day.isoformat() for day in days],
        "ticktext": labels,
        "tickangle": 0,
        "tickfont": {"size": 12, "color": theme.muted},
    }
