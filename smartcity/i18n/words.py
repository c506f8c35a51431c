"""`Words`: texts, numbers, dates and money in one language. Made on the server, because browsers know no Indonesian."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date
from babel.numbers import format_decimal

from smartcity.i18n.catalog import CountText, Language, filled, messages

Number = Fraction | Decimal | int | float
NBSP = "\N{NO-BREAK SPACE}"
UNKNOWN = "—"
ZONE_NAMES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
_SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
_MONEY_STEPS = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"), (10**3, "thousand"))


def _decimal(value: Number) -> Decimal:
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(str(value))


@lru_cache(maxsize=5000)
def _formatted(value: Decimal, decimals: int | None, language: Language) -> CountText:
    """Kept: every run says the same few hundred numbers, and Babel reads the pattern each time."""
    pattern = "#,##0.########" if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    text: str = format_decimal(value, format=pattern, locale=language)
    return CountText.of(text.replace("-", "−"), value.normalize() if decimals is None else round(value, decimals))


@lru_cache(maxsize=1000, typed=True)
def _label_key(member: Enum) -> str:
    """Typed: members of two enums with one value are equal."""
    name = type(member).__name__
    snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in name).lstrip("_")
    return f"{snake}.{member.value}"


@dataclass(frozen=True, slots=True)
class Words:
    """Unknown (None) is said as a dash everywhere, never as 0."""

    language: Language = "id"

    def say(self, key: str, **facts: object) -> str:
        """The text of a key with its facts filled in; an unknown key raises KeyError, a fact that is missing too."""
        text = messages(self.language)[key]
        return filled(text, facts, self.language) if "{" in text else text

    def say_or(self, key: str, otherwise: str) -> str:
        """The text of a key that a later version may have; else what stands in its place."""
        return messages(self.language).get(key, otherwise)

    def label(self, member: Enum) -> str:
        """The label of an enum member, under `<class_name>.<value>`: `Health.LATE` is `health.late`."""
        return self.say(_label_key(member))

    def number(self, value: Number | None, decimals: int | None = None) -> str:
        """1.234.567,89; without `decimals` as many as the value has, at most eight."""
        if value is None:
            return UNKNOWN
        return _formatted(_decimal(value), decimals, self.language)

    def bare(self, value: Number) -> str:
        """-1234567,89: as it is typed, however long, without marks between the thousands."""
        whole, _, places = f"{_decimal(value):f}".partition(".")
        decimals = places.rstrip("0")
        mark = "," if self.language == "id" else "."
        return f"{whole}{mark}{decimals}" if decimals else whole

    def percent(self, percent: Decimal | int | None) -> str:
        """A figure that already is in percent, with the decimals that the domain gave it: `57%`, `90,25%`."""
        return UNKNOWN if percent is None else f"{self.rounded(Decimal(percent))}%"

    def rounded(self, value: Decimal) -> str:
        """A value rounded by the domain, with all decimals that its exponent keeps: `12,0`."""
        exponent = value.as_tuple().exponent
        return self.number(value, max(0, -exponent) if isinstance(exponent, int) else None)

    def rupiah(self, amount: Number | None) -> str:
        """Rp1.385.437.875."""
        return UNKNOWN if amount is None else f"Rp{self.number(amount, 0)}"

    def rupiah_short(self, amount: Number | None) -> str:
        """Rp1,39 miliar, Rp25 juta: two decimals at most, always the whole word."""
        if amount is None:
            return UNKNOWN
        value = _decimal(amount)
        for size, word in _MONEY_STEPS:
            if abs(value) >= size:
                shown = (value / size).quantize(Decimal("0.01")).normalize()
                return f"Rp{self.number(shown)}{NBSP}{self.say(f'money.{word}')}"
        return self.rupiah(amount)

    def day(self, day: date | None) -> str:
        """23 November 2026."""
        return UNKNOWN if day is None else str(format_date(day, "d MMMM y", locale=self.language))

    def short_day(self, day: date | None, *, with_year: bool = True) -> str:
        """23 Nov 2026."""
        if day is None:
            return UNKNOWN
        text = f"{day.day}{NBSP}{self._short_month(day)}"
        return f"{text}{NBSP}{day.year}" if with_year else text

    def month(self, day: date) -> str:
        """Nov 2026."""
        return f"{self._short_month(day)} {day.year}"

    def clock(self, at: datetime, zone: str) -> str:
        """16.05 WIB."""
        local = at.astimezone(ZoneInfo(zone))
        mark = "." if self.language == "id" else ":"
        return f"{local:%H}{mark}{local:%M} {ZONE_NAMES.get(zone, local.tzname() or '')}".rstrip()

    def _short_month(self, day: date) -> str:
        if self.language == "id":
            return _SHORT_MONTHS[day.month - 1]
        return str(format_date(day, "MMM", locale="en"))
