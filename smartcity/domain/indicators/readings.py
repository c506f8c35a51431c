"""What an agency reports of its indicators: values as typed, and the context they are judged in."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from smartcity.domain.calendar import PeriodName
from smartcity.domain.enums import Calculation, Direction, Span
from smartcity.domain.facts.evidence import Attachment
from smartcity.domain.indicators.achievement import PeriodReading
from smartcity.domain.text import clean

_INDONESIAN = re.compile(r"-?(?:[1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:,\d+)?", re.ASCII)
_POINTED = re.compile(r"-?\d+\.\d+", re.ASCII)
_DIGITS, _PLACES = 16, 8
# The kind of area that readings are told by.
KECAMATAN = "kecamatan"


def bare_number(text: str) -> str:
    """Without blanks and the sign of percent, with the minus of every keyboard."""
    return re.sub(r"\s|%$", "", text.strip()).replace("\N{MINUS SIGN}", "-")


def typed_number(text: str) -> Decimal | None:
    """`1.234,5` as people in Indonesia write it; a point that cannot part thousands is a decimal one.

    None for what is no number, or has more digits than are kept.
    """
    typed = bare_number(text)
    if _INDONESIAN.fullmatch(typed):
        typed = typed.replace(".", "").replace(",", ".")
    elif not _POINTED.fullmatch(typed):
        return None
    whole, _, part = typed.lstrip("-").partition(".")
    return Decimal(typed) if len(whole) <= _DIGITS and len(part) <= _PLACES else None


def spelled(value: Decimal | None) -> str:
    """A stored value as one would type it."""
    return "" if value is None else f"{value.normalize():f}".replace(".", ",")


@dataclass(frozen=True, slots=True)
class Typed:
    """A reading as it was typed; blank says nothing."""

    value: str = ""
    numerator: str = ""
    denominator: str = ""
    text: str = ""

    @property
    def is_blank(self) -> bool:
        return self == Typed()

    @property
    def unreadable(self) -> tuple[str, ...]:
        """The fields that hold no number."""
        return tuple(name for name in NUMBERS if (typed := getattr(self, name)) and typed_number(typed) is None)

    @property
    def numbers(self) -> dict[str, Decimal | None]:
        return {name: typed_number(getattr(self, name)) for name in NUMBERS}

    @property
    def reading(self) -> PeriodReading:
        """What is read from it; what is no number is unknown."""
        values = {name: None if value is None else Fraction(value) for name, value in self.numbers.items()}
        return PeriodReading(values["value"], values["numerator"], values["denominator"], self.text or None)


NUMBERS = ("value", "numerator", "denominator")


@dataclass(frozen=True, slots=True)
class Entry:
    """What is said of one indicator; `areas` by area id. `reason` is why the value is unusual.

    Not applicable says that there was nothing to measure, and holds no value.
    """

    city: Typed = Typed()
    areas: Mapping[int, Typed] = field(default_factory=dict)
    note: str = ""
    reason: str = ""
    proofs: tuple[Attachment, ...] = ()
    is_not_applicable: bool = False

    @property
    def read(self) -> PeriodReading:
        """What is read for the city."""
        return replace(self.city.reading, is_not_applicable=self.is_not_applicable)

    @property
    def readings(self) -> dict[int, PeriodReading]:
        return {area: typed.reading for area, typed in self.areas.items()}

    def at(self, name: str, area: int | None) -> object:
        """The value of one field, of the city or of an area."""
        holder = self if name in _OF_ENTRY else self.city if area is None else self.areas.get(area, Typed())
        value: object = getattr(holder, name)
        return value

    def having(self, name: str, area: int | None, value: Any) -> "Entry":
        """The same with another value of one field."""
        if name in _OF_ENTRY:
            return replace(self, **{name: value})
        if area is None:
            return replace(self, city=replace(self.city, **{name: value}))
        return replace(self, areas={**self.areas, area: replace(self.areas.get(area, Typed()), **{name: value})})


_OF_ENTRY = ("note", "reason", "proofs", "is_not_applicable")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What is plausible; None is no bound."""

    lower: Fraction | None = None
    upper: Fraction | None = None


Before = Sequence[tuple[PeriodName, PeriodReading]]


