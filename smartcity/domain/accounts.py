"""What an account may be called, bound to and opened with. Accounts belong to roles, not to persons."""

import re
import unicodedata
from collections.abc import Collection, Container
from itertools import count

from smartcity.domain.kinds import Role
from smartcity.domain.refusals import Refused

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


def spelled(name: str) -> str:
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
    if spelled(name) in spelled(password):
        raise Refused("password.name")
    if _is_worn(_letters(password), WORN | {_letters(word) for word in own}) or len(set(password)) < FEWEST_DIFFERENT:
        raise Refused("password.worn")


def _letters(text: str) -> str:
    return re.sub(r"[\W\d_]", "", spelled(text))


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
