"""Accounts: how one may be called and opened, the office it is shown by, how long its traces are kept."""

import re
import unicodedata
from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count

from smartcity.domain.enums import Role
from smartcity.domain.errors import Refused

SHORTEST, LONGEST, FEWEST_DIFFERENT = 10, 1_000, 5
LONGEST_NAME = 40
NAME = re.compile(rf"[a-z0-9][a-z0-9._-]{{2,{LONGEST_NAME - 1}}}")
# One address: nothing that mail reads as a list, a comment or a quotation.
_PART = r'[^@\s,;:<>()\[\]\\"\x00-\x1f\x7f]+'
EMAIL = re.compile(rf"{_PART}@{_PART}\.{_PART}")
PHONE = re.compile(r"\+?[0-9][0-9 -]{6,19}")
# Words that people put a number behind and call a password.
WORN = {"password", "katasandi", "sandi", "rahasia", "qwerty", "qwertyuiop", "admin", "administrator", "indonesia"} | {
    "sawahlunto", "smartcity", "masterplan", "bismillah", "sayang", "iloveyou", "selamatpagi"
}  # fmt: skip
SHORTEST_WORN = 3


def normalised_name(name: str) -> str:
    """A name as it is kept and compared, whatever was typed."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def require_name(name: str) -> None:
    if not NAME.fullmatch(name):
        raise Refused("account.name.invalid", name=name)


def require_role(role: Role, agency: str | None) -> None:
    """An agency account is bound to its agency, a verifier may be, nobody else is; a guest holds no account."""
    if role is Role.GUEST:
        raise Refused("account.role.guest")
    if role is Role.AGENCY and agency is None:
        raise Refused("account.agency.needed")
    if agency is not None and role not in (Role.AGENCY, Role.VERIFIER):
        raise Refused("account.agency.unused")


def require_reachable(email: str | None, phone: str | None) -> None:
    if email is not None and not EMAIL.fullmatch(email):
        raise Refused("account.email.invalid", email=email)
    if phone is not None and not PHONE.fullmatch(phone):
        raise Refused("account.phone.invalid", phone=phone)


def require_password(password: str, name: str, own: Collection[str] = ()) -> None:
    """Long enough, not endless, without the name, not digits alone, not made of worn words with a number behind.

    `own` are words of the plan that everybody in town knows: the city, its agencies, the product.
    """
    if len(password) > LONGEST:
        raise Refused("password.long", most=LONGEST)
    if len(password) < SHORTEST:
        raise Refused("password.short", least=SHORTEST)
    if normalised_name(name) in normalised_name(password):
        raise Refused("password.name")
    if _is_worn(_letters(password), WORN | {_letters(word) for word in own}) or len(set(password)) < FEWEST_DIFFERENT:
        raise Refused("password.worn")


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]", "", normalised_name(text))


def _is_worn(letters: str, words: Collection[str]) -> bool:
    """Whether these letters are worn words in a row, or none at all."""
    reached = {0}
    for start in range(len(letters)):
        if start in reached:
            reached |= {
                start + len(word) for word in words if len(word) >= SHORTEST_WORN and letters.startswith(word, start)
            }
    return len(letters) in reached


def successor_name(name: str, taken: Container[str]) -> str:
    """The next free name in the line: `dlh.kepala`, `dlh.kepala-2`, `dlh.kepala-3`, cut to the length of a name."""
    stem, _, number = name.rpartition("-")
    root, first = (stem, int(number) + 1) if stem and number.isdigit() else (name, 2)
    return next(free for counted in count(first) if (free := _numbered(root, counted)) not in taken)


def _numbered(root: str, number: int) -> str:
    suffix = f"-{number}"
    return root[: LONGEST_NAME - len(suffix)] + suffix


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

    def is_author(self, recorded_by: str, at: datetime) -> bool:
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
    meant = [term for term in terms if term.is_author(recorded_by, at)]
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


ENDED_SIGN_INS = timedelta(days=30)
SIGN_IN_ATTEMPTS = timedelta(days=30)
KNOWN_DEVICES = timedelta(days=400)  # browsers keep no cookie longer
RESET_REQUESTS = timedelta(days=1)  # a typed name and an address of the network
DRAFTS = timedelta(days=400)
# Afterwards a disabled account has no address, telephone or password any more.
DISABLED_CONTACTS = timedelta(days=365)
