"""Programmes by health: one stacked bar per agency or dimension; and who has reported, in shape, word and colour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from smartcity.charts.base_figure import Chart, base_figure, empty_chart
from smartcity.charts.marks import coloured, escaped, label_width, named_rows, shortened, write
from smartcity.charts.theme import Theme, Tone
from smartcity.domain.enums import Health, Reporting
from smartcity.i18n.figures import and_without
from smartcity.i18n.words import Words


def reported(words: Words, theme: Theme, reporting: Reporting | None) -> str:
    """Nothing for None."""
    if reporting is None:
        return ""
    tone = theme.reporting[reporting]
    return coloured(f"{tone.mark} {words.label(reporting)}", tone.text)


ROW = 32
NARROW_ROW = 50
RIGHT = 178
BAR = 0.56
FIGURE_SPACE = "\N{FIGURE SPACE}"
GAP = "\N{EN SPACE}"
ROOM_FOR_MARK = 0.1
ORDER = (Health.DONE, Health.ON_TRACK, Health.NOT_DUE, Health.ATTENTION, Health.LATE, Health.UNKNOWN)


@dataclass(frozen=True, slots=True)
class DistributionRow:
    """`counts` by health; `reporting` is printed at the right, None prints nothing."""

    label: str
    counts: Mapping[Health, int]
    reporting: Reporting | None = None

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def distributions(words: Words, theme: Theme, rows: Sequence[DistributionRow], *, narrow: bool = False) -> Chart:
    """Rows from top to bottom in the order given; a row without programmes stays, with its dash."""
    if not rows:
        return empty_chart(theme, words.say("chart.distributions.empty"))
    figure = base_figure(theme, len(rows) * (NARROW_ROW if narrow else ROW) + 8)
    places = [place + (0.16 if narrow else 0) for place in range(len(rows))]
    segments(figure, words, theme, [(row.label, row.counts) for row in rows], places, BAR, marked=ROOM_FOR_MARK)
    _axes(figure, rows, narrow=narrow)
    _right(figure, words, theme, rows, places, narrow=narrow)
    if narrow:
        names = [f"{shortened(row.label, 26)}  {reported(words, theme, row.reporting)}" for row in rows]
        write(figure, 0, [place - 0.26 for place in range(len(rows))], names, theme.ink, 13)
    return Chart(figure, _alt(words, rows))


Counts = Sequence[tuple[str, Mapping[Health, int]]]


def segments(
    figure: go.Figure,
    words: Words,
    theme: Theme,
    rows: Counts,
    y: Sequence[float],
    width: float,
    *,
    marked: float | None,
) -> None:
    """One stacked bar per row, a trace per health; from `marked` of the longest bar on a count carries its shape."""
    longest = max((sum(counts.values()) for _, counts in rows), default=0)
    ends = [0] * len(rows)
    counts_text: list[tuple[float, float, str, str]] = []
    for health in ORDER:
        counts = [row_counts.get(health, 0) for _, row_counts in rows]
        if not any(counts):
            continue
        tone, name = theme.health[health], words.label(health)
        hover = [f"{escaped(label)}: {n} {name}" for n, (label, _) in zip(counts, rows, strict=True)]
        figure.add_bar(
            name=health.value, base=ends, x=counts, y=list(y), width=width, hovertext=hover, **_fill(theme, tone)
        )
        for place, end, count in zip(y, ends, counts, strict=True):
            if text := _counted(tone.mark, count, longest, marked):
                counts_text.append((end + count / 2, place, text, theme.on(tone.fill)))
        ends = [end + count for end, count in zip(ends, counts, strict=True)]
    _write_counts(figure, counts_text)


def _write_counts(figure: go.Figure, count_labels: Sequence[tuple[float, float, str, str]]) -> None:
    """Apart from the bars, where the browser would measure each text."""
    if count_labels:
        xs, ys, labels, colours = zip(*count_labels, strict=True)
        write(figure, xs, ys, labels, colours, 12, position="middle center")


def _fill(theme: Theme, tone: Tone) -> dict[str, Any]:
    marker = {"color": tone.fill, "line": {"color": theme.background, "width": 2}, "cornerradius": 0}
    return {"orientation": "h", "hoverinfo": "text", "marker": marker}


def _counted(mark: str, count: int, longest: int, marked: float | None) -> str:
    """The count with its shape, so that a grey print can be read; in a sliver the count alone."""
    if not count or marked is None:
        return ""
    return f"{mark} {count}" if count >= marked * longest else str(count)


def _axes(figure: go.Figure, rows: Sequence[DistributionRow], *, narrow: bool) -> None:
    labels = [shortened(row.label) for row in rows]
    left = 0 if narrow else label_width(labels)
    figure.update_layout(
        barmode="overlay",
        margin={"l": left, "r": 40 if narrow else RIGHT, "t": 4, "b": 4},
        xaxis={"range": [0, _longest(rows)], "visible": False},
        yaxis=named_rows(len(rows), {} if narrow else dict(enumerate(labels)), left),
    )


def _longest(rows: Sequence[DistributionRow]) -> int:
    return max((row.total for row in rows), default=0) or 1


def _right(
    figure: go.Figure,
    words: Words,
    theme: Theme,
    rows: Sequence[DistributionRow],
    places: Sequence[float],
    *,
    narrow: bool,
) -> None:
    """The count, and who has reported."""
    totals = []
    for row in rows:
        total = words.number(row.total, 0) if row.total else "—"
        count = f"<b>{GAP}{total.rjust(2, FIGURE_SPACE)}</b>"
        totals.append(count if narrow else f"{count}   {reported(words, theme, row.reporting)}")
    write(figure, _longest(rows), places, totals, theme.ink, 13)


def _alt(words: Words, rows: Sequence[DistributionRow]) -> str:
    late = sum(row.counts.get(Health.LATE, 0) for row in rows)
    fine = sum(row.counts.get(health, 0) for row in rows for health in (Health.DONE, Health.ON_TRACK))
    empty = sum(row.counts.get(Health.UNKNOWN, 0) for row in rows)
    total = sum(row.total for row in rows) - empty
    if not total:
        return words.say("chart.unknown")
    sentence = words.say("chart.distributions.alt", total=total, n=len(rows), fine=fine, late=late)
    return and_without(words, sentence, empty)
