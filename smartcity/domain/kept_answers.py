"""How long answers hold: which ledger entries make one untrue; what is made of a value that never changes."""

import sys
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

BATCH = "batch"


@dataclass(frozen=True, slots=True)
class WrittenRows:
    """What one entry wrote: ids of sealed rows by table, None where that is too much to be told apart.

    `withdraws`: an import was undone, which changes rows of any table.
    """

    number: int
    seal: str
    at: datetime
    rows: Mapping[str, frozenset[int]] | None
    withdraws: bool = False

    @property
    def is_everything(self) -> bool:
        return self.rows is None or self.withdraws

    def among(self, tables: frozenset[str]) -> dict[str, frozenset[int]]:
        """The rows of these tables. The line of an import is no part of the plan: what it brought is."""
        return {table: ids for table, ids in (self.rows or {}).items() if table in tables and table != BATCH}


@dataclass(frozen=True, slots=True)
class Basis:
    """What an answer rests on: the tables it was read from; `until` is the last instant it may know of.

    `until` is None where it is not of a day, or reads rows that no day dates. `is_unsealed`: it was also read from
    tables whose rows no entry seals, so that every entry may have changed it.
    """

    tables: frozenset[str]
    is_unsealed: bool
    until: datetime | None = None


def outdating(entries: Iterable[WrittenRows], basis: Basis) -> tuple[WrittenRows, ...]:
    """Those of the entries since an answer that make it untrue, in their order.

    What came after the last instant it knows of changes it only where an import tells of earlier days or is undone.
    """
    return tuple(entry for entry in entries if _is_outdating(entry, basis))


def _is_outdating(entry: WrittenRows, basis: Basis) -> bool:
    if entry.is_everything or basis.is_unsealed:
        return True
    is_import = BATCH in (entry.rows or {})
    if basis.until is None and is_import and BATCH in basis.tables:
        return True
    is_later = basis.until is not None and entry.at > basis.until and not is_import
    return not is_later and bool(entry.among(basis.tables))


class Unchanging(Protocol):
    """A value that keeps what rules made of it, by rule and facts, as long as it lives."""

    @property
    def made_of_it(self) -> dict[Hashable, Any]: ...


Subject = TypeVar("Subject", bound=Unchanging)
Facts = ParamSpec("Facts")
Made = TypeVar("Made")


def once(rule: Callable[Concatenate[Subject, Facts], Made]) -> Callable[Concatenate[Subject, Facts], Made]:
    """The rule, applied once to the same value with the same facts."""

    def made(subject: Subject, /, *facts: Facts.args, **named: Facts.kwargs) -> Made:
        key, made_of_it = (rule, *facts, *named.items()), subject.made_of_it
        if key not in made_of_it:
            made_of_it[key] = rule(subject, *facts, **named)
        value: Made = made_of_it[key]
        return value

    return update_wrapper(made, rule)


_SAMPLE, _MOST_LOOKED_AT = 3, 300
_ATOMS = (str, bytes, int, float, complex, type(None), date, Enum)


def estimated_bytes(value: object, *, is_made_of_others: bool = False) -> int:
    """Of a few members of each collection what they hold, times how many there are; what is shared counts once.

    Of a value that was made of others the values in its collections belong to these, and count for themselves alone.
    """
    members, seen = _members(value) if is_dataclass(value) else [value], set[int]()
    return int(sum(_bytes(member, seen, _is_value if is_made_of_others else _never) for member in members))


def _is_value(member: object) -> bool:
    return is_dataclass(member)


def _never(_member: object) -> bool:
    return False


def _bytes(value: object, seen: set[int], is_shared: Callable[[object], bool]) -> float:
    size, is_known = sys.getsizeof(value), id(value) in seen or len(seen) > _MOST_LOOKED_AT
    if isinstance(value, _ATOMS) or callable(value) or is_known or is_shared(value):
        return size
    seen.add(id(value))
    members = _members(value)
    looked_at = members[:: max(1, len(members) // _SAMPLE)] if isinstance(value, Collection) else members
    inside = sum(_bytes(member, seen, is_shared) for member in looked_at)
    return size + inside * len(members) / max(1, len(looked_at))


def _members(value: object) -> list[object]:
    if isinstance(value, Mapping):
        return list(value.values())
    if isinstance(value, Collection):
        return list(value)
    slots = getattr(type(value), "__slots__", ())
    named = (slots,) if isinstance(slots, str) else slots
    return [*vars(value).values()] if hasattr(value, "__dict__") else [getattr(value, name, None) for name in named]
