"""Numbers that should be of one size and are not: rupiah beside thousands of rupiah, per cent beside shares."""

from collections.abc import Sequence
from decimal import Decimal

# One size is within twenty times; a quarter of a year may be a quarter of that.
FARTHEST = 20
QUARTERS = 4


def are_far_apart(one: Decimal, two: Decimal) -> bool:
    """Whether one is more than twenty times the other, signs aside; nothing is far from 0."""
    small, large = sorted((abs(one), abs(two)))
    return small > 0 and large > FARTHEST * small


def is_far_from(value: Decimal, goal: Decimal, *, is_part: bool = False) -> bool:
    """`is_part`: the value is of one quarter, the goal of the whole year."""
    return are_far_apart(value * QUARTERS if is_part and abs(value) < abs(goal) else value, goal)


def middle(values: Sequence[Decimal]) -> Decimal | None:
    """The lower one of the middle two where they are even in number; zeros do not count."""
    sizes = sorted(abs(value) for value in values if value)
    return sizes[(len(sizes) - 1) // 2] if sizes else None


def outliers(values: Sequence[Decimal]) -> list[int]:
    """Where those stand that are far from the middle ones, if the largest is far from the smallest.

    Where none is, the smallest and the largest: fifteen million beside three hundred thousand million.
    """
    sizes = sorted(abs(value) for value in values if value)
    if not sizes or not are_far_apart(sizes[0], sizes[-1]):
        return []
    middles = sizes[(len(sizes) - 1) // 2], sizes[len(sizes) // 2]
    found = [at for at, value in enumerate(values) if all(are_far_apart(value, middle) for middle in middles)]
    return found or [at for at, value in enumerate(values) if abs(value) in (sizes[0], sizes[-1])]
