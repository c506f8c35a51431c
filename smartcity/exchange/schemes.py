"""A health scheme in one cell: `0,95 Sesuai Rencana; 0,75 Perlu Perhatian; 0 Terlambat`."""

import re
from decimal import Decimal

from smartcity.domain.bands import scale
from smartcity.domain.kinds import Health
from smartcity.exchange.cells import Unreadable, choice, listed
from smartcity.words.speech import Words

BAND = re.compile(r"(\d+(?:[.,]\d+)?)\s+(\S.*)")


def scheme(value: object) -> list[list[str]]:
    """[[lower, health], …] best first, as the plan keeps it."""
    found = [BAND.fullmatch(part) for part in listed(value)]
    try:
        pairs = [(Decimal(band[1].replace(",", ".")), Health(choice(band[2], Health))) for band in found if band]
        scale(*pairs)
    except ValueError as error:
        raise Unreadable("import.cell.scheme") from error
    if not all(found):
        raise Unreadable("import.cell.scheme")
    return [[str(lower), health.value] for lower, health in pairs]


def scheme_text(bands: list[list[str]], words: Words) -> str:
    return "; ".join(f"{str(lower).replace('.', ',')} {words.label(Health(health))}" for lower, health in bands)
