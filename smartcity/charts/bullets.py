"""Planned as a mark, verified as a bar, claimed as a ghost: one row per dimension, agency or programme."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import plotly.graph_objects as go

from smartcity.charts.drawing import Drawing, blank, label_width, paper, plain, shortened, write
from smartcity.charts.theme import Theme
from smartcity.domain.kinds import Health
from smartcity.domain.progress import Progress
from smartcity.domain.rounding import honest_percent, rounded
from smartcity.words.figures import deviation_text
from smartcity.words.speech import Words

ROW = 34
NARROW_ROW = 50
RIGHT = 215
BAR = 0.42
FIGURE_SPACE = "\N{FIGURE SPACE}"
GAP = "\N{EN SPACE}"


@dataclass(frozen=True, slots=True)
class BulletRow:
    """`progress` None is unknown and drawn as such, never as 0."""

    label: str
    progress: Progress | None
    health: Health


def bullets(words: Words, theme: Theme, rows: Sequence[BulletRow], *, narrow: bool = False) -> Drawing:
    """Rows from top to bottom in the order given."""
    if not rows:
        return blank(theme, words.say("chart.bullets.empty"))
    height = len(rows) * (NARROW_ROW if narrow else ROW) + 8
    figure = paper(theme, height)
    places = list(range(len(rows)))
    _bars(figure, theme, words, rows, [place + (0.16 if narrow else 0) for place in places])
    _axes(figure, rows, narrow=narrow)
    _labels(figure, theme, words, rows, narrow=narrow)
    return Drawing(figure, _alt(words, rows))


def _share(row: BulletRow, name: str) -> float | None:
    return None if row.progress is None else float(getattr(row.progress, name))


def _bars(figure: go.Figure, theme: Theme, words: Words, rows: Sequence[BulletRow], y: list[float]) -> None:
    flat = {"orientation": "h", "y": y, "width": BAR, "hoverinfo": "skip", "marker_line_width": 0}
    hatch = {"shape": "/", "fgcolor": theme.done.fill, "bgcolor": "rgba(0,0,0,0)", "size": 5, "solidity": 0.35}
    claimed = [_share(row, "claimed") for row in rows]
    verified = [_share(row, "verified") for row in rows]
    track = [None if row.progress is None else 1 for row in rows]
    figure.add_bar(x=track, marker_color=theme.track, **flat)
    ghost = [None if c is None or v is None else max(c - v, 0) for c, v in zip(claimed, verified, strict=True)]
    figure.add_bar(x=ghost, base=verified, marker_color="rgba(0,0,0,0)", marker_pattern=hatch, **flat)
    hover = [_hover(words, row) for row in rows]
    solid = {**flat, "hoverinfo": "text", "hovertext": hover}
    figure.add_bar(x=verified, marker_color=theme.done.fill, **solid)
    figure.add_scatter(
        x=[_share(row, "planned") for row in rows],
        y=y,
        mode="markers",
        marker={"symbol": "line-ns", "size": 20, "line": {"width": 3, "color": theme.ink}},
        hoverinfo="text",
        hovertext=hover,
    )
    figure.update_layout(barmode="overlay")


def _hover(words: Words, row: BulletRow) -> str:
    if row.progress is None:
        return words.say("chart.unknown")
    percents = {name: words.percent(honest_percent(getattr(row.progress, name))) for name in _NAMES}
    return words.say("chart.bullets.hover", label=plain(row.label), **percents)


_NAMES = ("verified", "claimed", "planned")


def _axes(figure: go.Figure, rows: Sequence[BulletRow], *, narrow: bool) -> None:
    labels = [shortened(row.label) for row in rows]
    left = 0 if narrow else label_width(labels)
    figure.update_layout(
        margin={"l": left, "r": 64 if narrow else RIGHT, "t": 4, "b": 4},
        xaxis={"range": [0, 1], "visible": False},
        yaxis={
            "range": [len(rows) - 0.5, -0.5],
            "tickvals": [] if narrow else list(range(len(rows))),
            "ticktext": labels,
            "tickfont": {"size": 14},
            "ticklabelstandoff": 8,
            "automargin": False,
        },
    )


def _labels(figure: go.Figure, theme: Theme, words: Words, rows: Sequence[BulletRow], *, narrow: bool) -> None:
    """Percent and deviation at the right; on a phone the name and the deviation above the bar."""
    places = [place + (0.16 if narrow else 0) for place in range(len(rows))]
    verdicts = [_verdict(words, theme, row) for row in rows]
    percents = [_percent(words, theme, row) for row in rows]
    colours = [colour for _, colour in verdicts]
    if narrow:
        above = [place - 0.26 for place in range(len(rows))]
        named = [f"{_ink(theme, shortened(r.label, 26))}  {t}" for r, (t, _) in zip(rows, verdicts, strict=True)]
        write(figure, 0, above, named, colours, 13)
        write(figure, 1, places, percents, theme.ink, 14)
    else:
        told = [f"{share}   {text}" for share, (text, _) in zip(percents, verdicts, strict=True)]
        write(figure, 1, places, told, colours, 13)


def _percent(words: Words, theme: Theme, row: BulletRow) -> str:
    share = None if row.progress is None else honest_percent(row.progress.verified)
    return _ink(theme, f"<b>{GAP}{words.percent(share).rjust(5, FIGURE_SPACE)}</b>")


def _ink(theme: Theme, text: str) -> str:
    return f"<span style='color:{theme.ink}'>{text}</span>"


def _verdict(words: Words, theme: Theme, row: BulletRow) -> tuple[str, str]:
    tone = theme.health[row.health]
    if row.progress is None:
        return words.label(row.health), tone.text
    if row.health is Health.NOT_DUE:
        return f"{tone.mark} {words.label(row.health).lower()}", tone.text
    return f"{tone.mark} {deviation_text(words, rounded(row.progress.deviation, 1))}", tone.text


def _alt(words: Words, rows: Sequence[BulletRow]) -> str:
    known = [row for row in rows if row.progress is not None]
    if not known:
        return words.say("chart.unknown")
    worst = min(known, key=lambda row: row.progress.deviation if row.progress else Fraction(0))
    fine = sum(row.health in (Health.ON_TRACK, Health.DONE) for row in known)
    points = rounded(worst.progress.deviation, 1) if worst.progress else None
    facts = {"label": worst.label, "deviation": deviation_text(words, points), "fine": fine, "n": len(rows)}
    return words.say("chart.bullets.alt", **facts)
