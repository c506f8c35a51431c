"""The hand-over sheet of an agency: what its next official will have to answer for."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from smartcity.domain.handover import HandOver, hand_over
from smartcity.domain.kinds import Verdict
from smartcity.domain.roles import Actor
from smartcity.queries import decisions, portfolio
from smartcity.queries.claims import verdicts
from smartcity.queries.known import known
from smartcity.store import tables as t


def sheet(session: Session, as_of: date, code: str, reader: Actor) -> HandOver | None:
    """None while there is no plan, or where it has no such agency."""
    plan = portfolio.standing(session, as_of)
    if plan is None:
        return None
    return hand_over(plan, code, _proven(session, as_of), decisions.readable(session, as_of, reader))


def _proven(session: Session, as_of: date) -> frozenset[int]:
    """The milestones for which evidence was given and not returned, by id."""
    when = known(session, as_of)
    answered = verdicts(session, when)
    update: Any = t.MilestoneUpdate
    evidence: Any = t.Evidence
    rows = session.execute(
        select(update.id, update.milestone_id)
        .join(evidence, evidence.update_id == update.id)
        .where(when.sees(update), when.sees(evidence))
    )
    return frozenset(row.milestone_id for row in rows if answered.get(row.id) is not Verdict.RETURNED)
