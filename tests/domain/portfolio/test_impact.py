"""Output without outcome on its edges: nine tenths done, one tenth of the way moved."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from smartcity.domain.calendar import PeriodName
from smartcity.domain.enums import Calculation, Direction
from smartcity.domain.indicators.achievement import Goal, PeriodReading
from smartcity.domain.indicators.outcomes import IndicatorCard, Outcome
from smartcity.domain.indicators.quarters import Quarter
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.plan.progress import Progress
from smartcity.domain.portfolio.impact import Impact, impact, movement
from tests.domain.cities import DLH, SUB, programme

H, L, R = Direction.HIGHER, Direction.LOWER, Direction.RANGE_HIGHER


def outcome(
    reading: int | None, baseline: int | None = 50, direction: Direction = H, goal: Goal | None = None
) -> Outcome:
    named: dict[str, Any] = {"id": 1, "code": "IK", "name": "IK", "unit": "%", "sub_dimension": SUB, "agency": DLH}
    nothing: dict[str, Any] = dict.fromkeys(
        ("definition", "formula", "baseline_year", "source", "retired_on", "replaced_by")
    )
    card = IndicatorCard(
        **named,
        **nothing,
        direction=direction,
        calculation=Calculation.LATEST,
        is_key=False,
        is_sample=False,
        baseline=None if baseline is None else Fraction(baseline),
        programmes=(),
    )
    reading_now = None if reading is None else PeriodReading(value=Fraction(reading))
    quarter = Quarter(PeriodName(2026, 3), None, reading_now, None, is_verified=True)
    return Outcome(card, (quarter,), ((2026, goal or Goal(Fraction(70))),))


def work(share: Fraction) -> Programme:
    return programme(1, progress=Progress(Fraction(1), share, share))


@pytest.mark.parametrize(
    ("indicator", "gone"),
    [
        (outcome(50), 0),
        (outcome(52), Fraction(1, 10)),
        (outcome(70), 1),
        (outcome(80), Fraction(3, 2)),
        (outcome(40), Fraction(-1, 2)),
        (outcome(60, 90, L), Fraction(3, 2)),
        (outcome(80, 90, L), Fraction(1, 2)),
        (outcome(85, 60, R, Goal(lower=Fraction(80), upper=Fraction(90))), 1),
        (outcome(70, 60, R, Goal(lower=Fraction(80), upper=Fraction(90))), Fraction(1, 2)),
        (outcome(50, 70), None),
        (outcome(50, None), None),
        (outcome(None), None),
        (outcome(50, 50, Direction.TEXT), None),
        (outcome(50, 50, R), None),
    ],
)
def test_how_much_of_the_way_was_gone(indicator: Outcome, gone: Fraction | int | None) -> None:
    assert movement(indicator) == gone


@pytest.mark.parametrize(
    ("done", "reading", "flag"),
    [
        (Fraction(9, 10), 51, Impact.OUTPUT_WITHOUT_OUTCOME),
        (Fraction(9, 10), 52, None),
        (Fraction(89, 100), 50, None),
        (Fraction(1), 40, Impact.OUTPUT_WITHOUT_OUTCOME),
        (Fraction(1), None, None),
        (None, 52, Impact.OUTCOME_WITHOUT_PROGRAMME),
        (None, 51, None),
    ],
)
def test_what_is_odd(done: Fraction | None, reading: int | None, flag: Impact | None) -> None:
    assert impact(outcome(reading), [] if done is None else [work(done)]) is flag


def test_retired_indicators_and_unknown_work_say_nothing() -> None:
    indicator = outcome(50)
    retired = replace(indicator, card=replace(indicator.card, retired_on=date(2026, 1, 1)))
    assert impact(retired, [work(Fraction(1))]) is None
    assert impact(indicator, [programme(1, progress=None)]) is None
