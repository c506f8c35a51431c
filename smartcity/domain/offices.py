"""People are named by their office; where one office was held by several, by number and dates, never by a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256


def signature(number: int) -> str:
    """What the ledger and the facts record of who acted: the account's number. No account's name has this form."""
    return f"#{number}"


def numbered(number: int) -> str:
    """The label of a closed account of which no office is known."""
    return f"Akun nomor {number}"


def former(name: str) -> str:
    """The digest by which what was recorded under a name is still found when the name is gone."""
    return sha256(name.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class AccountTerm:
    """One account: its name, the office as screens show it, and when it was held.

    `number` is that of the account; `former_sha256` the digest of its earlier name, where it is closed.
    """

    name: str
    label: str
    began_at: datetime
    ended_at: datetime | None = None
    number: int | None = None
    former_sha256: str | None = None

    def is_meant(self, recorded_by: str, at: datetime) -> bool:
        """Whether this was recorded by it: by its number, or under a name that it bore then."""
        if self.number is not None and recorded_by == signature(self.number):
            return True
        if self.former_sha256 is not None:
            return former(recorded_by) == self.former_sha256 and (self.ended_at is None or at <= self.ended_at)
        return recorded_by == self.name


@dataclass(frozen=True, slots=True)
class Office:
    """`number` counts the holders of the office from 1; None where there was only one."""

    label: str
    number: int | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None


def office_of(recorded_by: str, at: datetime, terms: Sequence[AccountTerm]) -> Office:
    """`terms` oldest first. What was recorded under an account, or under its label at that time; else as it stands."""
    meant = [term for term in terms if term.is_meant(recorded_by, at)]
    mine = next((term for term in meant if term.former_sha256 is not None), meant[0] if meant else None)
    label = mine.label if mine else recorded_by
    same = [term for term in terms if term.label == label]
    if len(same) < 2:
        return Office(label)
    holder = mine or next((term for term in reversed(same) if term.began_at <= at), None)
    if holder is None:
        return Office(label)
    number = same.index(holder) + 1
    return Office(label, number, holder.began_at if number > 1 else None, holder.ended_at)
