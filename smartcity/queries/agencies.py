"""An agency that ends or changes hands: what became of its open work, and the hand-over sheet of what is open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from smartcity.domain.access.roles import Actor
from smartcity.domain.portfolio.agencies import HandOver, hand_over
from smartcity.queries import decisions, portfolio
from smartcity.store.loaders.milestones import proven
from smartcity.store.loaders.visibility import AsOf
from smartcity.store.tables import AuditEntry

ACTIONS = ("agency.end", "agency.merge")
KINDS = ("programmes", "supports", "indicators", "decisions", "accounts")


@dataclass(frozen=True, slots=True)
class AgencyEnding:
    """`moved` holds codes of what went to the successor (by code), and the closed accounts as the ledger names them."""

    last_day: date
    successor: str | None
    reason: str | None
    moved: Mapping[str, Sequence[str]]


def ending_of(session: Session, code: str) -> AgencyEnding | None:
    """The newest end of the agency with this code; of several that merged the whole of it."""
    ends = select(AuditEntry).where(col(AuditEntry.action).in_(ACTIONS), col(AuditEntry.subject).contains(code))
    for entry in session.exec(ends.order_by(col(AuditEntry.id).desc())):
        after: dict[str, Any] = entry.after or {}
        if code in entry.subject.removeprefix("agency:").split(","):
            moved = {kind: after[kind] for kind in KINDS if kind in after}
            return AgencyEnding(date.fromisoformat(after["valid_until"]), after.get("successor"), entry.reason, moved)
    return None


def handover_sheet(session: Session, as_of: date, code: str, reader: Actor) -> HandOver | None:
    """None while there is no plan, or where it has no such agency."""
    plan = portfolio.load_portfolio(session, as_of)
    if plan is None:
        return None
    with_evidence = proven(AsOf.end_of(session, as_of))
    return hand_over(plan, code, with_evidence, decisions.readable_decisions(session, as_of, reader))
