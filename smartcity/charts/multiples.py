"""Many indicators at once: each in a cell of its own scale, readings against target, its newest value written beside.

One pair of axes without ticks holds the whole grid, so that it costs three traces however many cells it has.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

import plotly.graph_objects as go

from smartcity.charts.base_figure import Chart, base_figure, empty_chart
from smartcity.charts.marks import add_marks, annotate, coloured, escaped, shortened, with_ages
from smartcity.charts.theme import Theme
from smartcity.charts.trend import TrendPoint, value_text
from smartcity.domain.portfolio.freshness import Freshness
from smartcity.i18n.figures import with_unit
from smartcity.i18n.words import Words

ROW, COLUMNS, NARROW_COLUMNS = 128, 4, 2
NAME_WIDTH, NARROW_NAME_WIDTH, MOST_LINES = 28, 24, 3
LONGEST_VALUE, BESIDE = 24, 14
LEFT, RIGHT, NARROW_RIGHT, TOP, BOTTOM = 0.02, 0.5, 0.42, 0.4, 0.9
LINE, NAME_GAP = 16, 0.02


@dataclass(frozen=True, slots=True)
class SmallTrend:
    """`value` and `achieved` are written beside the newest point, which fades with its `freshness`.

    The value is the number whose achievement it is: of a sum the sum, not its newest part.
    """

    name: str
    unit: str
    points: Sequence[TrendPoint]
    achieved: str
    freshness: Freshness = Freshness.FRESH
    value: str = ""

    @property
    def scale(self) -> tuple[float, float]:
        """The lowest and the highest of what is drawn; a flat line lies in the middle."""
        values = [v for p in self.points for v in (p.value, p.target, p.lower, p.upper) if v is not None]
        lowest, highest = min(values, default=0.0), max(values, default=0.0)
        return (lowest, highest) if highest > lowest else (lowest - 1, highest + 1)


@dataclass(frozen=True, slots=True)
class _Cell:
    """Where one small trend lies in the grid."""

    trend: SmallTrend
    column: int
    row: int
    right: float

    def x(self, place: int) -> float:
        return self.column + LEFT + (self.right - LEFT) * place / max(len(self.trend.points) - 1, 1)

    def y(self, value: float | None) -> float | None:
        """Rows count downwards."""
        if value is None:
            return None
        lowest, highest = self.trend.scale
        return self.row + BOTTOM - (BOTTOM - TOP) * (value - lowest) / (highest - lowest)


def multiples(words: Words, theme: Theme, trends: Sequence[SmallTrend], *, narrow: bool = False) -> Chart:
    """In the order given, row by row."""
    if not trends:
        return empty_chart(theme, words.say("chart.trend.empty"))
    columns = NARROW_COLUMNS if narrow else COLUMNS
    right = NARROW_RIGHT if narrow else RIGHT
    cells = [_Cell(trend, place % columns, place // columns, right) for place, trend in enumerate(trends)]
    rows = -(-len(cells) // columns)
    figure = base_figure(theme, ROW * rows, margin={"l": 0, "r": 0, "t": 0, "b": 0})
    _line(figure, cells, "targets", _aim, {"color": theme.muted, "width": 1.5, "dash": "dot"})
    _line(figure, cells, "readings", lambda point: point.value, {"color": theme.on_track.fill, "width": 2.5})
    _newest(figure, words, theme, cells)
    for cell in cells:
        _name(figure, theme, cell, NARROW_NAME_WIDTH if narrow else NAME_WIDTH)
    _axes(figure, columns, rows)
    sentence = "; ".join(f"{trend.name} {_value(words, trend)}, {trend.achieved}" for trend in trends)
    alt = words.say("chart.multiples.alt", count=len(trends), told=sentence)
    return Chart(figure, with_ages(words, alt, [trend.freshness for trend in trends]))


def _aim(point: TrendPoint) -> float | None:
    """The target, or the middle of its range."""
    if point.lower is not None and point.upper is not None:
        return (point.lower + point.upper) / 2
    return point.target


def _line(
    figure: go.Figure,
    cells: Sequence[_Cell],
    name: str,
    value: Callable[[TrendPoint], float | None],
    line: dict[str, object],
) -> None:
    """All cells as one trace, with a gap between two and where nothing is known."""
    x: list[float | None] = []
    y: list[float | None] = []
    for cell in cells:
        x += [*(cell.x(place) for place in range(len(cell.trend.points))), None]
        y += [*(cell.y(value(point)) for point in cell.trend.points), None]
    figure.add_scatter(name=name, x=x, y=y, mode="lines", connectgaps=False, line=line, hoverinfo="skip")


def _newest(figure: go.Figure, words: Words, theme: Theme, cells: Sequence[_Cell]) -> None:
    """The newest reading of each cell, hollow while it waits; its value and achievement at the right."""
    ends = list(_ends(cells))
    _newest_marks(figure, words, theme, ends)
    for cell, place in ends:
        _annotate(figure, words, theme, cell, place)


def _newest_marks(figure: go.Figure, words: Words, theme: Theme, ends: Sequence[tuple[_Cell, int]]) -> None:
    newest = [(cell, cell.x(place), cell.trend.points[place]) for cell, place in ends]
    marker = {
        "size": 8,
        "color": [theme.faded(theme.on_track.fill, cell.trend.freshness) for cell, _, _ in newest],
        "symbol": ["circle" if point.is_verified else "circle-open" for _, _, point in newest],
    }
    hover = [
        f"{escaped(point.label)}: {with_unit(value_text(words, point.value), escaped(cell.trend.unit))}"
        for cell, _, point in newest
    ]
    heights = [cell.y(point.value) for cell, _, point in newest]
    add_marks(figure, [x for _, x, _ in newest], heights, marker, hover, name="newest")


def _annotate(figure: go.Figure, words: Words, theme: Theme, cell: _Cell, place: int) -> None:
    text = f"{_marked(words, theme, cell.trend)}<br>{coloured(_lines(cell.trend.achieved), theme.muted)}"
    y = _within(cell, cell.y(cell.trend.points[place].value), text)
    annotate(figure, text, theme.ink, x=cell.x(place), y=y, xanchor="left", xshift=9, align="left")


def _within(cell: _Cell, y: float | None, text: str) -> float:
    """Where the middle of the lines is, so that none reaches the cell's name or the row below."""
    half = (text.count("<br>") + 1) * LINE / ROW / 2
    return min(max(y or 0, cell.row + TOP - NAME_GAP + half), cell.row + 1 - half)


