"""Comma or point? Decided for a whole column from what stands in it; None when both readings fit."""

import re
from collections.abc import Iterable

from smartcity.exchange.letters import plain_width

BOTH_COMMA_LAST = re.compile(r"\d\.\d{3}.*,\d+$")
BOTH_POINT_LAST = re.compile(r"\d,\d{3}.*\.\d+$")
LONE = re.compile(r"^[-+]?\d*([.,])(\d+)$")
GROUPED = re.compile(r"^[-+]?\d{1,3}(?:([.,])\d{3}){2,}$")
# Currency before; blanks; per cent, the dash for no cents, and words of scale behind.
DRESS = re.compile(
    r"(?i)^(?:rp|idr)\.?(?=[\s\d(-])|(?:ribu|rb|juta|jt|miliar|milyar|triliun|persen|rupiah)\.?$|[.,]-+$|\s|%$"
)
NEGATIVE = re.compile(r"\((.+)\)")


def numeral(typed: str) -> str:
    """The digits and marks of a number as typed: `Rp (1.500),-` is `-1.500`."""
    found = plain_width(typed).replace("\N{MINUS SIGN}", "-")
    while found != (found := DRESS.sub("", found)):
        pass
    return f"-{inside[1]}" if (inside := NEGATIVE.fullmatch(found)) else found


def marks(values: Iterable[str]) -> tuple[set[bool], bool]:
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
    if found := GROUPED.match(value):
        return found[1] == "."
    found = LONE.match(value)
    if not found:
        return None
    return "both" if len(found[2]) == 3 and value[0] not in ".," and not value.startswith("0") else found[1] == ","
