"""Day or month first? Decided for a whole column from what stands in it, then from the rest of the file."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from smartcity.exchange.letters import plain_width

TYPED = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(?:\d{4}|\d{2})(?:[\sT].*)?")
HIGHEST_MONTH = 12


@dataclass(frozen=True, slots=True)
class Order:
    """`proved` holds True for the month first, False for the day first; `is_all_open`: no cell is plain by itself."""

    proved: frozenset[bool]
    is_open: bool
    is_all_open: bool


def order(values: Iterable[object]) -> Order:
    proved: set[bool] = set()
    is_open, is_plain = False, False
    for value in values:
        found = TYPED.fullmatch(plain_width(value)) if isinstance(value, str) else None
        if found is None:
            is_plain = True
            continue
        first, second = int(found[1]), int(found[2])
        if (first > HIGHEST_MONTH) != (second > HIGHEST_MONTH):
            proved.add(second > HIGHEST_MONTH)
        elif first != second and first <= HIGHEST_MONTH:
            is_open = True
    return Order(frozenset(proved), is_open, is_open and not proved and not is_plain)
