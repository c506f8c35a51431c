"""Old data fades: what is past its cadence is pale, what is overdue is hatched, and the alt text says how many."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go

from smartcity.charts.theme import Theme
from smartcity.domain.freshness import Freshness
from smartcity.i18n.speech import Words

# Lines that fall to the right: those of a claim rise.
LINES: Mapping[str, Any] = {"shape": "\\", "size": 6, "solidity": 0.35}
CLEAR = "rgba(0,0,0,0)"


def faded_bars(
    figure: go.Figure, theme: Theme, fill: str, lengths: Sequence[float | None], ages: Sequence[Freshness], **bar: Any
) -> None:
    """One trace of bars in one colour, each as pale as its data is old, and one of lines where any is overdue."""
    grounds = [theme.faded(fill, age) for age in ages]
    figure.add_bar(x=lengths, marker={"color": grounds, "line": {"width": 0}}, **bar)
    if Freshness.OVERDUE not in ages:
        return
    overdue = [x if age is Freshness.OVERDUE else None for x, age in zip(lengths, ages, strict=True)]
    lines = {"color": CLEAR, "line": {"width": 0}, "pattern": {**LINES, "fgcolor": fill, "bgcolor": CLEAR}}
    figure.add_bar(x=overdue, marker=lines, **{**bar, "name": "overdue", "hoverinfo": "skip"})


def with_ages(words: Words, alt: str, ages: Sequence[Freshness]) -> str:
    """The alt text of a chart, and how much in it is old; nothing more while all is fresh."""
    counts = Counter(ages)
    aging, overdue = counts[Freshness.AGING], counts[Freshness.OVERDUE]
    return f"{alt} {words.say('chart.fading.alt', aging=aging, overdue=overdue)}" if aging or overdue else alt
