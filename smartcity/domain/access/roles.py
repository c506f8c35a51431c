"""Who acts, and what each role may do to whose things. One table; commands refuse by it, the sitemap hides by it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from smartcity.domain.enums import Role
from smartcity.domain.errors import Forbidden


class Act(StrEnum):
    """What can be done, looking included."""

    LOOK = "look"
    OPEN_EVIDENCE = "open_evidence"
    COMMENT = "comment"
    REPORT = "report"
    WAIT = "wait"
    PROPOSE_CHANGE = "propose_change"
    VERIFY = "verify"
    APPROVE_CHANGE = "approve_change"
    MANAGE_PERIODS = "manage_periods"
    GRANT_EXCEPTION = "grant_exception"
    REMIND = "remind"
    SEE_LEDGER = "see_ledger"
    CHECK_DATA = "check_data"
    EDIT_PLAN = "edit_plan"
    IMPORT_PLAN = "import_plan"
    WITHDRAW_IMPORT = "withdraw_import"
    REORGANISE = "reorganise"
    MANAGE_ACCOUNTS = "manage_accounts"
    BACK_UP = "back_up"
    MANAGE_SCREENS = "manage_screens"
    FREEZE = "freeze"
    RUN_MEETING = "run_meeting"
    DECIDE = "decide"
    ANSWER_DECISION = "answer_decision"
    VERIFY_DECISION = "verify_decision"
    READ_CONFIDENTIAL = "read_confidential"
    CHANGE_OWN_PASSWORD = "change_own_password"  # noqa: S105 - names an act
    KEEP_DRAFT = "keep_draft"


class Reach(StrEnum):
    """Whose things: anybody's, those of the actor's own agency, or those of every agency but the actor's own."""

    ANY = "any"
    OWN = "own"
    OTHERS = "others"


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

_SIGNED_IN = tuple(role for role in Role if role is not Role.GUEST)


def _any(*roles: Role) -> dict[Role, Reach]:
    return dict.fromkeys(roles, Reach.ANY)


RIGHTS: Mapping[Act, Mapping[Role, Reach]] = {
    Act.LOOK: _any(*Role),
    Act.OPEN_EVIDENCE: _any(*_SIGNED_IN),
    Act.COMMENT: _any(Role.ADVISER),
    Act.REPORT: {Role.AGENCY: Reach.OWN},
    Act.WAIT: {Role.AGENCY: Reach.OWN, Role.ADMINISTRATOR: Reach.ANY},
    Act.PROPOSE_CHANGE: {Role.AGENCY: Reach.OWN, Role.ADMINISTRATOR: Reach.ANY},
    Act.VERIFY: {Role.VERIFIER: Reach.OTHERS},
    Act.APPROVE_CHANGE: {Role.VERIFIER: Reach.OTHERS},
    Act.MANAGE_PERIODS: _any(Role.VERIFIER, Role.ADMINISTRATOR),
    Act.GRANT_EXCEPTION: {Role.VERIFIER: Reach.OTHERS, Role.ADMINISTRATOR: Reach.ANY},
    Act.REMIND: _any(Role.VIEWER, Role.VERIFIER, Role.ADMINISTRATOR),
    Act.SEE_LEDGER: _any(Role.VIEWER, Role.VERIFIER, Role.ADMINISTRATOR),
    Act.CHECK_DATA: _any(Role.VERIFIER, Role.ADMINISTRATOR),
    Act.EDIT_PLAN: _any(Role.ADMINISTRATOR),
    Act.IMPORT_PLAN: _any(Role.ADMINISTRATOR),
    Act.WITHDRAW_IMPORT: _any(Role.ADMINISTRATOR),
    Act.REORGANISE: _any(Role.ADMINISTRATOR),
    Act.MANAGE_ACCOUNTS: _any(Role.ADMINISTRATOR),
    Act.BACK_UP: _any(Role.ADMINISTRATOR),
    Act.MANAGE_SCREENS: _any(Role.ADMINISTRATOR),
    Act.FREEZE: _any(Role.VERIFIER, Role.ADMINISTRATOR),
    Act.RUN_MEETING: _any(Role.VERIFIER, Role.ADMINISTRATOR),
    Act.DECIDE: _any(Role.VERIFIER, Role.ADMINISTRATOR),
    Act.ANSWER_DECISION: {Role.AGENCY: Reach.OWN},
    Act.VERIFY_DECISION: {Role.VERIFIER: Reach.OTHERS},
    Act.READ_CONFIDENTIAL: {
        **_any(Role.VIEWER, Role.VERIFIER, Role.ADMINISTRATOR),
        Role.AGENCY: Reach.OWN,
    },
    Act.CHANGE_OWN_PASSWORD: _any(*_SIGNED_IN),
    Act.KEEP_DRAFT: _any(*_SIGNED_IN),
}


def is_allowed(actor: Actor, act: Act, *, agency: str | None = None) -> bool:
    """Without `agency`: whether there is anything at all on which the actor may do this."""
    reach = RIGHTS[act].get(actor.role)
    if reach is None or (reach is Reach.OWN and actor.agency is None):
        return False
    if agency is None or reach is Reach.ANY:
        return True
    return (agency == actor.agency) == (reach is Reach.OWN)


def require(actor: Actor, act: Act, *, agency: str | None = None) -> None:
    """Raises Forbidden when the actor may not do this, to things of this agency where one is named."""
    if not is_allowed(actor, act, agency=agency):
        raise Forbidden(act.value, actor.role.value)
