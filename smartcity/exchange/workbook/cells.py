"""What people type in a cell, as values: texts, numbers with decimal commas, yes and no, Roman quarters."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import ROUND_UP, Context, Decimal
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from smartcity.domain.rounding import progress_shown
from smartcity.exchange.workbook.conventions import numeral
from smartcity.exchange.workbook.letters import plain_width, visible
from smartcity.exchange.workbook.written_periods import NUMBERS
from smartcity.exchange.workbook.xlsx.formats import SCALED, general
from smartcity.exchange.workbook.xlsx.formatted import TEMPORAL, ErrorValue, FormattedNumber, Hidden

UNKNOWN = {"", "-", "–", "—", "n/a", "na", "n.a.", "#n/a", "tidak ada data"}
YES = {"ya", "y", "yes", "true", "1", "benar", "x", "v", "✓", "✔", "☑", "√", "iya"}
NO = {"tidak", "t", "no", "n", "false", "0", "salah", "tdk", "✗", "✘", "☐"}
PLAIN_NUMBER = re.compile(r"[-+]?(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d+)?(?<=\d)")
SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E[+]\d+", re.IGNORECASE)
WIDE = Context(prec=40)
# Spreadsheets show no more: what lies behind is noise of their arithmetic.
SHOWN_DIGITS = Context(prec=15)
# What a cell of .xlsx holds at most, and what both databases keep in an integer.
LONGEST = 32_767
LARGEST = 2**31 - 1
BROKEN = {"#ref!", "#value!", "#div/0!", "#name?", "#num!", "#null!"}
SCALE = re.compile(r"(.*\d)\s*(" + "|".join(SCALED) + r")\.?(?:\s*rupiah)?", re.IGNORECASE)
LETTER = re.compile(r"(?:rp|idr)?[\s.]*\d[\d.,]*\s*[kmbt]\.?", re.IGNORECASE)


class Unreadable(ValueError):
    """The cell does not hold what its column needs; `key` names the sentence that says so."""

    def __init__(self, key: str, **facts: object) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts


@dataclass(frozen=True, slots=True)
class CellValue:
    """A value, the sentence about how it was read, and what of it belongs into other fields of the row."""

    value: Any
    note: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)


def is_empty_cell(value: object) -> bool:
    return (
        value is None or isinstance(value, Hidden) or (isinstance(value, str) and visible(value).casefold() in UNKNOWN)
    )


def text(value: object) -> str:
    """As people see it; a defusing apostrophe is taken off.

    What Excel turned into a day, a number or TRUE is refused: nobody typed that.
    """
    if isinstance(value, bool):
        raise Unreadable("import.cell.became_boolean")
    if isinstance(value, TEMPORAL):
        raise Unreadable("import.cell.became_day")
    plain = visible(_as_shown(value))
    if len(plain) > LONGEST:
        raise Unreadable("import.cell.too_long", limit=LONGEST)
    return plain[1:] if len(plain) > 1 and plain[0] == "'" and plain[1] in "=+-@" else plain


def _as_shown(value: object) -> str:
    if isinstance(value, ErrorValue) or (isinstance(value, str) and value.strip().casefold() in BROKEN):
        raise Unreadable("import.cell.broken")
    if isinstance(value, FormattedNumber):
        shown = value.text
    elif isinstance(value, (int, float)):
        shown = ("-" if value < 0 else "") + general(abs(Decimal(repr(value))))
    else:
        return str(value)
    if SCIENTIFIC.search(shown):
        raise Unreadable("import.cell.became_number", shown=shown)
    return shown


def code(value: object) -> str:
    """A new line stays: it parts two names in one cell."""
    plain = re.sub(r"[^\S\n]+", " ", plain_width(text(value)))
    if SCIENTIFIC.fullmatch(plain):
        raise Unreadable("import.cell.became_number", shown=plain)
    return plain


def codes(value: object) -> str:
    return plain_width(text(value))


def decimal(value: object, *, comma: bool | None = None) -> Decimal:
    """`comma` says which mark is the decimal one, where the column decided it; numbers of the sheet need none."""
    if isinstance(value, bool):
        raise Unreadable("import.cell.decimal")
    if isinstance(value, TEMPORAL):
        raise Unreadable("import.cell.duration" if isinstance(value, timedelta) else "import.cell.is_day")
    if isinstance(value, FormattedNumber):
        return value.number
    if isinstance(value, (int, float)):
        return Decimal(repr(value))
    return value if isinstance(value, Decimal) else _typed_decimal(text(value), comma=comma)


def _typed_decimal(typed: str, *, comma: bool | None) -> Decimal:
    if scaled := SCALE.fullmatch(plain_width(typed)):
        return _typed_decimal(scaled[1], comma=comma).scaleb(SCALED[scaled[2].casefold()])
    plain = numeral(typed)
    if comma:
        plain = plain.translate({ord(","): ".", ord("."): ","})
    if not PLAIN_NUMBER.fullmatch(plain):
        raise Unreadable("import.cell.scale_letter" if LETTER.fullmatch(plain_width(typed)) else "import.cell.decimal")
    return Decimal(plain.replace(",", ""))


def number(value: object, digits: int, places: int, *, comma: bool | None) -> CellValue:
    """With the sentence about what the cell shows otherwise, or what a word in it multiplies."""
    exact = decimal(value, comma=comma)
    fitted_value = fitted(exact, digits, places)
    if isinstance(value, FormattedNumber) and value.note:
        if value.note == "import.cell.sign_hidden":
            raise Unreadable(value.note, shown=value.text)
        return CellValue(fitted_value, value.note)
    if isinstance(value, str) and SCALE.fullmatch(plain_width(text(value))):
        return CellValue(fitted_value, "import.cell.scale_word")
    return CellValue(
        fitted_value, None if SHOWN_DIGITS.plus(exact) == fitted_value else "import.cell.cut", {"places": places}
    )


def fitted(value: Decimal, digits: int, places: int) -> Decimal:
    """Rounded to what its column keeps, so that what is read equals what is stored."""
    if abs(value) >= 10**digits:
        raise Unreadable("import.cell.too_large")
    return value.quantize(Decimal(1).scaleb(-places), context=WIDE)


def whole(value: object) -> int:
    typed = re.sub(r"[.,]0{1,2}$", "", visible(value)) if isinstance(value, str) else value
    exact = decimal(typed, comma=True)
    if abs(exact) > LARGEST:
        raise Unreadable("import.cell.too_large")
    if exact != exact.to_integral_value():
        raise Unreadable("import.cell.integer")
    return int(exact)


def percent(value: object) -> CellValue:
    """Whole per cent: 100 only when nothing remains, 0 only when nothing is done. A lone mark is a decimal one."""
    typed = numeral(text(value)) if isinstance(value, str) else value
    lone = isinstance(typed, str) and re.fullmatch(r"-?\d*[.,]\d+", typed)
    exact = decimal(typed, comma=isinstance(typed, str) and (not lone or "," in typed))
    if abs(exact) > LARGEST:
        raise Unreadable("import.cell.too_large")
    if not 0 <= exact <= 100:
        return CellValue(int(exact.to_integral_value(ROUND_UP)))
    shown = int(progress_shown(exact / 100))
    if 0 < exact < 1:
        return CellValue(shown, "import.cell.fraction")
    return CellValue(shown, None if shown == exact else "import.cell.percent_rounded")


def yes_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    typed = plain_width(text(value)).casefold().rstrip(".")
    if typed in YES or typed in NO:
        return typed in YES
    raise Unreadable("import.cell.yes_no")


def quarter(value: object) -> int:
    """`TW II`, `II`, `Q2`, `Triwulan 2`, `Kuartal kedua`, `2`; a monthly period up to 12."""
    if isinstance(value, FormattedNumber) and value.number != value.number.to_integral_value():
        raise Unreadable("import.cell.quarter")
    typed = plain_width(text(value)).casefold()
    typed = re.sub(r"^(?:tw|triwulan|trw|triw|q|kuartal|quarter|bulan|month)[\s.:-]*(?:ke\s*-?\s*(?=\d))?", "", typed)
    if typed in NUMBERS:
        return NUMBERS[typed]
    if typed.isdecimal() and 1 <= int(typed) <= 12:
        return int(typed)
    raise Unreadable("import.cell.quarter")


def half(value: object) -> int:
    """`Semester II`, `S2`, `II`, `2`."""
    typed = re.sub(r"^(?:semester|smt|sem|sm|s|h)[\s.:-]*(?:ke\s*-?\s*)?", "", plain_width(text(value)).casefold())
    half_number = NUMBERS.get(typed) or (int(typed) if typed.isdecimal() else 0)
    if half_number in (1, 2):
        return half_number
    raise Unreadable("import.cell.half")


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
