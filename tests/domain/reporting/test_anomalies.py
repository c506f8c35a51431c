"""Doubts at their boundaries: outside the bounds, a leap, a heap, areas that do not add up; and what they ask."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest

from smartcity.domain.calendar import PeriodName
from smartcity.domain.enums import Calculation, Direction
from smartcity.domain.indicators.achievement import PeriodReading
from smartcity.domain.indicators.readings import Bounds, Entry, Gauge, Typed
from smartcity.domain.reporting.anomalies import anomalies
from smartcity.domain.reporting.validation import entry_violations

QUARTERS = tuple(PeriodName(year, number) for year in (2024, 2025, 2026) for number in (1, 2, 3, 4))
UNBOUND = Bounds()
LATEST, SUM, RATIO = Calculation.LATEST, Calculation.CUMULATIVE, Calculation.RATIO


def read(value: float | str | None) -> PeriodReading:
    return PeriodReading(None if value is None else Fraction(str(value)))


def gauge(
    *before: float | None, calculation: Calculation = LATEST, bounds: Bounds = UNBOUND, areas: tuple[int, ...] = ()
) -> Gauge:
    pairs = tuple((period, read(value)) for period, value in zip(QUARTERS, before, strict=False))
    return Gauge("I", Direction.HIGHER, calculation, bounds, pairs, areas=areas)


def keys(asked: Gauge, value: float | str | None) -> list[str]:
    return [anomaly.key for anomaly in anomalies(asked, read(value), {})]


@pytest.mark.parametrize(
    ("value", "expected"),
    [("-0.01", ["below"]), (0, []), (50, []), (100, []), ("100.01", ["above"]), (None, [])],
)
def test_a_value_on_a_bound_is_plausible(value: float | None, expected: list[str]) -> None:
    assert keys(gauge(bounds=Bounds(Fraction(0), Fraction(100))), value) == expected


def test_a_missing_bound_bounds_nothing() -> None:
    assert keys(gauge(bounds=Bounds(None, Fraction(5))), -1000) == []


@pytest.mark.parametrize(
    ("before", "value", "is_jump"),
    [
        ((), 1000, False),
        ((10,), 15, False),
        ((10,), "15.01", True),
        ((10,), 5, False),
        ((10,), "4.99", True),
        ((0,), 7, False),
        ((-10,), -15, False),
        ((-10,), "-15.01", True),
        ((3.0, 3.1), 31, True),
        # Steps of 4, 4 and 4 are known: up to three times as much is usual, even where it is more than half.
        ((2, 6, 2, 6), 18, False),
        ((2, 6, 2, 6), "18.01", True),
        # Two steps are too few to know what is usual.
        ((6, 2, 6), 18, True),
        ((5, 5, 5, 5), "7.5", False),
        ((5, 5, 5, 5), "7.51", True),
        ((10, None), "15.01", True),
    ],
)
def test_a_leap_is_more_than_half_and_more_than_usual(
    before: Sequence[float | None], value: float | str, *, is_jump: bool
) -> None:
    assert keys(gauge(*before), value) == (["jump"] if is_jump else [])


@pytest.mark.parametrize(
    ("before", "value", "is_jump"),
    [
        ((), 1000, False),
        ((10, 30, 20), 60, False),
        ((10, 30, 20), "60.01", True),
        ((30,), 0, False),
        ((0, 0), 5, False),
    ],
)
def test_what_is_summed_may_fall_and_is_doubted_above_twice_its_largest(
    before: Sequence[float], value: float | str, *, is_jump: bool
) -> None:
    assert keys(gauge(*before, calculation=SUM), value) == (["jump"] if is_jump else [])


def test_a_jump_tells_from_what_and_when() -> None:
    (anomaly,) = anomalies(gauge(3, 4), read(40), {})
    assert anomaly.facts == {"value": 40, "before": 4, "period": PeriodName(2024, 2)}


def test_quotients_are_compared_as_quotients() -> None:
    before = ((QUARTERS[0], PeriodReading(None, Fraction(10), Fraction(100))),)
    asked = Gauge("I", Direction.HIGHER, RATIO, before=before)
    assert anomalies(asked, PeriodReading(None, Fraction(100), Fraction(1000)), {}) == ()
    assert [d.key for d in anomalies(asked, PeriodReading(None, Fraction(100), Fraction(100)), {})] == ["jump"]


@pytest.mark.parametrize(
    ("calculation", "city", "areas", "expected"),
    [
        (SUM, 5, {1: 2, 2: 3}, []),
        (SUM, 6, {1: 2, 2: 3}, ["sum"]),
        (SUM, 6, {1: 2}, []),
        (SUM, 6, {}, []),
        (SUM, 0, {1: 0, 2: 0}, []),
        (LATEST, 6, {1: 2, 2: 3}, []),
    ],
)
def test_areas_add_up_where_they_can(
    calculation: Calculation, city: float, areas: dict[int, float], expected: list[str]
) -> None:
    asked = gauge(calculation=calculation, areas=(1, 2))
    area_readings = {area: read(value) for area, value in areas.items()}
    assert [anomaly.key for anomaly in anomalies(asked, read(city), area_readings)] == expected


def test_both_parts_of_a_quotient_add_up() -> None:
    asked = gauge(calculation=RATIO, areas=(1, 2))
    areas = {area: PeriodReading(None, Fraction(1), Fraction(5)) for area in (1, 2)}
    assert anomalies(asked, PeriodReading(None, Fraction(2), Fraction(10)), areas) == ()
    (anomaly,) = anomalies(asked, PeriodReading(None, Fraction(2), Fraction(11)), areas)
    assert anomaly.facts == {"sum": 10, "whole": 11}


def test_texts_are_never_doubted() -> None:
    assert anomalies(Gauge("I", Direction.TEXT, LATEST), PeriodReading(text="WTP"), {}) == ()


ODD = gauge(bounds=Bounds(upper=Fraction(10)))
TOLD = replace(ODD, verified=Entry(Typed("8")))
QUOTIENT = gauge(calculation=RATIO)


@pytest.mark.parametrize(
    ("entry", "asked", "expected"),
    [
        (Entry(Typed("10")), ODD, []),
        (Entry(Typed("11")), ODD, [("reason", None, "reason_missing")]),
        (Entry(Typed("11"), reason="alat baru"), ODD, []),
        (Entry(Typed("9")), TOLD, [("reason", None, "reason_replaced_missing")]),
        (Entry(Typed("11")), TOLD, [("reason", None, "reason_missing")]),
        (Entry(Typed("9"), reason="salah ketik"), TOLD, []),
        (Entry(Typed("11"), reason="x" * 281), ODD, [("reason", None, "too_long")]),
        (Entry(Typed("11"), note="x" * 280, reason="x" * 280), ODD, []),
        (Entry(Typed("sebelas")), ODD, [("value", None, "unreadable")]),
        (Entry(Typed(numerator="1", denominator="2")), QUOTIENT, []),
        (Entry(Typed(numerator="1")), QUOTIENT, [("denominator", None, "half_missing")]),
        (Entry(Typed(denominator="1")), QUOTIENT, [("numerator", None, "half_missing")]),
        (Entry(Typed(numerator="0", denominator="0")), QUOTIENT, [("denominator", None, "zero_denominator")]),
        (Entry(areas={1: Typed("1")}), gauge(areas=(1, 2)), [("value", None, "city_missing")]),
        (Entry(Typed("1"), {1: Typed("satu")}), gauge(areas=(1, 2)), [("value", 1, "unreadable")]),
        (Entry(Typed("1")), None, [("value", None, "not_read")]),
    ],
)
def test_an_unusual_value_needs_its_reason_and_goes_with_it(
    entry: Entry, asked: Gauge | None, expected: list[tuple[str, int | None, str]]
) -> None:
    assert [(name, area, key) for (name, area), key, _ in entry_violations(entry, asked)] == expected
