"""Scales cut into half-open bands: data, and proved to cover everything from 0 up exactly once."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Generic, TypeVar

from smartcity.domain.enums import Health, Predicate
from smartcity.domain.rounding import Number, exact

Name = TypeVar("Name")


@dataclass(frozen=True)
class Band(Generic[Name]):
    """From `lower` (inside) up to the next band's `lower` (outside)."""

    lower: Fraction
    name: Name


@dataclass(frozen=True)
class Scale(Generic[Name]):
    """Bands from the best (highest lower bound) down to the one that starts at 0.

    Raises:
        ValueError: the bands leave a hole at 0 or overlap.
    """

    levels: tuple[Band[Name], ...]

    def __post_init__(self) -> None:
        lowers = [band.lower for band in self.levels]
        if not lowers or lowers[-1] != 0:
            raise ValueError("The lowest band must start at 0")
        if any(upper <= lower for upper, lower in pairwise(lowers)):
            raise ValueError("Bands must fall strictly from the best to the worst")

    def name_of(self, value: Number) -> Name:
        """The band of a value; what lies below 0 belongs to the lowest band."""
        number = exact(value)
        return next((band.name for band in self.levels if number >= band.lower), self.levels[-1].name)


def scale(*pairs: tuple[Number, Name]) -> Scale[Name]:
    """A scale from (lower bound, name) pairs, best first."""
    return Scale(tuple(Band(exact(lower), name) for lower, name in pairs))


DEFAULT_HEALTH = scale((0.95, Health.ON_TRACK), (0.75, Health.ATTENTION), (0, Health.LATE))

# Permendagri 86/2017 prints whole-number bands (76-90, 91-100) with holes between; half-open here.
PREDICATES = scale(
    (91, Predicate.VERY_HIGH),
    (76, Predicate.HIGH),
    (66, Predicate.MEDIUM),
    (51, Predicate.LOW),
    (0, Predicate.VERY_LOW),
)
