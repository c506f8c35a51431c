"""What people type in a cell, as values: dates in many spellings, decimal commas, Roman quarters, labels."""

import re
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Any

from smartcity.words.catalog import LANGUAGES
from smartcity.words.speech import Words

UNKNOWN = {"", "-", "–", "—", "n/a", "na", "n.a.", "#n/a", "tidak ada data"}
YES = {"ya", "y", "yes", "true", "1", "benar", "x", "✓"}
NO = {"tidak", "t", "no", "n", "false", "0", "salah"}
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb februari february pebruari",
            "mar maret march mrt",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "agu agt ags agus agustus aug august",
            "sep sept september",
            "okt oct oktober october",
            "nov november nop nopember",
            "des dec desember december",
        ),
        start=1,
    )
    for name in names.split()
}
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
SPELLED = re.compile(r"(\d{1,2})\s+([a-z]+)\.?\s+(\d{4})")


class Unreadable(ValueError):
    """The cell does not hold what its column needs; `key` names the sentence that says so."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts


def is_unknown(value: object) -> bool:
    return value is None or (isinstance(value, str) and value.strip().casefold() in UNKNOWN)


def text(value: object) -> str:
    """Trimmed; a whole float (how spreadsheets keep codes) without its `.0`; a defusing apostrophe taken off."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    found = str(value).strip()
    return found[1:] if len(found) > 1 and found[0] == "'" and found[1] in "=+-@" else found


def day(value: object) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    typed = text(value).casefold()
    year, month, number = _day_parts(typed)
    try:
        return date(year, month, number)
    except ValueError as error:
        raise Unreadable("import.cell.no_such_day") from error


def _day_parts(typed: str) -> tuple[int, int, int]:
    if found := ISO.match(typed):
        return int(found[1]), int(found[2]), int(found[3])
    if found := NUMERIC.fullmatch(typed):
        return int(found[3]), int(found[2]), int(found[1])
    if (found := SPELLED.fullmatch(typed)) and found[2] in MONTHS:
        return int(found[3]), MONTHS[found[2]], int(found[1])
    raise Unreadable("import.cell.day")


def instant(value: object) -> datetime:
    """Aware: a value without a zone is left naive here and read in the city's zone by the caller."""
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time(12))
    try:
        return datetime.fromisoformat(text(value))
    except ValueError:
        return datetime.combine(day(value), time(12))


def clock(value: object) -> time:
    if isinstance(value, datetime):
        return value.time()
    if isinstance(value, time):
        return value
    found = re.fullmatch(r"(\d{1,2})[.:](\d{2})(?::\d{2})?(?: wib)?", text(value).casefold())
    if not found or int(found[1]) > 23 or int(found[2]) > 59:
        raise Unreadable("import.cell.time")
    return time(int(found[1]), int(found[2]))


def decimal(value: object, comma: bool | None = None) -> Decimal:
    """`comma` says which mark is the decimal one, where the column decided it; numbers of the sheet need none."""
    if isinstance(value, bool):
        raise Unreadable("import.cell.decimal")
    if isinstance(value, (int, float)):
        return Decimal(repr(value))
    typed = re.sub(r"(?i)^rp\.?\s*|\s|%$", "", text(value))
    plain = typed.replace(".", "").replace(",", ".") if comma else typed.replace(",", "")
    try:
        found = Decimal(plain)
    except InvalidOperation as error:
        raise Unreadable("import.cell.decimal") from error
    if not found.is_finite():
        raise Unreadable("import.cell.decimal")
    return found


def whole(value: object) -> int:
    found = decimal(value, comma=True)
    if found != found.to_integral_value():
        raise Unreadable("import.cell.integer")
    return int(found)


def yes_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    typed = text(value).casefold()
    if typed in YES or typed in NO:
        return typed in YES
    raise Unreadable("import.cell.yes_no")


def quarter(value: object) -> int:
    """`TW II`, `II`, `Q2`, `Triwulan 2`, `2`; months of a monthly period up to 12."""
    typed = re.sub(r"^(tw|triwulan|q|kuartal|bulan)\.?\s*", "", text(value).casefold())
    if typed in QUARTERS:
        return QUARTERS[typed]
    if typed.isdigit() and 1 <= int(typed) <= 12:
        return int(typed)
    raise Unreadable("import.cell.quarter")


@cache
def _labels(choices: type[StrEnum]) -> dict[str, StrEnum]:
    found: dict[str, StrEnum] = {}
    for member in choices:
        for name in (member.value, *(Words(language).label(member) for language in LANGUAGES)):
            found[name.casefold()] = member
    return found


def choice(value: object, choices: type[StrEnum]) -> StrEnum:
    found = _labels(choices).get(re.sub(r"\s+", " ", text(value)).casefold())
    if found is None:
        raise Unreadable("import.cell.choice", allowed=" · ".join(Words().label(member) for member in choices))
    return found


def codes(value: object) -> tuple[str, ...]:
    """Several codes or names in one cell: `Diskominfo / Bappeda`, `A; B`, `A, B`, `A dan B`."""
    parts = re.split(r"\s*[;/,]\s*|\s+dan\s+|\s+&\s+", text(value))
    return tuple(part for part in parts if part)


def shown(value: Any) -> str:
    """A cell's value in a problem list: short."""
    found = "" if value is None else str(value)
    return found if len(found) <= 60 else found[:59] + "…"
