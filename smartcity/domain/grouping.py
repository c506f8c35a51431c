"""Values by what they have in common, and how many of how many."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


def grouped(pairs: Iterable[tuple[Key, Value]]) -> defaultdict[Key, list[Value]]:
    """The values of each key in the order they come; a key that never came has none."""
    by_key: defaultdict[Key, list[Value]] = defaultdict(list)
    for key, value in pairs:
        by_key[key].append(value)
    return by_key


@dataclass(frozen=True, slots=True)
class Count:
    """So many of so many."""

    n: int
    of: int

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.n, self.of) if self.of else None
