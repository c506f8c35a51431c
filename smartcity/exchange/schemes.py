"""A scale in one cell: `0,95 Sesuai Rencana; 0,75 Perlu Perhatian; 0 Terlambat`, `91 Sangat Tinggi; … ; 0 Rendah`."""

import re
from decimal import Decimal
from enum import StrEnum

from smartcity.domain.bands import scale
from smartcity.domain.kinds import Health, Predicate
from smartcity.exchange.cells import Unreadable, listed
from smartcity.exchange.synonyms import choice
from smartcity.i18n.speech import Words

BAND = re.compile(r"(\d+(?:[.,]\d+)?)\s+(\S.*)")


def scheme(value: object) -> list[list[str]]:
    """[[lower, health], …] best first, as the plan keeps it."""
    return _bands(value, Health, "import.cell.scheme")


def predicate_scale(value: object) -> list[list[str]]:
    """[[lower per cent, predicate], …] best first."""
    return _bands(value, Predicate, "import.cell.scale")


def _bands(value: object, names: type[StrEnum], refusal: str) -> list[list[str]]:
    found = [BAND.fullmatch(part) for part in listed(value)]
    try:
        pairs = [(Decimal(band[1].replace(",", ".")), choice(band[2], names).value) for band in found if band]
        scale(*pairs)
    except ValueError as error:
        raise Unreadable(refusal) from error
    if not all(found):
        raise Unreadable(refusal)
    return [[str(lower), name.value] for lower, name in pairs]


def scheme_text(bands: list[list[str]], words: Words) -> str:
    names: type[StrEnum] = Health if bands[0][1] in set(Health) else Predicate
    return "; ".join(f"{str(lower).replace('.', ',')} {words.label(names(name))}" for lower, name in bands)
