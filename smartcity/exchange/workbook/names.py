"""What people call things: codes, names, short names and aliases, each leading to the rows that bear it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from smartcity.commands.plan.import_schema import DraftRow
from smartcity.domain.text import comparable, is_misspelling, looks_like
from smartcity.exchange.workbook import official

RowNames = Mapping[str, Sequence[str]]
NAME_FIELDS = ("name", "short_name", "alias")
# The official names and what else they are written as; real files misspell them ("Smart Enviroment").
DIMENSION_SPELLINGS = {dimension.name: dimension.other_spellings for dimension in official.DIMENSIONS}
BULLET = re.compile(r"^(?:\(?(?:\d{1,2}|[a-z])[.)]|[-\u2013\u2022*·•])\s*(?=\S)")
BETWEEN = re.compile(r"(\s*[;/,\n]\s*|\s+dan\s+|\s+&\s+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A row that bears a name; `row` is None where it is stored and not in the file."""

    code: str
    row: int | None = None


@dataclass
class _EntityNames:
    """`names` by code and field; `index` leads from the comparable form of codes and names to the codes, `drawn` from
    what they look like to how they are written.
    """

    rows: dict[str, int | None] = field(default_factory=dict)
    names: dict[str, dict[str, Sequence[str]]] = field(default_factory=dict)
    index: dict[str, list[str]] = field(default_factory=dict)
    drawn: dict[str, str] = field(default_factory=dict)

    def add(self, code: str, called: RowNames, row: int | None) -> None:
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
                for form in {comparable(spelling) for spelling in (code, *chain(*called.values()))}:
                    self.index.setdefault(form, []).append(code)
        return self.index.get(comparable(name), ())

    def lookalike(self, name: str) -> str | None:
        """A spelling that is drawn as this one and is written in letters of another alphabet."""
        if not self.drawn:
            self.drawn.update((looks_like(spelling), spelling) for spelling in chain(self.spellings(), self.names))
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
    if comparable(name) in map(comparable, DIMENSION_SPELLINGS):
        return None
    candidates = [official for official in DIMENSION_SPELLINGS if _may_mean(name, official)]
    return candidates[0] if len(candidates) == 1 else None


def _may_mean(name: str, correct_name: str) -> bool:
    """Whether it misspells a known name, or is or misspells what else that one is written as."""
    others = next(
        (also for official, also in DIMENSION_SPELLINGS.items() if comparable(official) == comparable(correct_name)), ()
    )
    is_other = any(comparable(name) == comparable(other) for other in others)
    return is_other or any(is_misspelling(name, spelling) for spelling in (correct_name, *others))


class NameIndex:
    """Filled from the plan in force first, then from the file itself, whose names replace those of the same row."""

    def __init__(self, stored: Mapping[str, Iterable[tuple[str, RowNames]]] | None = None) -> None:
        """`stored`: by entity, pairs of a code and, by field, everything its row is called."""
        self._entities: dict[str, _EntityNames] = {}
        for entity, pairs in (stored or {}).items():
            for code, called in pairs:
                self._names_of(entity).add(code, called, None)

    def _names_of(self, entity: str) -> _EntityNames:
        return self._entities.setdefault(entity, _EntityNames())

    def learn(self, entity: str, rows: Iterable[DraftRow]) -> None:
        for row in rows:
            code = row.values.get("code")
            if code is not None:
                self._names_of(entity).add(code, _row_names(row.values), row.place.row)

    def has_rows(self, entity: str) -> bool:
        """Whether there is any row of it."""
        return bool(self._names_of(entity).rows)

    def rows_named(self, entity: str, name: str) -> tuple[NamedRow, ...]:
        """Whom a name may mean: the row with exactly this code, else every row that bears it."""
        entries = self._names_of(entity)
        codes = [name] if name in entries.rows else entries.codes(name)
        return tuple(NamedRow(code, entries.rows[code]) for code in codes)

    def code(self, entity: str, name: str) -> str | None:
        """The code of the one row that is meant; None where there is none, or more than one."""
        matches = self.rows_named(entity, name)
        return matches[0].code if len(matches) == 1 else None

    def lookalike(self, entity: str, name: str) -> str | None:
        """For a name that nobody bears: the known one that no reader tells from it."""
        return self._names_of(entity).lookalike(name)

    def misspelt(self, entity: str, name: str) -> str | None:
        """The one known name that this one misspells. Codes are never near to anything."""
        similar = {
            comparable(spelling): spelling
            for spelling in self._names_of(entity).spellings()
            if _may_mean(name, spelling)
        }
        meant = next(iter(similar.values())) if len(similar) == 1 else None
        return meant if meant and self.code(entity, meant) else None

    def split(self, entity: str, cell: str) -> tuple[str, ...]:
        """Several names in one cell. Names may hold commas and "dan": the longest known one goes first."""
        return tuple(self._split(entity, BETWEEN.split(cell.strip())))

    def _split(self, entity: str, pieces: list[str]) -> Iterator[str]:
        start = 0
        while start < len(pieces):
            ends = range(len(pieces), start, -2)
            end = next((e for e in ends if self.rows_named(entity, "".join(pieces[start:e]))), start + 1)
            if name := "".join(pieces[start:end]).strip():
                yield name if self.rows_named(entity, name) else BULLET.sub("", name)
            start = end + 1


def _row_names(values: Mapping[str, Any]) -> RowNames:
    """What a row says that it is called; a column that is not in the file says nothing."""
    names = {name: (str(values[name]),) if values[name] else () for name in NAME_FIELDS if name in values}
    return names | ({"aliases": tuple(values["aliases"] or ())} if "aliases" in values else {})
