"""How many programmes stand in each health: one stacked bar per agency or dimension, as long as it has programmes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from smartcity.charts.drawing import Drawing, blank, label_width, paper, plain, shortened, write
from smartcity.charts.theme import Theme
from smartcity.domain.kinds import Health, Reporting
from smartcity.words.speech import Words

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


def distributions(words: Words, theme: Theme, rows: Sequence[DistributionRow], *, narrow: bool = False) -> Drawing:
    """Rows from top to bottom in the order given; a row without programmes stays, with its dash."""
    if not rows:
        return blank(theme, words.say("chart.distributions.empty"))
    figure = paper(theme, len(rows) * (NARROW_ROW if narrow else ROW) + 8)
    lift = 0.16 if narrow else 0
    for health in ORDER:
        if any(row.counts.get(health) for row in rows):
            _segments(figure, words, theme, health, rows, lift)
    _axes(figure, rows, narrow=narrow)
    _right(figure, words, theme, rows, lift, narrow=narrow)
    if narrow:
        names = [shortened(row.label, 44) for row in rows]
        write(figure, 0, [place - 0.26 for place in range(len(rows))], names, theme.ink, 13)
    return Drawing(figure, _alt(words, rows))


def _segments(
    figure: go.Figure, words: Words, theme: Theme, health: Health, rows: Sequence[DistributionRow], lift: float
) -> None:
    tone, name = theme.health[health], words.label(health)
    counts = [row.counts.get(health, 0) for row in rows]
    roomy = ROOM_FOR_MARK * max(row.total for row in rows)
    figure.add_bar(
        orientation="h",
        x=counts,
        y=[place + lift for place in range(len(rows))],
        width=BAR,
        marker={"color": tone.fill, "line": {"color": theme.ground, "width": 2}},
        text=[_counted(tone.mark, count, is_roomy=count >= roomy) for count in counts],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        constraintext="none",
        textfont={"size": 12, "color": theme.on(tone.fill)},
        hoverinfo="text",
        hovertext=[f"{plain(row.label)}: {count} {name}" for count, row in zip(counts, rows, strict=True)],
    )


def _counted(mark: str, count: int, *, is_roomy: bool) -> str:
    """The count with its shape, so that a grey print can be read; in a sliver the count alone."""
    if not count:
        return ""
    return f"{mark} {count}" if is_roomy else str(count)


def _axes(figure: go.Figure, rows: Sequence[DistributionRow], *, narrow: bool) -> None:
    labels = [shortened(row.label) for row in rows]
    figure.update_layout(
        barmode="stack",
        margin={"l": 0 if narrow else label_width(labels), "r": 40 if narrow else RIGHT, "t": 4, "b": 4},
        xaxis={"range": [0, max((row.total for row in rows), default=0) or 1], "visible": False},
        yaxis={
            "range": [len(rows) - 0.5, -0.5],
            "tickvals": [] if narrow else list(range(len(rows))),
            "ticktext": labels,
            "ticklabelstandoff": 8,
            "automargin": False,
        },
    )


def _right(
    figure: go.Figure, words: Words, theme: Theme, rows: Sequence[DistributionRow], lift: float, *, narrow: bool
) -> None:
    """The count, and who has reported."""
    most = max((row.total for row in rows), default=0) or 1
    texts, colours = [], []
    for row in rows:
        total = words.number(row.total, 0) if row.total else "—"
        count = f"<span style='color:{theme.ink}'><b>{GAP}{total.rjust(2, FIGURE_SPACE)}</b></span>"
        texts.append(count if narrow else f"{count}{_reported(words, theme, row.reporting)}")
        colours.append(theme.ink if row.reporting is None else theme.reporting[row.reporting].text)
    write(figure, most, [place + lift for place in range(len(rows))], texts, colours, 13)


def _reported(words: Words, theme: Theme, reporting: Reporting | None) -> str:
    if reporting is None:
        return ""
    mark = "✓" if reporting is Reporting.ON_TIME else theme.reporting[reporting].mark
    return (
        f"   {mark} {words.label(reporting)}"
        if reporting is not Reporting.NO_PERIOD
        else f"   {words.label(reporting)}"
    )


def _alt(words: Words, rows: Sequence[DistributionRow]) -> str:
    late = sum(row.counts.get(Health.LATE, 0) for row in rows)
    fine = sum(row.counts.get(health, 0) for row in rows for health in (Health.DONE, Health.ON_TRACK))
    total = sum(row.total for row in rows)
    return words.say("chart.distributions.alt", total=total, n=len(rows), fine=fine, late=late)
