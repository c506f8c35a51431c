"""Milestones along time: bar from start to due day, today line, and the ghost of the first promise where it moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import plotly.graph_objects as go

from smartcity.charts.dates import date_axis
from smartcity.charts.drawing import Drawing, blank, label_width, paper, shortened
from smartcity.charts.theme import Theme
from smartcity.domain.kinds import MilestoneStatus
from smartcity.words.speech import Words

ROW = 30
NARROW_ROW = 46
DAY = 86_400_000
BAR = 0.4


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """`first_due_on` differs from `due_on` where the promise was moved."""

    label: str
    starts_on: date
    due_on: date
    first_due_on: date
    status: MilestoneStatus
    done_on: date | None = None


def timeline(words: Words, theme: Theme, rows: Sequence[TimelineRow], today: date, *, narrow: bool = False) -> Drawing:
    """Rows from top to bottom in the order given."""
    if not rows:
        return blank(theme, words.say("chart.timeline.empty"))
    first = min(*(row.starts_on for row in rows), today)
    last = max(*(max(row.due_on, row.first_due_on, row.done_on or row.due_on) for row in rows), today)
    labels = [shortened(row.label) for row in rows]
    figure = paper(theme, len(rows) * (NARROW_ROW if narrow else ROW) + 62)
    lift = 0.16 if narrow else 0.0
    _bars(figure, words, theme, rows, lift)
    _ghosts(figure, words, theme, rows, lift)
    _marks(figure, words, theme, rows, lift)
    figure.update_layout(
        margin={"l": 4 if narrow else label_width(labels), "r": 24, "t": 26, "b": 28},
        xaxis=date_axis(words, first, last, theme, pad_days=max((last - first).days // 40, 3)),
        yaxis={
            "range": [len(rows) - 0.5, -0.5],
            "tickvals": [] if narrow else list(range(len(rows))),
            "ticktext": labels,
            "tickfont": {"size": 13},
            "ticklabelstandoff": 8,
            "automargin": False,
        },
    )
    for place, label in enumerate(labels if narrow else ()):
        figure.add_annotation(
            x=0, y=place - 0.28, xref="paper", text=label, xanchor="left", showarrow=False, font={"size": 13}
        )
    _today(figure, words, theme, today)
    return Drawing(figure, _alt(words, rows))


def _bars(figure: go.Figure, words: Words, theme: Theme, rows: Sequence[TimelineRow], lift: float) -> None:
    tones = [theme.status[row.status] for row in rows]
    figure.add_bar(
        orientation="h",
        base=[row.starts_on.isoformat() for row in rows],
        x=[((row.due_on - row.starts_on) or timedelta(days=1)).days * DAY for row in rows],
        y=[place + lift for place in range(len(rows))],
        width=BAR,
        marker={
            "color": [tone.fill for tone in tones],
            "line": {"width": 0},
            "pattern": {"shape": ["/" if tone.hatched else "" for tone in tones], "size": 5, "solidity": 0.4},
        },
        hoverinfo="text",
        hovertext=[_hover(words, row) for row in rows],
    )


def _hover(words: Words, row: TimelineRow) -> str:
    facts = {"label": row.label, "start": words.short_day(row.starts_on), "due": words.short_day(row.due_on)}
    return words.say("chart.timeline.hover", status=words.label(row.status), **facts)


def _ghosts(figure: go.Figure, words: Words, theme: Theme, rows: Sequence[TimelineRow], lift: float) -> None:
    """From the first promise to today's, dotted, with a hollow mark where it was first promised."""
    moved = [(place + lift, row) for place, row in enumerate(rows) if row.due_on != row.first_due_on]
    if not moved:
        return
    figure.add_scatter(
        x=[row.first_due_on.isoformat() for _, row in moved],
        y=[place for place, _ in moved],
        mode="markers",
        marker={"symbol": "diamond-open", "size": 11, "color": theme.ink, "line": {"width": 1.5}},
        hoverinfo="text",
        hovertext=[words.say("chart.timeline.first", day=words.short_day(row.first_due_on)) for _, row in moved],
    )


def _marks(figure: go.Figure, words: Words, theme: Theme, rows: Sequence[TimelineRow], lift: float) -> None:
    """A dot on the day it was achieved."""
    done = [(place + lift, row) for place, row in enumerate(rows) if row.done_on is not None]
    if not done:
        return
    figure.add_scatter(
        x=[row.done_on.isoformat() for _, row in done if row.done_on],
        y=[place for place, _ in done],
        mode="markers",
        marker={"symbol": "circle", "size": 9, "color": theme.ground, "line": {"width": 2.5, "color": theme.done.text}},
        hoverinfo="text",
        hovertext=[words.say("chart.timeline.done", day=words.short_day(row.done_on)) for _, row in done],
    )


def _today(figure: go.Figure, words: Words, theme: Theme, today: date) -> None:
    figure.add_vline(x=today.isoformat(), line={"color": theme.accent, "width": 1.5})
    figure.add_annotation(
        x=today.isoformat(),
        y=1,
        yref="paper",
        yanchor="bottom",
        text=words.short_day(today),
        showarrow=False,
        font={"size": 12, "color": theme.accent},
    )


def _alt(words: Words, rows: Sequence[TimelineRow]) -> str:
    late = sum(row.status is MilestoneStatus.LATE for row in rows)
    moved = sum(row.due_on > row.first_due_on for row in rows)
    done = sum(row.status is MilestoneStatus.DONE for row in rows)
    return words.say("chart.timeline.alt", n=len(rows), done=done, late=late, moved=moved)
