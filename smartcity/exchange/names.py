"""What people call things: codes, names, short names and aliases, each leading to the rows that bear it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from smartcity.commands.drafts import DraftRow
from smartcity.domain.spelling import comparable, is_misspelling, looks_like
from smartcity.exchange import official

Called = Mapping[str, Sequence[str]]
CALLED = ("name", "short_name", "alias")
# The official names and what else they are written as; real files misspell them ("Smart Enviroment").
DIMENSIONS = {dimension.name: dimension.other_spellings for dimension in official.DIMENSIONS}
BULLET = re.compile(r"^(?:\(?(?:\d{1,2}|[a-z])[.)]|[-\u2013\u2022*·•])\s*(?=\S)")
BETWEEN = re.compile(r"(\s*[;/,\n]\s*|\s+dan\s+|\s+&\s+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Bearer:
    """A row that bears a name; `row` is None where it is stored and not in the file."""

    code: str
    row: int | None = None


@dataclass
class _Noun:
    """`names` by code and field; `index` leads from the comparable form of codes and names to the codes, `drawn` from
    what they look like to how they are written.
    """

    rows: dict[str, int | None] = field(default_factory=dict)
    names: dict[str, dict[str, Sequence[str]]] = field(default_factory=dict)
    index: dict[str, list[str]] = field(default_factory=dict)
    drawn: dict[str, str] = field(default_factory=dict)

    def add(self, code: str, called: Called, row: int | None) -> None:
        self.index.clear()
        self.drawn.clear()
        self.rows[code] = row
        self.names.setdefault(code, {}).update(called)

    def spellings(self) -> Iterator[str]:
        for called in self.names.values():
            yield from chain(*called.values())

    def codes(self, name: str) -> Sequence[str]:
        if not self.index:
            for code, called in self.names.items():
                for form in {comparable(known) for known in (code, *chain(*called.values()))}:
                    self.index.setdefault(form, []).append(code)
        return self.index.get(comparable(name), ())

    def lookalike(self, name: str) -> str | None:
        """A spelling that is drawn as this one and is written in letters of another alphabet."""
        if not self.drawn:
            self.drawn.update((looks_like(known), known) for known in chain(self.spellings(), self.names))
        return self.drawn.get(looks_like(name))


def official_dimensions(typed: Sequence[str], taken: Iterable[str] = ()) -> list[str]:
    """The official name where one is misspelt, else the name itself.

    Never one that a row of the sheet bears already, nor one of `taken`, nor the same for two rows.
    """
    meant = [_official(name) for name in typed]
    borne = {comparable(name) for name in (*typed, *taken)}
    return [
        official if official and meant.count(official) == 1 and comparable(official) not in borne else name
        for name, official in zip(typed, meant, strict=True)
    ]


def _official(name: str) -> str | None:
    """The one of the six that this name seems to misspell."""
    if comparable(name) in map(comparable, DIMENSIONS):
        return None
    found = [official for official in DIMENSIONS if _may_mean(name, official)]
    return found[0] if len(found) == 1 else None


def _may_mean(name: str, known: str) -> bool:
    """Whether it misspells a known name, or is or misspells what else that one is written as."""
    others = next((also for official, also in DIMENSIONS.items() if comparable(official) == comparable(known)), ())
    is_other = any(comparable(name) == comparable(other) for other in others)
    return is_other or any(is_misspelling(name, spelling) for spelling in (known, *others))


class Names:
    """Filled from the plan in force first, then from the file itself, whose names replace those of the same row."""

    def __init__(self, known: Mapping[str, Iterable[tuple[str, Called]]] | None = None) -> None:
        """`known`: by noun, pairs of a code and, by field, everything its row is called."""
        self._nouns: dict[str, _Noun] = {}
        for noun, pairs in (known or {}).items():
            for code, called in pairs:
                self._noun(noun).add(code, called, None)

    def _noun(self, noun: str) -> _Noun:
        return self._nouns.setdefault(noun, _Noun())

    def learn(self, noun: str, rows: Iterable[DraftRow]) -> None:
        for row in rows:
            code = row.values.get("code")
            if code is not None:
                self._noun(noun).add(code, _called(row.values), row.place.row)

    def knows(self, noun: str) -> bool:
        """Whether there is any row of it."""
        return bool(self._noun(noun).rows)

    def bearers(self, noun: str, name: str) -> tuple[Bearer, ...]:
        """Whom a name may mean: the row with exactly this code, else every row that bears it."""
        known = self._noun(noun)
        codes = [name] if name in known.rows else known.codes(name)
        return tuple(Bearer(code, known.rows[code]) for code in codes)

    def code(self, noun: str, name: str) -> str | None:
        """The code of the one row that is meant; None where there is none, or more than one."""
        found = self.bearers(noun, name)
        return found[0].code if len(found) == 1 else None

    def lookalike(self, noun: str, name: str) -> str | None:
        """For a name that nobody bears: the known one that no reader tells from it."""
        return self._noun(noun).lookalike(name)

    def near(self, noun: str, name: str) -> str | None:
        """The one known name that this one misspells. Codes are never near to anything."""
        found = {comparable(known): known for known in self._noun(noun).spellings() if _may_mean(name, known)}
        meant = next(iter(found.values())) if len(found) == 1 else None
        return meant if meant and self.code(noun, meant) else None

    def split(self, noun: str, cell: str) -> tuple[str, ...]:
        """Several names in one cell. Names may hold commas and "dan": the longest known one goes first."""
        return tuple(self._split(noun, BETWEEN.split(cell.strip())))

    def _split(self, noun: str, pieces: list[str]) -> Iterator[str]:
        start = 0
        while start < len(pieces):
            ends = range(len(pieces), start, -2)
            end = next((e for e in ends if self.bearers(noun, "".join(pieces[start:e]))), start + 1)
            if name := "".join(pieces[start:end]).strip():
                yield name if self.bearers(noun, name) else BULLET.sub("", name)
            start = end + 1


def _called(values: Mapping[str, Any]) -> Called:
    """What a row says that it is called; a column that is not in the file says nothing."""
    found = {name: (str(values[name]),) if values[name] else () for name in CALLED if name in values}
    return found | ({"aliases": tuple(values["aliases"] or ())} if "aliases" in values else {})
