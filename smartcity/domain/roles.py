"""Who acts, and what each role may do. One table; commands refuse by it."""

from dataclasses import dataclass
from enum import StrEnum

from smartcity.domain.kinds import Role
from smartcity.domain.refusals import Forbidden


class Act(StrEnum):
    LOOK = "look"
    IMPORT_PLAN = "import_plan"
    WITHDRAW_IMPORT = "withdraw_import"


@dataclass(frozen=True, slots=True)
class Actor:
    """`name` is what the ledger records; `agency` is a code, for the agency role only."""

    name: str
    role: Role
    agency: str | None = None


ADMINISTRATOR_AT_TERMINAL = Actor("terminal", Role.ADMINISTRATOR)

_EVERYBODY = frozenset(Role)
_RIGHTS: dict[Act, frozenset[Role]] = {
    Act.LOOK: _EVERYBODY,
    Act.IMPORT_PLAN: frozenset({Role.ADMINISTRATOR}),
    Act.WITHDRAW_IMPORT: frozenset({Role.ADMINISTRATOR}),
}


def is_allowed(actor: Actor, act: Act) -> bool:
    return actor.role in _RIGHTS[act]


def require(actor: Actor, act: Act) -> None:
    """Raises Forbidden when the actor's role may not do this."""
    if not is_allowed(actor, act):
        raise Forbidden(act.value, actor.role.value)
