"""A screen as its reader gets it: its text, its charts row by row, and the workbook behind its link."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from plotly.graph_objects import Figure
from plotly.io import from_json

from smartcity.charts.timeline import DAY as DAY_MILLISECONDS
from smartcity.ui.frame.sitemap import Screen
from tests.ui.opening import html
from tests.ui.walks.test_screens import visit

Row = dict[str, object]


@dataclass(frozen=True)
class Seen:
    text: str
    charts: tuple[Figure, ...]
    sheets: dict[str, tuple[Row, ...]]
    defined: frozenset[tuple[str, str]]

    def bar(self, trace: str, label: str) -> float | None:
        """The length of the bar (or place of the mark) of that name in the row of that label."""
        return next((x for chart in self.charts if (x := _bar(chart, trace, label)) is not None), None)

    def printed(self, label: str) -> str:
        """All that is written into the row of that label, its bars included."""
        return " ".join(text for chart in self.charts for text in _written(chart, label))

    def span_end(self, label: str) -> date | None:
        """The day on which the bar of that row of a timeline ends."""
        for chart in self.charts:
            for trace in _named(chart, "span"):
                at = _index(chart, trace, label)
                if at is not None:
                    days = round(trace.x[at] / DAY_MILLISECONDS)
                    return date.fromisoformat(str(trace.base[at])[:10]) + timedelta(days=days)
        return None

    def point(self, trace: str, label: str) -> float | None:
        """The value of the point whose hover text begins with the label."""
        for chart in self.charts:
            for series in _named(chart, trace):
                for text, y in zip(series.hovertext, series.y, strict=True):
                    if text.startswith(f"{label}:") and y is not None:
                        return float(y)
        return None

    def cell(self, sheet: str, key: str, heading: str) -> object:
        """The value in the row of that name; a missing sheet, row or heading raises."""
        rows = [row for row in self.sheets[sheet] if key in row.values()]
        assert rows, f"{key} in {sheet}"
        return rows[0][heading]


def look(url: str, screen: Screen, monkeypatch: pytest.MonkeyPatch, **query: str) -> Seen:
    """Opens the screen and its workbook; what its link would hand over is made in the same run."""
    files: list[bytes] = []

    def offered(_key: str, _label: str, name: str, content: Callable[[], bytes]) -> None:
        if name.endswith(".xlsx"):
            files.append(content())

    with monkeypatch.context() as patched:
        patched.setattr("smartcity.ui.components.download.offer", offered)
        page = visit(url, screen, patched, **query)
    sheets, defined = _opened(files[-1])
    charts = tuple(from_json(chart.proto.spec) for chart in page.get("plotly_chart"))
    return Seen(html(page), charts, sheets, defined)


def _opened(content: bytes) -> tuple[dict[str, tuple[Row, ...]], frozenset[tuple[str, str]]]:
    """The sheets by title, each row by its headings; and the (sheet, column) pairs that the last sheet defines."""
    *pages, definitions = load_workbook(BytesIO(content), data_only=True).worksheets
    tuples = [tuple(row) for row in definitions.iter_rows(values_only=True)]
    defined = {(str(sheet), str(column)) for sheet, column, meaning in tuples if sheet and column and meaning}
    sheets = {}
    for page in pages:
        head, *rows = page.iter_rows(values_only=True)
        sheets[page.title] = tuple(dict(zip(map(str, head), row, strict=True)) for row in rows)
        assert set(map(str, head)) <= {column for sheet, column in defined if sheet == page.title}, page.title
    return sheets, frozenset(defined)  # type: ignore[return-value]


def _named(chart: Figure, name: str) -> list[Any]:
    return [trace for trace in chart.data if trace.name == name]


def _plain(text: str) -> str:
    return unescape(re.sub("<[^>]+>", "", text.split("<br>")[0]))


def _place(chart: Figure, label: str) -> float | None:
    """Where the row stands on the axis of names; a long name is cut with an ellipsis."""
    axis = chart.layout.yaxis
    for place, text in zip(axis.tickvals or (), axis.ticktext or (), strict=True):
        plain_text = _plain(text)
        if plain_text == label or (plain_text.endswith("…") and label.startswith(plain_text[:-1].rstrip())):
            return float(place)
    return None


def _index(chart: Figure, trace: Any, label: str) -> int | None:
    place = _place(chart, label)
    return None if place is None else next((i for i, y in enumerate(trace.y) if abs(y - place) < 0.01), None)


def _bar(chart: Figure, name: str, label: str) -> float | None:
    for trace in _named(chart, name):
        at = _index(chart, trace, label)
        if at is not None and trace.x[at] is not None:
            return float(trace.x[at])
    return None


def _written(chart: Figure, label: str) -> list[str]:
    place = _place(chart, label)
    if place is None:
        return []
    traces = [trace for trace in chart.data if isinstance(trace.text, (tuple, list))]
    lines = [(text, y) for trace in traces for text, y in zip(trace.text, trace.y, strict=True)]
    return [_plain(text) for text, y in lines if abs(y - place) < 0.01]