@dataclass(frozen=True)
class Gauge:
    """An indicator in the quarter that is reported: what stands of it, and what was read `before`, oldest first.

    `areas` are ids; empty where the indicator is not read by area. `verified` is what a verifier confirmed of it.
    """

    code: str
    direction: Direction
    calculation: Calculation
    bounds: Bounds = Bounds()
    before: Before = ()
    current: Entry | None = None
    areas: tuple[int, ...] = ()
    span: Span = Span.QUARTER
    verified: Entry | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """What is typed of it."""
        if self.direction is Direction.TEXT:
            return ("text",)
        return ("numerator", "denominator") if self.calculation is Calculation.RATIO else ("value",)

    @property
    def is_additive(self) -> bool:
        """Whether its areas add up to the city: sums and parts of quotients do, percentages and indices do not."""
        return self.direction is not Direction.TEXT and self.calculation is not Calculation.LATEST


def home_programme(moved_by: Iterable[str], led: Iterable[str]) -> str | None:
    """The one programme whose report an indicator is said in: the first of its own that the agency leads, else the
    first the agency leads at all. Codes; None for an agency that leads none.
    """
    ours = sorted(led)
    return next((code for code in ours if code in set(moved_by)), ours[0] if ours else None)


def is_read_in(retired_on: date | None, quarter: PeriodName) -> bool:
    """A retired indicator is read up to the last quarter that it saw whole."""
    return retired_on is None or retired_on >= quarter.ends_on


def settled_entry(given: Entry, gauge: Gauge | None) -> Entry:
    """The same in clean words; the city summed where all its areas are said; blank where it says nothing new."""
    areas, names = (gauge.areas, gauge.fields) if gauge else ((), ())
    cleaned = replace(
        given,
        city=_clean(given.city, names),
        areas={area: typed for area in areas if not (typed := _clean(given.areas.get(area, Typed()), names)).is_blank},
        note=clean(given.note),
        reason=clean(given.reason),
    )
    if cleaned.is_not_applicable:
        cleaned = replace(cleaned, city=Typed(), areas={}, reason=cleaned.reason if gauge and gauge.verified else "")
    elif gauge is not None and cleaned.city.is_blank and gauge.is_additive:
        cleaned = replace(cleaned, city=summed(cleaned, gauge))
    is_said = not cleaned.city.is_blank or cleaned.areas or cleaned.proofs or cleaned.is_not_applicable
    is_old = gauge is not None and gauge.current is not None and _is_same(cleaned, gauge.current)
    return cleaned if is_said and not is_old else Entry()


def _clean(typed: Typed, names: Iterable[str]) -> Typed:
    return Typed(**{name: clean(getattr(typed, name)) for name in names})


def _is_same(given: Entry, stands: Entry) -> bool:
    if given.is_not_applicable or stands.is_not_applicable:
        return given.is_not_applicable == stands.is_not_applicable and given.note == stands.note and not given.proofs
    same_areas = {**stands.readings, **given.readings} == stands.readings
    return not given.proofs and same_areas and given.city.reading == stands.city.reading and given.note == stands.note


def is_replaced(entry: Entry, verified: Entry | None) -> bool:
    """Whether a verified figure, of the city or of an area, would give way to another."""
    if verified is None:
        return False
    if entry.is_not_applicable or verified.is_not_applicable:
        return entry.is_not_applicable != verified.is_not_applicable
    is_other = not entry.city.is_blank and not verified.city.is_blank and entry.city.reading != verified.city.reading
    before = verified.readings
    return is_other or any(area in before and reading != before[area] for area, reading in entry.readings.items())


def summed(entry: Entry, gauge: Gauge) -> Typed:
    """The areas as one; blank while one of them is missing or unreadable."""
    by_area = [entry.areas.get(area, Typed()).numbers for area in gauge.areas]
    if not by_area or any(numbers[name] is None for numbers in by_area for name in gauge.fields):
        return Typed()
    return Typed(**{name: spelled(sum((n[name] or Decimal(0) for n in by_area), Decimal(0))) for name in gauge.fields})


_ENGLISH = re.compile(r"-?(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """`value` is what is read, None for no number; `other` what the English way reads, where that is another number."""

    text: str
    value: Decimal | None
    other: Decimal | None = None


def read_number(text: str) -> TypedNumber:
    """One way of reading on every screen, in every language."""
    value, bare = typed_number(text), bare_number(text)
    english = Decimal(bare.replace(",", "")) if _ENGLISH.fullmatch(bare) else None
    return TypedNumber(text.strip(), value, None if value is None or english == value else english)
