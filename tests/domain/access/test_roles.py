"""The table of rights: every act for every role, on one's own agency's things, on another's, and at all."""

import pytest

from smartcity.domain.access.roles import GUEST, Act, Actor, is_allowed, require
from smartcity.domain.enums import Role
from smartcity.domain.errors import Forbidden

OWN, OTHER = "DLH", "PUPR"


def actor(role: Role, agency: str | None = OWN) -> Actor:
    return Actor(role.value, role, agency)


def test_every_act_is_somebodys() -> None:
    assert all(act.rights for act in Act)


@pytest.mark.parametrize(
    ("role", "act", "own", "other"),
    [
        (Role.AGENCY, Act.REPORT, True, False),
        (Role.AGENCY, Act.PROPOSE_CHANGE, True, False),
        (Role.AGENCY, Act.WAIT, True, False),
        (Role.VERIFIER, Act.WAIT, False, False),
        (Role.AGENCY, Act.VERIFY, False, False),
        (Role.VERIFIER, Act.VERIFY, False, True),
        (Role.VERIFIER, Act.APPROVE_CHANGE, False, True),
        (Role.VERIFIER, Act.GRANT_EXCEPTION, False, True),
        (Role.VERIFIER, Act.REPORT, False, False),
        (Role.ADMINISTRATOR, Act.PROPOSE_CHANGE, True, True),
        (Role.ADMINISTRATOR, Act.GRANT_EXCEPTION, True, True),
        (Role.ADMINISTRATOR, Act.VERIFY, False, False),
        (Role.VIEWER, Act.REPORT, False, False),
        (Role.ADVISER, Act.COMMENT, True, True),
    ],
)
def test_whose_things_an_act_reaches(role: Role, act: Act, *, own: bool, other: bool) -> None:
    assert is_allowed(actor(role), act, agency=OWN) is own
    assert is_allowed(actor(role), act, agency=OTHER) is other


def test_an_agency_account_without_an_agency_reports_nothing() -> None:
    assert not is_allowed(actor(Role.AGENCY, None), Act.REPORT)


def test_a_verifier_bound_to_no_agency_verifies_everybody() -> None:
    assert is_allowed(actor(Role.VERIFIER, None), Act.VERIFY, agency=OWN)


@pytest.mark.parametrize("act", Act)
def test_a_guest_may_look_and_nothing_else(act: Act) -> None:
    assert is_allowed(GUEST, act) is (act is Act.LOOK)


def test_no_is_said_with_the_act_and_the_role() -> None:
    with pytest.raises(Forbidden) as no:
        require(actor(Role.VIEWER), Act.VERIFY)
    assert (no.value.act, no.value.role) == ("verify", "viewer")
