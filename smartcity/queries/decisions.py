"""Decisions (arahan) with answers and their age in meetings: counted for all, texts for those who may read them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from smartcity.domain.access.roles import GUEST, Actor
from smartcity.domain.facts import claims
from smartcity.domain.facts.decisions import Answer, CountedDecision, Decision, Meeting, age_in_meetings, hidden
from smartcity.domain.facts.history import Proof
from smartcity.domain.grouping import grouped
from smartcity.domain.plan.programmes import Agency
from smartcity.queries.meetings import may_read, meetings_by_id
from smartcity.store import tables as t
from smartcity.store.loaders.plan import load_agencies
from smartcity.store.loaders.verification import answered
from smartcity.store.loaders.visibility import AsOf, Row, value_of


def all_decisions(session: Session, as_of: date, reader: Actor = GUEST) -> tuple[CountedDecision, ...]:
    """In the order they were taken; a confidential one that the reader may not know only counts."""
    when = AsOf.end_of(session, as_of)
    meetings, owners = meetings_by_id(when), load_agencies(when)
    past_meetings = [meeting for meeting in meetings.values() if meeting.is_over(as_of)]
    answers = _answers(when)
    decisions = (
        _decision(row, meetings[row["meeting_id"]], owners[row["agency_id"]], answers, past_meetings, when)
        for row in when.rows(t.Decision)
    )
    return tuple(d if not d.is_confidential or may_read(reader, d.agency.code) else hidden(d) for d in decisions)


def readable_decisions(session: Session, as_of: date, reader: Actor = GUEST) -> tuple[Decision, ...]:
    """Public decisions, and the confidential ones that the reader may know, in the order they were taken."""
    return tuple(decision for decision in all_decisions(session, as_of, reader) if isinstance(decision, Decision))


def _decision(
    row: Mapping[str, Any],
    meeting: Meeting,
    agency: Agency,
    answers: Mapping[int, list[Answer]],
    past_meetings: list[Meeting],
    when: AsOf,
) -> Decision:
    closed_on = row["closed_on"]
    return value_of(
        Decision,
        row,
        when,
        meeting=meeting,
        agency=agency,
        closed_on=closed_on if closed_on is not None and closed_on <= when.day else None,
        age=age_in_meetings(meeting.held_on, past_meetings),
        answers=tuple(answers.get(row["id"], ())),
    )


def _answers(when: AsOf) -> Mapping[int, list[Answer]]:
    """By decision id, oldest first, each with the newest verdict on it."""
    rows = when.in_time(t.DecisionAnswer)
    reviewed = [*answered(when, rows, t.DecisionReview, "answer_id")] if rows else []
    return grouped((row["decision_id"], _answer(row, when, **review)) for row, review in reversed(reviewed))


_VERDICT = ("verdict", "verdict_by", "verdict_note", "verdict_at")


def _answer(row: Row, when: AsOf, answer: claims.Answer | None, proofs: tuple[Proof, ...]) -> Answer:
    verdict = (answer.verdict, answer.by, answer.note, answer.at) if answer else (None,) * len(_VERDICT)
    return value_of(Answer, row, when, proofs=proofs, **dict(zip(_VERDICT, verdict, strict=True)))
