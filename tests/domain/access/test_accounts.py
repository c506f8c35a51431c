"""Names, bindings and passwords at their edges."""

from collections.abc import Callable

import pytest

from smartcity.domain.access.accounts import (
    LONGEST,
    normalised_name,
    require_name,
    require_password,
    require_reachable,
    require_role,
    successor_name,
)
from smartcity.domain.enums import Role
from smartcity.domain.errors import Refused

GOOD = "lima kata yang panjang"


def refusal(require: Callable[..., None], *typed: str | None) -> str | None:
    """The key of the sentence that says no; None where nothing is refused."""
    try:
        require(*typed)
    except Refused as refused:
        return refused.key
    return None


@pytest.mark.parametrize("name", ["dlh", "dlh.kepala", "dlh.kepala-2", "a" * 40, "0opd_1"])
def test_a_name_that_may_be(name: str) -> None:
    require_name(name)


@pytest.mark.parametrize("name", ["", "ab", "a" * 41, ".dlh", "dlh kepala", "DLH", "dlh/kepala", "dlh\n", "épala"])
def test_a_name_that_may_not_be(name: str) -> None:
    with pytest.raises(Refused, match=r"account\.name\.invalid"):
        require_name(name)


@pytest.mark.parametrize(
    ("typed", "expected"), [(" DLH.Kepala ", "dlh.kepala"), ("ﬁsik", "fisik"), ("dlh\N{NO-BREAK SPACE}", "dlh")]
)
def test_a_name_is_kept_as_it_is_spelled(typed: str, expected: str) -> None:
    assert normalised_name(typed) == expected


@pytest.mark.parametrize(
    ("role", "agency", "no"),
    [
        (Role.AGENCY, "DLH", None),
        (Role.AGENCY, None, "account.agency.needed"),
        (Role.VERIFIER, "DLH", None),
        (Role.VERIFIER, None, None),
        (Role.VIEWER, None, None),
        (Role.VIEWER, "DLH", "account.agency.unused"),
        (Role.ADVISER, "DLH", "account.agency.unused"),
        (Role.ADMINISTRATOR, "DLH", "account.agency.unused"),
        (Role.GUEST, None, "account.role.guest"),
    ],
)
def test_what_a_role_is_bound_to(role: Role, agency: str | None, no: str | None) -> None:
    assert refusal(require_role, role, agency) == no


@pytest.mark.parametrize(
    ("password", "no"),
    [
        ("123456789", "password.short"),
        ("bukit asri", None),
        (GOOD, None),
        ("x" * 9, "password.short"),
        ("x" * 10, "password.worn"),
        ("abcdabcdabcd", "password.worn"),
        ("abcdeabcde", None),
        ("password2026", "password.worn"),
        ("P4ssword-2026", None),
        ("Sawahlunto#1888", "password.worn"),
        ("12345678901", "password.worn"),
        ("dlh.kepala", "password.name"),
        ("DLH.Kepala-2026", "password.name"),
        (GOOD * (LONGEST // len(GOOD)), None),
        (("abcde" * LONGEST)[:LONGEST], None),
        (("abcde" * LONGEST)[: LONGEST + 1], "password.long"),
    ],
)
def test_what_a_password_may_be(password: str, no: str | None) -> None:
    assert refusal(require_password, password, "dlh.kepala") == no


@pytest.mark.parametrize(
    ("password", "is_refused"),
    [
        ("Sungailimau-2026", True),
        ("dinas.lingkungan.hidup", True),
        ("DinasLingkunganHidup1!", True),
        ("smartcity-sungailimau", True),
        ("sungailimau di hati", False),
        ("dinas pagi hari tenang", False),
    ],
)
def test_words_of_the_plan_are_no_password(password: str, *, is_refused: bool) -> None:
    own = {"Sungailimau", "Dinas Lingkungan Hidup", "Dinas", "Lingkungan", "Hidup", "A"}
    if not is_refused:
        return require_password(password, "dlh.kepala", own)
    with pytest.raises(Refused, match=r"password\.worn"):
        require_password(password, "dlh.kepala", own)
    return None


@pytest.mark.parametrize(
    ("email", "phone", "no"),
    [
        (None, None, None),
        ("kepala@dlh.example", "+62 812-3456-789", None),
        ("kepala", None, "account.email.invalid"),
        ("a@b", None, "account.email.invalid"),
        ("a b@c.d", None, "account.email.invalid"),
        ("a,b@c.d", None, "account.email.invalid"),
        ("a<b@c.d>", None, "account.email.invalid"),
        (None, "12345", "account.phone.invalid"),
        (None, "0812x", "account.phone.invalid"),
    ],
)
def test_where_an_account_is_reached(email: str | None, phone: str | None, no: str | None) -> None:
    assert refusal(require_reachable, email, phone) == no


@pytest.mark.parametrize(
    ("name", "taken", "next_name"),
    [
        ("dlh.kepala", set(), "dlh.kepala-2"),
        ("dlh.kepala-2", set(), "dlh.kepala-3"),
        ("dlh.kepala", {"dlh.kepala-2", "dlh.kepala-3"}, "dlh.kepala-4"),
        ("opd-a", set(), "opd-a-2"),
        ("-2", set(), "-2-2"),
        ("a" * 40, set(), "a" * 38 + "-2"),
        ("a" * 38 + "-9", {"a" * 37 + "-10"}, "a" * 37 + "-11"),
    ],
)
def test_the_next_in_the_line(name: str, taken: set[str], next_name: str) -> None:
    assert successor_name(name, taken) == next_name
