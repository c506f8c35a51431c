"""The hand-over sheet of an agency: what its next official will have to answer for."""

from datetime import date

from sqlmodel import Session

from smartcity.domain.handover import HandOver, hand_over
from smartcity.domain.roles import Actor
from smartcity.queries import decisions, portfolio
from smartcity.store.loaders.milestones import proven
from smartcity.store.loaders.visibility import AsOf


def sheet(session: Session, as_of: date, code: str, reader: Actor) -> HandOver | None:
    """None while there is no plan, or where it has no such agency."""
    plan = portfolio.standing(session, as_of)
    if plan is None:
        return None
    return hand_over(plan, code, _proven(session, as_of), decisions.readable(session, as_of, reader))


def _proven(session: Session, as_of: date) -> frozenset[int]:
    """The milestones for which evidence was given and not returned, by id."""
    return proven(AsOf.end_of(session, as_of))
