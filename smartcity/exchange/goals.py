"""Targets as plans write them: a number, a range, "at least", "at most", "100 persen"."""

import re

from smartcity.exchange.cells import Read, Unreadable, number, text
from smartcity.exchange.decimals import numeral
from smartcity.exchange.letters import plain_width
from smartcity.exchange.xlsx.formats import SCALED

BETWEEN = re.compile(r"\s*(?:[-\u2013\u2014]|\bs\s*[./]\s*d\.?|\bsampai(?:\s+dengan)?\b|\bhingga\b|\bto\b|\bdan\b)\s*")
DIGITS = r"[-+]?(?:\d[\d.,]*|[.,]\d+)"
RANGE = re.compile(rf"(?:antara\s+)?({DIGITS})\s*%?{BETWEEN.pattern}({DIGITS})\s*(?:%|persen)?")
LEAST = re.compile(
    r"(?:≥|>=|=>|>|min(?:imal|imum)?\b\.?|paling (?:sedikit|rendah|kurang)|sekurang-kurangnya|lebih dari)\s*"
)
MOST = re.compile(r"(?:≤|<=|=<|<|mak(?:s|simal|simum)\b\.?|max\b\.?|paling (?:banyak|tinggi|lama)|kurang dari)\s*")
# What is counted, behind the number; words that count themselves are none.
SCALES = "|".join(SCALED)
UNIT = re.compile(rf"({DIGITS}(?:\s*(?:{SCALES}))?)\s+(?!(?:puluh|ratus|lusin|kodi|{SCALES})\b)([a-z]{{2,}}[a-z/. -]*)")


def tokens(typed: object) -> list[str]:
    """The numbers in it, for deciding which mark is the decimal one."""
    if not isinstance(typed, str):
        return []
    plain = plain_width(typed).casefold()
    if found := RANGE.fullmatch(plain):
        return [found[1], found[2]]
    return [numeral(_counted(_bare(plain)[0])[0])]


def _bare(plain: str) -> tuple[str, str | None]:
    """Without the words before the number, and the sentence that says what they were taken for."""
    for words, key in ((LEAST, "import.goal.least"), (MOST, "import.goal.most")):
        if found := words.match(plain):
            return plain[found.end() :], key
    return plain, None


def _counted(plain: str) -> tuple[str, str | None]:
    """The number, and the unit behind it."""
    found = UNIT.fullmatch(plain)
    return (found[1], found[2]) if found and found[2] not in ("persen", "rupiah") else (plain, None)


def amount(value: object, comma: bool | None, digits: int, places: int) -> Read:
    """A number, behind which its unit may stand."""
    number_of, unit = _counted(plain_width(text(value)).casefold()) if isinstance(value, str) else ("", None)
    if unit is None:
        return number(value, comma, digits, places)
    return Read(number(number_of, comma, digits, places).value, "import.cell.unit", {"unit": unit})


def goal(value: object, comma: bool | None, digits: int, places: int) -> Read:
    """A range gives both bounds of the target; "at least" and "at most" their number."""
    if not isinstance(value, str):
        return number(value, comma, digits, places)
    plain = plain_width(text(value)).casefold()
    if found := RANGE.fullmatch(plain):
        lower, upper = (number(part, comma, digits, places).value for part in found.groups())
        if lower >= upper:
            raise Unreadable("import.goal.range")
        return Read(None, "import.goal.bounds", more={"lower": lower, "upper": upper})
    bare, note = _bare(plain)
    read = amount(bare, comma, digits, places)
    is_percent = note is None and re.search(r"persen\.?$|%$", plain) is not None
    return Read(read.value, note or read.note or ("import.goal.percent" if is_percent else None), read.facts)
