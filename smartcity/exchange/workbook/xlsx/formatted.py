"""What a cell holds where that is more than a plain value: numbers and days as their format shows them, errors."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from smartcity.exchange.workbook.xlsx.formats import SCALE_WORD, SCALED, Section, displayed_text, parsed

# Midnights of days 0 as a workbook counts them; its days and hours carry no zone.
EPOCH, EPOCH_1904 = (datetime.combine(day, time()) for day in (date(1899, 12, 30), date(1904, 1, 1)))
LAST_DAY = 2_958_466
LEAP_BUG = 60
SAME = Decimal("1e-12")


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """`#N/A`, `#REF!` and the like, or the hashes of a day that cannot be."""

    text: str


@dataclass(frozen=True, slots=True)
class Hidden:
    """A value that its format hides wholly."""

    value: object


@dataclass(frozen=True, slots=True)
class FormattedNumber:
    """`number` at the scale people see, `text` as shown; `note` names the sentence about a difference between them."""

    number: Decimal
    text: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class FormattedDay:
    """A day of which only some `parts` (of y, m and d) are shown."""

    at: datetime
    parts: frozenset[str]


def formatted(value: float, code: str, *, is_1904: bool = False) -> object:
    """A number of a cell through its format code."""
    number = Decimal(repr(value))
    section, is_signed = parsed(code).of(number)
    if section.is_day:
        return _day_or_hour(number, section, is_1904=is_1904)
    text = displayed_text(number, section, is_signed=is_signed)
    if section.has("general", "text") and len(section.parts) == 1:
        return value
    if not text:
        return Hidden(value)
    if not section.has("digit", "general", "text"):
        return FormattedNumber(number, text, "import.cell.zero_as_dash") if _is_dash(number, text) else text
    scaled = number.scaleb(section.scale())
    note = _difference(scaled, section, text, is_signed=is_signed)
    if (word := SCALE_WORD.search(section.literal)) and note != "import.cell.sign_hidden":
        return FormattedNumber(scaled.scaleb(SCALED[word[0].casefold()]), text, "import.cell.scale_word")
    return FormattedNumber(scaled, text, note)


def _is_dash(number: Decimal, text: str) -> bool:
    return number == 0 and text.strip("Rp .") in {"-", "–", "—"}


def _difference(scaled: Decimal, section: Section, text: str, *, is_signed: bool) -> str | None:
    if scaled < 0 and is_signed and not set(text) & set("-−("):
        return "import.cell.sign_hidden"
    if section.has("exponent", "general"):
        return None
    if section.scale() % 2 or section.scale() < 0:
        return "import.cell.scaled"
    if "/" in section.literal:
        return None
    rounded = scaled.quantize(Decimal(1).scaleb(-section.places()))
    return None if abs(rounded - scaled) <= SAME * max(abs(scaled), Decimal(1)) else "import.cell.rounded"


def _day_or_hour(number: Decimal, section: Section, *, is_1904: bool) -> object:
    """A day, an hour, a duration; what Excel can only show as hashes is an error."""
    if not 0 <= number < LAST_DAY:
        return ErrorValue("########")
    parts = section.day_parts
    span = timedelta(milliseconds=int((number * 86_400_000).to_integral_value()))
    if section.has("elapsed") or not parts & {"y", "m", "d"}:
        return span if section.has("elapsed") or number >= 1 else (EPOCH + span).time()
    start = EPOCH_1904 if is_1904 else EPOCH
    at = start + span + timedelta(days=not is_1904 and number < LEAP_BUG)
    return at if {"y", "m", "d"} <= parts else FormattedDay(at, parts & {"y", "m", "d"})


TEMPORAL = (date, time, timedelta, FormattedDay)


def as_typed(cell: object) -> object:
    """For people: numbers and errors as shown, days as days."""
    if isinstance(cell, (FormattedNumber, ErrorValue)):
        return cell.text
    return cell.at if isinstance(cell, FormattedDay) else cell
