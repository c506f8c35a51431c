"""Milestones along time: bar from start to due day, today line, and the ghost of the first promise where it moved."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import plotly.graph_objects as go

from smartcity.charts.base_figure import Chart, base_figure, date_axis, empty_chart
from smartcity.charts.marks import (
    LINES,
    add_marks,
    escaped,
    label_width,
    name_today,
    named_rows,
    shortened,
    today_line,
    with_ages,
    write,
)
from smartcity.charts.theme import Theme, Tone
from smartcity.domain.enums import MilestoneStatus
from smartcity.domain.portfolio.freshness import Freshness
from smartcity.i18n.words import Words

ROW = 30
NARROW_ROW = 46
DAY = 86_400_000
BAR = 0.4
RIGHT = 196
LONGEST = 40
LONGEST_PARTY = 16
GAP = "\N{EN SPACE}"


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """`first_due_on` differs from `due_on` where the promise was moved; `group` None has no heading.

    `waits_for` is who holds a late milestone up, `freshness` how its bar fades.
    """

    label: str
    starts_on: date
    due_on: date
    first_due_on: date
    status: MilestoneStatus
    done_on: date | None = None
    group: str | None = None
    waits_for: str | None = None
    freshness: Freshness = Freshness.FRESH

    def status_text(self, words: Words) -> str:
        """The status; what is late because of another names him."""
        if self.waits_for is None:
            return words.label(self.status)
        return words.say("chart.timeline.waits", who=shortened(self.waits_for, LONGEST_PARTY))


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where each row stands, and the headings between them; `lift` moves bars below their names on a phone."""

    places: tuple[float, ...]
    headings: tuple[tuple[float, str], ...]
    narrow: bool

    @property
    def slots(self) -> int:
        return len(self.places) + len(self.headings)

    @property
    def bars(self) -> list[float]:
        return [place + (0.16 if self.narrow else 0) for place in self.places]


def _grid(rows: Sequence[TimelineRow], *, narrow: bool) -> _Grid:
    places: list[float] = []
    headings: list[tuple[float, str]] = []
    before: str | None = None
    for row in rows:
        if row.group is not None and row.group != before:
            headings.append((len(places) + len(headings), f"<b>{shortened(row.group)}</b>"))
        before = row.group
        places.append(len(places) + len(headings))
    return _Grid(tuple(places), tuple(headings), narrow)


def timeline(words: Words, theme: Theme, rows: Sequence[TimelineRow], today: date, *, narrow: bool = False) -> Chart:
    """Rows from top to bottom in the order given, a heading where the group changes."""
    if not rows:
        return empty_chart(theme, words.say("chart.timeline.empty"))
    grid = _grid(rows, narrow=narrow)
    figure = base_figure(theme, grid.slots * (NARROW_ROW if narrow else ROW) + 72)
    _bars(figure, words, theme, rows, grid.bars)
    _ghosts(figure, words, theme, rows, grid.bars)
    _marks(figure, words, theme, rows, grid.bars)
    first, last = _axes(figure, words, theme, rows, grid, today)
    _status_texts(figure, words, theme, rows, grid, (first if narrow else last).isoformat())
    _today(figure, words, theme, grid, today)
    return Chart(figure, with_ages(words, _alt(words, rows), [row.freshness for row in rows]))