def _ends(cells: Sequence[_Cell]) -> Iterator[tuple[_Cell, int]]:
    for cell in cells:
        measured = [place for place, point in enumerate(cell.trend.points) if point.value is not None]
        if measured:
            yield cell, measured[-1]


def _marked(words: Words, theme: Theme, trend: SmallTrend) -> str:
    """The newest value, with the shape of silence where it is overdue."""
    mark = f"{theme.silent.mark} " if trend.freshness is Freshness.OVERDUE else ""
    return f"{mark}<b>{_lines(_value(words, trend))}</b>"


def _lines(text: str) -> str:
    """Within the room beside the newest point; words stay whole."""
    return "<br>".join(wrap(text, BESIDE, break_long_words=False, break_on_hyphens=False))


def _value(words: Words, trend: SmallTrend) -> str:
    """As given, with its unit; else that of the newest point."""
    newest = next((point.value for point in reversed(trend.points) if point.value is not None), None)
    return shortened(trend.value, LONGEST_VALUE) or value_text(words, newest)


def _name(figure: go.Figure, theme: Theme, cell: _Cell, width: int) -> None:
    lines = wrap(cell.trend.name, width, max_lines=MOST_LINES, placeholder="…")
    text, x = "<br>".join(escaped(line) for line in lines), cell.column + LEFT / 2
    annotate(figure, text, theme.ink, x=x, y=cell.row + 0.02, xanchor="left", yanchor="top", align="left")


def _axes(figure: go.Figure, columns: int, rows: int) -> None:
    still = {"visible": False, "fixedrange": True}
    figure.update_layout(xaxis={**still, "range": [0, columns]}, yaxis={**still, "range": [rows, 0]})
