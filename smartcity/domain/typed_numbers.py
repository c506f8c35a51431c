"""A typed number beside what another way of writing would make of it."""

import re
from dataclasses import dataclass
from decimal import Decimal

from smartcity.domain.readings import bare_number, typed_number

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
