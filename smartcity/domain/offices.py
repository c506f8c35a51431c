"""People are named by their office; where one office was held by several, by number and dates, never by a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AccountTerm:
    """One account: the name the ledger records, the office as screens show it, and when it was held."""

    name: str
    label: str
    began_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """`number` counts the holders of the office from 1; None where there was only one."""

    label: str
    number: int | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None


def office_of(recorded_by: str, at: datetime, terms: Sequence[AccountTerm]) -> Office:
    """`terms` oldest first. What was recorded under an account, or under its label at that time; else as it stands."""
    mine = next((term for term in terms if term.name == recorded_by), None)
    label = mine.label if mine else recorded_by
    same = [term for term in terms if term.label == label]
    if len(same) < 2:
        return Office(label)
    holder = mine or next((term for term in reversed(same) if term.began_at <= at), None)
    if holder is None:
        return Office(label)
    number = same.index(holder) + 1
    return Office(label, number, holder.began_at if number > 1 else None, holder.ended_at)
