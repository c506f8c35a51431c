"""How long answers hold: which ledger entries make one untrue; what is made of a value that never changes."""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
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
    is_later = basis.until is not None and entry.at > basis.until and BATCH not in (entry.rows or {})
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
