"""Answers to decisions: the newest, the verdict on it, and whose decision it is."""

from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from smartcity.domain.enums import Verdict
from smartcity.store import tables as t
from smartcity.store.loaders.claims import load_verdicts
from smartcity.store.loaders.visibility import AsOf

_TABLES = tuple(t.METADATA.tables[name] for name in ("agency", "decision", "decision_answer"))


def stored_answer(session: Session, answer_id: int) -> t.DecisionAnswer | None:
    """The answer of this id, as an object of the session."""
    return session.get(t.DecisionAnswer, answer_id)


def newest_answer(session: Session, decision_id: int) -> t.DecisionAnswer | None:
    """The last one that came in, as an object of the session."""
    answer: Any = t.DecisionAnswer
    newest_first = answer.recorded_at.desc(), answer.id.desc()
    return session.scalars(select(answer).where(answer.decision_id == decision_id).order_by(*newest_first)).first()


def answer_titles(session: Session, answer_id: int) -> list[str]:
    """What its evidence is called, in order of the alphabet."""
    evidence: Any = t.Evidence
    return sorted(session.scalars(select(evidence.title).where(evidence.answer_id == answer_id)))


def verdict_on_answer(when: AsOf, answer_id: int) -> Verdict | None:
    """The newest."""
    return load_verdicts(when, t.DecisionReview, "answer_id", (answer_id,)).get(answer_id)


def agency_of_answer(session: Session, answer_id: int) -> str:
    """The agency that owns the decision, by code."""
    agency, decision, answer = (table.c for table in _TABLES)
    owned = (answer.id == answer_id, answer.decision_id == decision.id, decision.agency_id == agency.id)
    return str(session.execute(select(agency.code).where(*owned)).scalar_one())
