"""What people type in a cell, as values: dates in many spellings, decimal commas, Roman quarters, labels."""

import re
from contextlib import suppress
from datetime import date, datetime, time
from decimal import Context, Decimal
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from smartcity.words.catalog import LANGUAGES
from smartcity.words.speech import Words

UNKNOWN = {"", "-", "–", "—", "n/a", "na", "n.a.", "#n/a", "tidak ada data"}
YES = {"ya", "y", "yes", "true", "1", "benar", "x", "✓"}
NO = {"tidak", "t", "no", "n", "false", "0", "salah"}
PLAIN_NUMBER = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d+)?(?<=\d)")
WIDE = Context(prec=40)
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
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ t]00:00(?::00)?)?")
NUMERIC = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
SPELLED = re.compile(r"(?:[a-z']+,?\s+)?(\d{1,2})[\s-]+([a-z]+)\.?[\s-]+(\d{4})")
MOMENT = re.compile(r"(.*\S)[\sT]+(\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:\s*wi(?:b|ta|t))?)", re.IGNORECASE)
CLOCK = re.compile(r"(\d{1,2})[.:](\d{2})(?:[.:](\d{2}))?(?:\s*wi(?:b|ta|t))?")
YEARS = range(1900, 2201)
# What a cell of .xlsx holds at most, and what both databases keep in an integer.
LONGEST = 32_767
LARGEST = 2**31 - 1
BROKEN = {"#ref!", "#value!", "#div/0!", "#name?", "#num!", "#null!"}
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


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
    found = CONTROLS.sub("", str(value)).strip()
    if found.casefold() in BROKEN:
        raise Unreadable("import.cell.broken")
    if len(found) > LONGEST:
        raise Unreadable("import.cell.too_long", limit=LONGEST)
    return found[1:] if len(found) > 1 and found[0] == "'" and found[1] in "=+-@" else found


def day(value: object) -> date:
    found = _day(value)
    if found.year not in YEARS:
        raise Unreadable("import.row.year")
    return found


def _day(value: object) -> date:
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
    if found := ISO.fullmatch(typed):
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
    typed = text(value)
    if ":" in typed:
        with suppress(ValueError):
            return datetime.fromisoformat(typed)
    if found := MOMENT.fullmatch(typed):
        return datetime.combine(day(found[1]), clock(found[2]))
    return datetime.combine(day(typed), time(12))


def clock(value: object) -> time:
    if isinstance(value, datetime):
        return value.time()
    if isinstance(value, time):
        return value
    found = CLOCK.fullmatch(text(value).casefold())
    if not found or int(found[1]) > 23 or int(found[2]) > 59 or int(found[3] or 0) > 59:
        raise Unreadable("import.cell.time")
    return time(int(found[1]), int(found[2]), int(found[3] or 0))


def decimal(value: object, comma: bool | None = None) -> Decimal:
    """`comma` says which mark is the decimal one, where the column decided it; numbers of the sheet need none."""
    if isinstance(value, bool):
        raise Unreadable("import.cell.decimal")
    if isinstance(value, (int, float)):
        return Decimal(repr(value))
    if isinstance(value, Decimal):
        return value
    typed = re.sub(r"(?i)^rp\.?\s*|\s|%$", "", text(value)).replace("\N{MINUS SIGN}", "-")
    if comma:
        typed = typed.translate({ord(","): ".", ord("."): ","})
    if not PLAIN_NUMBER.fullmatch(typed):
        raise Unreadable("import.cell.decimal")
    return Decimal(typed.replace(",", ""))


def fitted(value: Decimal, digits: int, places: int) -> Decimal:
    """Rounded to what its column keeps, so that what is read equals what is stored."""
    if abs(value) >= 10**digits:
        raise Unreadable("import.cell.too_large")
    return value.quantize(Decimal(1).scaleb(-places), context=WIDE)


def whole(value: object) -> int:
    typed = re.sub(r"[.,]0{1,2}$", "", value) if isinstance(value, str) else value
    found = decimal(typed, comma=True)
    if abs(found) > LARGEST:
        raise Unreadable("import.cell.too_large")
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


def half(value: object) -> int:
    """`Semester II`, `S2`, `II`, `2`."""
    typed = re.sub(r"^(semester|smt|sem|s)\.?\s*", "", text(value).casefold())
    found = QUARTERS.get(typed) or (int(typed) if typed.isdigit() else 0)
    if found in (1, 2):
        return found
    raise Unreadable("import.cell.half")


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


def listed(value: object) -> tuple[str, ...]:
    """Several texts in one cell, by semicolon or line: a comma may belong to a name."""
    return tuple(part.strip() for part in re.split(r"[;\n]", text(value)) if part.strip())


def zone(value: object) -> str:
    """The name of a time zone."""
    name = text(value)
    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Unreadable("import.cell.zone") from error
