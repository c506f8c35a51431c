"""Axes of days with tick texts of our own: browsers and Plotly know no Indonesian months."""

from datetime import date, timedelta
from typing import Any

from smartcity.charts.theme import Theme
from smartcity.domain.curve import month_ends
from smartcity.i18n.speech import Words

MOST_TICKS = 8


def ticks(words: Words, first: date, last: date, most: int = MOST_TICKS) -> tuple[list[date], list[str]]:
    """First days of years, quarters or months, whichever the span asks for."""
    starts = [end.replace(day=1) for end in month_ends(first, last)]
    for step in (1, 3, 6, 12):
        found = [day for day in starts if (day.month - 1) % step == 0 and day >= first.replace(day=1)]
        if len(found) <= most:
            break
    if step == 12:
        return found, [str(day.year) for day in found]
    return found, two_lines([words.month(day) for day in found])


def two_lines(labels: list[str]) -> list[str]:
    """`Okt 2026`, `Jan 2027`, `Apr 2027` with the year below and only where it changes: short enough for a phone."""
    texts, before = [], ""
    for label in labels:
        name, _, year = label.rpartition(" ")
        texts.append(f"{name}<br>{year}" if year != before else name)
        before = year
    return texts


def date_axis(
    words: Words, first: date, last: date, theme: Theme, *, pad_days: int = 0, most: int = MOST_TICKS
) -> dict[str, Any]:
    days, texts = ticks(words, first, last, most)
    pad = timedelta(days=pad_days)
    return {
        "type": "date",
        "range": [(first - pad).isoformat(), (last + pad).isoformat()],
        "tickvals": [day.isoformat() for day in days],
        "ticktext": texts,
        "tickangle": 0,
        "tickfont": {"size": 12, "color": theme.muted},
    }
