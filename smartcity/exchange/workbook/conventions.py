"""How a column writes numbers and days: comma or point, day or month first; decided from all its cells."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from smartcity.exchange.workbook.letters import plain_width

BOTH_COMMA_LAST = re.compile(r"\d\.\d{3}.*,\d+$")
BOTH_POINT_LAST = re.compile(r"\d,\d{3}.*\.\d+$")
LONE = re.compile(r"^[-+]?\d*([.,])(\d+)$")
GROUPED = re.compile(r"^[-+]?\d{1,3}(?:([.,])\d{3}){2,}$")
# Currency before; blanks, apostrophes between thousands; per cent, the dash for no cents, and words of scale behind.
DRESS = re.compile(
    r"(?i)^(?:rp|idr)\.?(?=[\s\d(-])|(?:ribu|rb|juta|jt|miliar|milyar|triliun|persen|rupiah)\.?$|[.,]-+$|\s|%$"
    r"|(?<=\d)['\u2019](?=\d{3}(?!\d))"
)
NEGATIVE = re.compile(r"\((.+)\)")


def numeral(typed: str) -> str:
    """The digits and marks of a number as typed: `Rp (1.500),-` is `-1.500`."""
    plain = plain_width(typed).replace("\N{MINUS SIGN}", "-")
    while plain != (plain := DRESS.sub("", plain)):
        pass
    return f"-{inside[1]}" if (inside := NEGATIVE.fullmatch(plain)) else plain


def decimal_marks(values: Iterable[str]) -> tuple[set[bool], bool]:
    """The decimal marks the column proves (True is comma), and whether a value is left that fits both."""
    proved: set[bool] = set()
    is_open = False
    for value in values:
        reading = _reading(numeral(value))
        if reading is None:
            continue
        if isinstance(reading, bool):
            proved.add(reading)
        else:
            is_open = True
    return proved, is_open


def _reading(value: str) -> bool | str | None:
    """True: decimal comma; False: decimal point; "both": fits either; None: no mark in it."""
    if BOTH_COMMA_LAST.search(value):
        return True
    if BOTH_POINT_LAST.search(value):
        return False
    if match := GROUPED.match(value):
        return match[1] == "."
    match = LONE.match(value)
    if not match:
        return None
    return "both" if len(match[2]) == 3 and value[0] not in ".," and not value.startswith("0") else match[1] == ","


TYPED = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(?:\d{4}|\d{2})(?:[\sT].*)?")
HIGHEST_MONTH = 12


@dataclass(frozen=True, slots=True)
class DayOrder:
    """`proved` holds True for the month first, False for the day first; `is_all_open`: no cell is plain by itself."""

    proved: frozenset[bool]
    is_open: bool
    is_all_open: bool


def day_order(values: Iterable[object]) -> DayOrder:
    proved: set[bool] = set()
    is_open, is_plain = False, False
    for value in values:
        match = TYPED.fullmatch(plain_width(value)) if isinstance(value, str) else None
        if match is None:
            is_plain = True
            continue
        first, second = int(match[1]), int(match[2])
        if (first > HIGHEST_MONTH) != (second > HIGHEST_MONTH):
            proved.add(second > HIGHEST_MONTH)
        elif first != second and first <= HIGHEST_MONTH:
            is_open = True
    return DayOrder(frozenset(proved), is_open, is_open and not proved and not is_plain)
