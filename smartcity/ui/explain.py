"""Dari mana angka ini? Formula, inputs, rule, day and source rows of a figure, made only when opened."""

from collections.abc import Callable
from typing import Any

import streamlit as st

from smartcity.domain.ages import Inputs
from smartcity.domain.origins import Origin, reporting_count
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.progress import Figure
from smartcity.ui.show import block, said


def why(key: str, make: Callable[[], Origin], inputs: Inputs) -> None:
    """A small link under a figure."""
    with _door(f"why-{key}") as door:
        if door.open:
            _origin(make(), inputs)


def why_reported(plan: Portfolio) -> None:
    """The same for the count of agencies that have reported."""
    with _door("why-reported") as door:
        if door.open:
            owing = [group for group in plan.by_agency if group.owing]
            without = reporting_count(plan.by_agency).without
            block("reporting_origin", groups=owing, without=without, inputs=plan.reports)


def _door(key: str) -> Any:
    return st.popover(said()("origin.question"), type="tertiary", key=key, on_change="rerun")


def _origin(origin: Origin, inputs: Inputs) -> None:
    say = said()
    is_points = origin.figure is Figure.DEVIATION
    result = say.points(origin.share) if is_points else say.percent(origin.share)
    block("origin", origin=origin, total=origin.total, result=result, inputs=inputs)
