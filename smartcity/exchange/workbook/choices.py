"""Members of closed lists as people write them, and the scales that are made of them in one cell."""

import re
from decimal import Decimal
from enum import StrEnum
from functools import cache, lru_cache

from smartcity.domain.enums import Health, Predicate
from smartcity.domain.thresholds import scale
from smartcity.exchange.workbook.cells import CellValue, Unreadable, listed, text
from smartcity.exchange.workbook.layout.columns import declared, spellings
from smartcity.exchange.workbook.letters import letters, plain_width
from smartcity.i18n.catalog import LANGUAGES
from smartcity.i18n.words import Words


@cache
def _labels(choices: type[StrEnum]) -> dict[str, StrEnum]:
    """Stored values and labels of both languages, by their letters."""
    return {
        letters(name): member
        for member in choices
        for name in (member.value, *(Words(language).label(member) for language in LANGUAGES))
    }


@cache
def _synonyms(choices: type[StrEnum]) -> dict[str, StrEnum]:
    names = declared("names")["choices"].get(choices.__name__, {})
    return {letters(name) or name: member for member in choices for name in spellings(names.get(member.value, ""))}


def choice(value: object, choices: type[StrEnum]) -> CellValue:
    """By its label; by what else people write for it, with the sentence that says so; what brackets add is left out."""
    return _choice(plain_width(text(value)), choices)


@lru_cache(maxsize=10_000)
def _choice(typed: str, choices: type[StrEnum]) -> CellValue:
    bare = typed.partition("(")[0].strip() or typed
    for form in dict.fromkeys((letters(typed), letters(bare))):
        if form in _labels(choices):
            member = _labels(choices)[form]
            return CellValue(member) if form == letters(typed) else _taken_for(member)
    for form in dict.fromkeys((letters(typed), letters(bare), typed)):
        if form in _synonyms(choices):
            return _taken_for(_synonyms(choices)[form])
    raise Unreadable("import.cell.choice", allowed=" · ".join(Words().label(member) for member in choices))


def _taken_for(member: StrEnum) -> CellValue:
    return CellValue(member, "import.row.misspelt", {"meant": Words().label(member)})


BAND = re.compile(r"(\d+(?:[.,]\d+)?)\s+(\S.*)")


def scheme(value: object) -> list[list[str]]:
    """[[lower, health], …] best first, as the plan keeps it."""
    return _bands(value, Health, "import.cell.scheme")


def predicate_scale(value: object) -> list[list[str]]:
    """[[lower per cent, predicate], …] best first."""
    return _bands(value, Predicate, "import.cell.scale")


def _bands(value: object, names: type[StrEnum], refusal: str) -> list[list[str]]:
    matches = [BAND.fullmatch(part) for part in listed(value)]
    try:
        pairs = [(Decimal(band[1].replace(",", ".")), choice(band[2], names).value) for band in matches if band]
        scale(*pairs)
    except ValueError as error:
        raise Unreadable(refusal) from error
    if not all(matches):
        raise Unreadable(refusal)
    return [[str(lower), name.value] for lower, name in pairs]


def scheme_text(steps: list[list[str]], words: Words) -> str:
    names: type[StrEnum] = Health if steps[0][1] in set(Health) else Predicate
    return "; ".join(f"{str(lower).replace('.', ',')} {words.label(names(name))}" for lower, name in steps)
