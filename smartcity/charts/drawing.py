"""A drawing: the figure and the sentence that stands for it. And the empty paper every chart begins with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from typing import Any

import plotly.graph_objects as go

from smartcity.charts.theme import FONT, Theme

CONFIG: dict[str, Any] = {"displayModeBar": False, "responsive": True, "scrollZoom": False, "doubleClick": False}
LONGEST = 34
CHARACTER = 7.9
TICK_PADDING = 3


@dataclass(frozen=True)
class Drawing:
    """`alt` is the headline sentence of the chart."""

    figure: go.Figure
    alt: str


def shortened(text: str, longest: int = LONGEST) -> str:
    """One line of plain text: what is too long ends in an ellipsis."""
    return plain(text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…")


def plain(text: str) -> str:
    """A name as it is written: Plotly reads texts as HTML, so `A & B <C>` would lose its end."""
    return escape(text, quote=False)


def label_width(labels: list[str]) -> int:
    """Pixels the longest label needs."""
    return int(max((len(unescape(label)) for label in labels), default=0) * CHARACTER) + 14


def inked(text: str, colour: str) -> str:
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


class DrawnOnce(go.Figure):  # type: ignore[misc]
    """A figure that is spelled out once: every rerun of every session sends the same dictionary."""

    def to_dict(self) -> dict[str, Any]:
        found: dict[str, Any] | None = self.__dict__.get("_spelled")
        if found is None:
            found = super().to_dict()
            self.__dict__["_spelled"] = found
        return found


def write(
    figure: go.Figure,
    x: float | str | Sequence[float],
    y: Sequence[float],
    texts: Sequence[str],
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
        text=list(texts),
        textposition=position,
        textfont={"color": colour, "size": size},
        cliponaxis=False,
        hoverinfo="skip",
        xaxis=xaxis,
    )


def paper(theme: Theme, height: int, **layout: Any) -> go.Figure:
    """An empty figure in the theme: no grid, no legend, no mode bar, sitting on the page's own ground."""
    bare = {
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "fixedrange": True,
        "ticks": "",
        "tickfont": {"size": 14, "color": theme.ink},
    }
    ground = go.Layout(
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
    figure = DrawnOnce(layout=ground)
    figure.update_layout(template=None, **layout)
    return figure


def blank(theme: Theme, sentence: str) -> Drawing:
    """Nothing to draw, said so."""
    figure = paper(theme, 72)
    figure.update_layout(xaxis={"visible": False}, yaxis={"visible": False})
    figure.add_annotation(
        text=sentence,
        x=0,
        y=0.5,
        xref="paper",
        yref="paper",
        xanchor="left",
        showarrow=False,
        font={"color": theme.muted, "size": 14},
    )
    return Drawing(figure, sentence)
