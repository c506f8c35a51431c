"""Values by what they have in common."""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


def grouped(pairs: Iterable[tuple[Key, Value]]) -> defaultdict[Key, list[Value]]:
    """The values of each key in the order they come; a key that never came has none."""
    by_key: defaultdict[Key, list[Value]] = defaultdict(list)
    for key, value in pairs:
        by_key[key].append(value)
    return by_key
