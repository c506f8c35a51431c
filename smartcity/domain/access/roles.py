"""Who acts, and what each role may do to whose things. One table; commands refuse by it, the sitemap hides by it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Self

from smartcity.domain.enums import Role
from smartcity.domain.errors import Forbidden


class Reach(StrEnum):
    """Whose things: anybody's, those of the actor's own agency, or those of every agency but the actor's own."""

    ANY = "any"
    OWN = "own"
    OTHERS = "others"


_STAFF = (Role.VERIFIER, Role.ADMINISTRATOR)
_SIGNED_IN = tuple(role for role in Role if role is not Role.GUEST)


def _any(*roles: Role) -> dict[Role, Reach]:
    return dict.fromkeys(roles, Reach.ANY)


class Act(StrEnum):
    """What can be done, looking included; `rights` are the roles that may, and to whose things."""

    rights: Mapping[Role, Reach]

    def __new__(cls, value: str, rights: Mapping[Role, Reach] = MappingProxyType({})) -> Self:
        act = str.__new__(cls, value)
        act._value_, act.rights = value, rights
        return act

    LOOK = "look", _any(*Role)
    OPEN_EVIDENCE = "open_evidence", _any(*_SIGNED_IN)
    COMMENT = "comment", _any(Role.ADVISER)
    REPORT = "report", {Role.AGENCY: Reach.OWN}
    WAIT = "wait", {Role.AGENCY: Reach.OWN, Role.ADMINISTRATOR: Reach.ANY}
    PROPOSE_CHANGE = "propose_change", {Role.AGENCY: Reach.OWN, Role.ADMINISTRATOR: Reach.ANY}
    VERIFY = "verify", {Role.VERIFIER: Reach.OTHERS}
    APPROVE_CHANGE = "approve_change", {Role.VERIFIER: Reach.OTHERS}
    MANAGE_PERIODS = "manage_periods", _any(*_STAFF)
    GRANT_EXCEPTION = "grant_exception", {Role.VERIFIER: Reach.OTHERS, Role.ADMINISTRATOR: Reach.ANY}
    REMIND = "remind", _any(Role.VIEWER, *_STAFF)
    SEE_LEDGER = "see_ledger", _any(Role.VIEWER, *_STAFF)
    CHECK_DATA = "check_data", _any(*_STAFF)
    EDIT_PLAN = "edit_plan", _any(Role.ADMINISTRATOR)
    IMPORT_PLAN = "import_plan", _any(Role.ADMINISTRATOR)
    WITHDRAW_IMPORT = "withdraw_import", _any(Role.ADMINISTRATOR)
    REORGANISE = "reorganise", _any(Role.ADMINISTRATOR)
    MANAGE_ACCOUNTS = "manage_accounts", _any(Role.ADMINISTRATOR)
    BACK_UP = "back_up", _any(Role.ADMINISTRATOR)
    MANAGE_SCREENS = "manage_screens", _any(Role.ADMINISTRATOR)
    FREEZE = "freeze", _any(*_STAFF)
    RUN_MEETING = "run_meeting", _any(*_STAFF)
    DECIDE = "decide", _any(*_STAFF)
    ANSWER_DECISION = "answer_decision", {Role.AGENCY: Reach.OWN}
    VERIFY_DECISION = "verify_decision", {Role.VERIFIER: Reach.OTHERS}
    READ_CONFIDENTIAL = (
        "read_confidential",
        _any(Role.VIEWER, *_STAFF) | {Role.AGENCY: Reach.OWN},
    )
    CHANGE_OWN_PASSWORD = "change_own_password", _any(*_SIGNED_IN)
    KEEP_DRAFT = "keep_draft", _any(*_SIGNED_IN)


@dataclass(frozen=True, slots=True)
class Actor:
    """`name` is what the ledger records, of an account its number (`offices.signature`), never what it is called.

    `label` is the office as screens show it, `agency` the code the account is bound to, `login` the account's name.
    """

    name: str
    role: Role
    agency: str | None = None
    label: str = ""
    account_id: int | None = None
    login: str = field(default="", compare=False)


ADMINISTRATOR_AT_TERMINAL = Actor("terminal", Role.ADMINISTRATOR, label="Administrator")
# Who does what happens by itself; no account can bear a name with a capital letter.
SYSTEM = Actor("Sistem", Role.ADMINISTRATOR, label="Sistem")
GUEST = Actor("tamu", Role.GUEST)


def is_allowed(actor: Actor, act: Act, *, agency: str | None = None) -> bool:
    """Without `agency`: whether there is anything at all on which the actor may do this."""
    reach = act.rights.get(actor.role)
    if reach is None or (reach is Reach.OWN and actor.agency is None):
        return False
    if agency is None or reach is Reach.ANY:
        return True
    return (agency == actor.agency) == (reach is Reach.OWN)


def require(actor: Actor, act: Act, *, agency: str | None = None) -> None:
    """Raises Forbidden when the actor may not do this, to things of this agency where one is named."""
    if not is_allowed(actor, act, agency=agency):
        raise Forbidden(act.value, actor.role.value)
