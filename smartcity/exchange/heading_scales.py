"""Thousands and millions that the heading of a column of numbers tells: "Pagu (Rp juta)", "dalam jutaan rupiah"."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from smartcity.commands.drafts import Place, Problem
from smartcity.exchange.cells import Read, fitted
from smartcity.exchange.headings import Headings
from smartcity.exchange.layout import Cell, Column
from smartcity.exchange.xlsx.formats import SCALE_WORD, SCALED

MONEY = ("ceiling", "realised")
SCALES = "|".join(SCALED)
OF_TABLE = re.compile(rf"\b(?:dalam|rp\.?)\s*(?:{SCALES})(?:an)?\b|\b(?:{SCALES})(?:an)?\s+rupiah\b", re.IGNORECASE)


class Scale(NamedTuple):
    """The word, and the power of ten by which the numbers of the column are multiplied: 0 where it is only told."""

    word: str
    power: int


def heading_scale(heads: Headings, at: int) -> Scale | None:
    """Of money, told by the heading or a line above; other numbers keep to what their indicator is counted in."""
    column = heads.columns[at]
    if column.cell is not Cell.DECIMAL:
        return None
    found = SCALE_WORD.search(heads.typed[at])
    if found is None and column.field in MONEY:
        above = next(filter(None, map(OF_TABLE.search, heads.above)), None)
        found = SCALE_WORD.search(above[0]) if above else None
    if found is None:
        return None
    return Scale(found[0], SCALED[found[0].casefold()] if column.field in MONEY else 0)


def scale_warning(scale: Scale, heads: Headings, at: int, title: str) -> Problem:
    key = "import.column.scale" if scale.power else "import.column.scale_kept"
    facts = {"word": scale.word.casefold(), "factor": Decimal(10**scale.power)}
    return Problem(Place(title, heads.row, heads.columns[at].heading), heads.typed[at], key, facts, is_warning=True)


def scaled(scale: Scale, column: Column, read: Callable[[Column], Read]) -> Read:
    """What `read` makes of the cell, multiplied; a cell that has its own word is taken by that word alone."""
    found = read(replace(column, places=column.places + scale.power))
    power = 0 if found.note == "import.cell.scale_word" else scale.power
    return replace(found, value=fitted(found.value.scaleb(power), column.digits, column.places))
