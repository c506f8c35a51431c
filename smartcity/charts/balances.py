"""Money beside work, a row per programme: work as a bar, money as a mark, the gap in words at the right."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import plotly.graph_objects as go

from smartcity.charts.base_figure import Chart, base_figure, empty_chart
from smartcity.charts.marks import add_marks, escaped, faded_bars, label_width, named_rows, shortened, with_ages, write
from smartcity.charts.theme import Theme
from smartcity.domain.portfolio.freshness import Freshness
from smartcity.domain.rounding import points_beside, progress_shown
from smartcity.i18n.figures import gap_text
from smartcity.i18n.words import Words

ROW, NARROW_ROW = 32, 66
BAR, NARROW_BAR = 0.5, 0.36
MARK = 10
NARROW_RIGHT = 8
LONGEST, NARROW_LONGEST = 40, 44
GAP = "\N{EN SPACE}"


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """Shares 0…1, the money's may exceed 1; None is unknown and drawn as such, never as 0.

    `freshness` is how the bar of the work fades.
    """

    label: str
    physical: Fraction | None
    financial: Fraction | None
    gap: Fraction | None
    freshness: Freshness = Freshness.FRESH


def balances(words: Words, theme: Theme, rows: Sequence[BalanceRow], *, narrow: bool = False) -> Chart:
    """Rows from top to bottom in the order given."""
    if not rows:
        return empty_chart(theme, words.say("chart.balances.empty"))
    figure = base_figure(theme, len(rows) * (NARROW_ROW if narrow else ROW) + 8)
    places = [place + (0.24 if narrow else 0) for place in range(len(rows))]
    last = max(1.0, *(float(row.financial or 0) for row in rows))
    _bars(figure, words, theme, rows, places, NARROW_BAR if narrow else BAR)
    row_texts = [_row_text(words, row) for row in rows]
    labels = [shortened(row.label, NARROW_LONGEST if narrow else LONGEST) for row in rows]
    left = 0 if narrow else label_width(labels)
    figure.update_layout(
        barmode="overlay",
        margin={"l": left, "r": NARROW_RIGHT if narrow else label_width(row_texts), "t": 4, "b": 4},
        xaxis={"range": [0, last], "visible": False, "fixedrange": True},
        yaxis=named_rows(len(rows), {} if narrow else dict(enumerate(labels)), left),
    )
    if narrow:
        _write_above(figure, theme, labels, row_texts)
    else:
        write(figure, last, places, [f"{GAP}{text}" for text in row_texts], theme.ink, 13)
    return Chart(figure, with_ages(words, _alt(words, rows), [row.freshness for row in rows]))


def _write_above(figure: go.Figure, theme: Theme, labels: Sequence[str], row_texts: Sequence[str]) -> None:
    """On a phone the name and the figures of a row stand above its bar."""
    named = [f"{label}<br>{text}" for label, text in zip(labels, row_texts, strict=True)]
    write(figure, 0, [place - 0.27 for place in range(len(labels))], named, theme.ink, 12)


def _bars(
    figure: go.Figure, words: Words, theme: Theme, rows: Sequence[BalanceRow], places: Sequence[float], width: float
) -> None:
    flat = {"orientation": "h", "y": places, "width": width, "marker_line_width": 0}
    hover = [f"{escaped(row.label)}: {_row_text(words, row)}" for row in rows]
    shares = [None if row.physical is None else float(row.physical) for row in rows]
    track = [None if share is None else 1 for share in shares]
    figure.add_bar(x=track, marker_color=theme.track, hoverinfo="skip", **flat)
    hover_bar = {"orientation": "h", "y": places, "width": width, "hoverinfo": "text", "hovertext": hover}
    faded_bars(figure, theme, theme.done.fill, shares, [row.freshness for row in rows], name="physical", **hover_bar)
    _marks(figure, theme, rows, places, hover)


def _marks(
    figure: go.Figure, theme: Theme, rows: Sequence[BalanceRow], places: Sequence[float], hover: list[str]
) -> None:
    """What is spent of each, a diamond on the bar of its work."""
    spent = [None if row.financial is None else float(row.financial) for row in rows]
    line = {"width": 2, "color": theme.ink}
    marker = {"symbol": "diamond", "size": MARK, "color": theme.background, "line": line}
    add_marks(figure, spent, places, marker, hover, name="financial", cliponaxis=False)


def _row_text(words: Words, row: BalanceRow) -> str:
    shares = (row.physical, row.financial)
    physical, financial = (words.percent(progress_shown(share)) for share in shares)
    gap = gap_text(words, points_beside(row.physical, row.financial))
    return words.say("chart.balances.told", physical=physical, financial=financial, gap=gap)


def _alt(words: Words, rows: Sequence[BalanceRow]) -> str:
    comparable = [row for row in rows if row.gap is not None]
    if not comparable:
        return words.say("chart.unknown")
    widest = max(comparable, key=lambda row: abs(row.gap or Fraction(0)))
    gap = gap_text(words, points_beside(widest.physical, widest.financial))
    return words.say(
        "chart.balances.alt", label=widest.label, gap=gap, n=len(comparable), missing=len(rows) - len(comparable)
    )
