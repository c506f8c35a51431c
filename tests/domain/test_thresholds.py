"""Bands cover everything from 0 up exactly once; the predicate scale on its edges."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcity.domain.enums import Health, Predicate
from smartcity.domain.thresholds import DEFAULT_HEALTH, PREDICATES, scale

P = Predicate


@pytest.mark.parametrize(
    ("percent", "predicate"),
    [
        ("0", P.VERY_LOW), ("50.99", P.VERY_LOW), ("51", P.LOW), ("65.99", P.LOW), ("66", P.MEDIUM),
        ("75.99", P.MEDIUM), ("76", P.HIGH), ("90.99", P.HIGH), ("91", P.VERY_HIGH),
        ("202.65", P.VERY_HIGH), ("-22.22", P.VERY_LOW),
    ],
)  # fmt: skip
def test_predicates(percent: str, predicate: Predicate) -> None:
    assert PREDICATES.name_of(Fraction(percent)) is predicate


@given(st.fractions(0, 300))
def test_every_value_has_exactly_one_band(value: Fraction) -> None:
    for either in (PREDICATES, DEFAULT_HEALTH):
        lowers = [band.lower for band in either.levels]
        uppers = [None, *lowers[:-1]]
        inside = [
            band.name  # type: ignore[attr-defined]
            for band, upper in zip(either.levels, uppers, strict=True)
            if band.lower <= value and (upper is None or value < upper)  # type: ignore[attr-defined]
        ]
        assert inside == [either.name_of(value)]


@pytest.mark.parametrize(
    "pairs", [(), ((0.5, Health.LATE),), ((0, Health.LATE), (0.5, Health.ON_TRACK)), ((0, 1), (0, 2))]
)
def test_holes_and_overlaps_are_refused(pairs: tuple[tuple[float, Health], ...]) -> None:
    with pytest.raises(ValueError, match=r"band|Bands"):
        scale(*pairs)