def _axes(
    figure: go.Figure, words: Words, theme: Theme, rows: Sequence[TimelineRow], grid: _Grid, today: date
) -> tuple[date, date]:
    """The first and last day shown."""
    first = min(*(row.starts_on for row in rows), today)
    last = max(*(max(row.due_on, row.first_due_on, row.done_on or row.due_on) for row in rows), today)
    pad = max((last - first).days // 40, 3)
    labels = [shortened(row.label, LONGEST) for row in rows]
    named = sorted([*zip(grid.places, labels, strict=True), *grid.headings])
    widest = label_width([*labels, *(text[len("<b>") : -len("</b>")] for _, text in grid.headings)])
    figure.update_layout(
        margin={"l": 4 if grid.narrow else widest, "r": 20 if grid.narrow else RIGHT, "t": 26, "b": 38},
        xaxis=date_axis(words, first, last, theme, pad_days=pad),
        yaxis=named_rows(grid.slots, {} if grid.narrow else dict(named), widest),
    )
    return first - timedelta(days=pad), last + timedelta(days=pad)


def _status_texts(
    figure: go.Figure, words: Words, theme: Theme, rows: Sequence[TimelineRow], grid: _Grid, edge: str
) -> None:
    """The status of each row in shape and word: in a column at the right, on a phone behind the name."""
    tones = [theme.status[row.status] for row in rows]
    status_texts = [f"{tone.mark} {row.status_text(words)}" for tone, row in zip(tones, rows, strict=True)]
    colours = [tone.text for tone in tones]
    if not grid.narrow:
        write(figure, edge, grid.places, [f"{GAP}{text}" for text in status_texts], colours, 13)
        return
    ink = f"<span style='color:{theme.ink}'>"
    named = [f"{ink}{shortened(row.label, 26)}</span>  {text}" for row, text in zip(rows, status_texts, strict=True)]
    write(figure, edge, [place - 0.28 for place in grid.places], named, colours, 13)
    if grid.headings:
        write(figure, edge, [p for p, _ in grid.headings], [text for _, text in grid.headings], theme.ink, 13)


def _bars(figure: go.Figure, words: Words, theme: Theme, rows: Sequence[TimelineRow], y: list[float]) -> None:
    figure.add_bar(
        name="span",
        orientation="h",
        base=[row.starts_on.isoformat() for row in rows],
        x=[((row.due_on - row.starts_on) or timedelta(days=1)).days * DAY for row in rows],
        y=y,
        width=BAR,
        marker=_markers(theme, rows),
        hoverinfo="text",
        hovertext=[_hover(words, row) for row in rows],
    )


def _markers(theme: Theme, rows: Sequence[TimelineRow]) -> dict[str, Any]:
    toned = [(theme.status[row.status], row) for row in rows]
    pattern = {"shape": [_pattern(tone, row) for tone, row in toned], "size": 5, "solidity": 0.4}
    return {"color": [_fill(theme, tone, row) for tone, row in toned], "line": {"width": 0}, "pattern": pattern}


def _fill(theme: Theme, tone: Tone, row: TimelineRow) -> str:
    """Pale past its cadence; the lines of what is overdue keep the full colour, for a bar has but one."""
    return theme.faded(tone.fill, row.freshness) if row.freshness is Freshness.AGING else tone.fill


def _pattern(tone: Tone, row: TimelineRow) -> str:
    """Hatched where the work is with somebody else; falling lines where nothing was heard of it for too long."""
    if tone.hatched or row.waits_for is not None:
        return "/"
    return str(LINES["shape"]) if row.freshness is Freshness.OVERDUE else ""


def _hover(words: Words, row: TimelineRow) -> str:
    facts = {"label": escaped(row.label), "start": words.short_day(row.starts_on), "due": words.short_day(row.due_on)}
    sentence = words.say("chart.timeline.hover", status=row.status_text(words), **facts)
    return sentence if row.freshness is Freshness.FRESH else f"{sentence} · {words.label(row.freshness)}"


def _ghosts(figure: go.Figure, words: Words, theme: Theme, rows: Sequence[TimelineRow], y: list[float]) -> None:
    """A hollow mark on the day that was first promised."""
    moved = [(place, row) for place, row in zip(y, rows, strict=True) if row.due_on != row.first_due_on]
    if not moved:
        return
    marker = {"symbol": "diamond", "size": 10, "color": theme.background, "line": {"width": 1.5, "color": theme.ink}}
    hover = [words.say("chart.timeline.first", day=words.short_day(row.first_due_on)) for _, row in moved]
    days = [row.first_due_on.isoformat() for _, row in moved]
    add_marks(figure, days, [place for place, _ in moved], marker, hover)


def _marks(figure: go.Figure, words: Words, theme: Theme, rows: Sequence[TimelineRow], y: list[float]) -> None:
    """A dot on the day it was achieved."""
    done = [(place, row.done_on) for place, row in zip(y, rows, strict=True) if row.done_on is not None]
    if not done:
        return
    line = {"width": 2.5, "color": theme.done.text}
    marker = {"symbol": "circle", "size": 9, "color": theme.background, "line": line}
    hover = [words.say("chart.timeline.done", day=words.short_day(day)) for _, day in done]
    add_marks(figure, [day.isoformat() for _, day in done], [place for place, _ in done], marker, hover)


def _today(figure: go.Figure, words: Words, theme: Theme, grid: _Grid, today: date) -> None:
    """One line through all rows; on a phone, where names lie over the bars, a stroke at each bar."""
    day, line = today.isoformat(), today_line(theme)
    if not grid.narrow:
        figure.add_vline(x=day, line=line)
    for place in grid.bars if grid.narrow else ():
        figure.add_shape(type="line", x0=day, x1=day, y0=place - 0.2, y1=place + 0.4, line=line)
    name_today(figure, words, theme, today)


def _alt(words: Words, rows: Sequence[TimelineRow]) -> str:
    late = sum(row.status is MilestoneStatus.LATE for row in rows)
    moved = sum(row.due_on > row.first_due_on for row in rows)
    done = sum(row.status is MilestoneStatus.DONE for row in rows)
    return words.say("chart.timeline.alt", n=len(rows), done=done, late=late, moved=moved)
