"""Undoing a verdict within seconds: what was answered waits again, on both databases; later it is refused."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from smartcity.commands.meetings import decision_answers
from smartcity.commands.meetings.decision_answers import AnswerDraft
from smartcity.commands.plan import change_requests
from smartcity.commands.plan.change_requests import Proposed
from smartcity.commands.reporting import verdict_undo, verification
from smartcity.commands.reporting.verification import Chosen
from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import ChangeKind, Claim, MilestoneStatus, Role, Verdict
from smartcity.domain.errors import Forbidden, Refused
from smartcity.domain.facts.change_requests import ChangeRequest
from smartcity.domain.facts.evidence import Attachment
from smartcity.domain.plan.programmes import Milestone
from smartcity.domain.reporting.verification_queue import VerificationQueue
from smartcity.queries import ledger, portfolio
from smartcity.queries.verification_queue import queue
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.plan import M1, M4, NOON, TODAY, build

VERIFIER = Actor("verifikator", Role.VERIFIER, label="Verifikator")
COLLEAGUE = Actor("verifikator-2", Role.VERIFIER)
OPERATOR = Actor("operator.a", Role.AGENCY, "A")
SOON = NOON + timedelta(seconds=9)


@pytest.fixture
def plan(database: Engine) -> Engine:
    build(database)
    return database


def do(engine: Engine, verb: Callable[..., Any], *words: Any, actor: Actor = VERIFIER, at: datetime = NOON) -> Any:
    with writing(engine) as session:
        return verb(session, actor, *words, at=at)


def undo(engine: Engine, actor: Actor = VERIFIER, at: datetime = SOON) -> None:
    do(engine, verdict_undo.undo, NOON, actor=actor, at=at)


def claim(engine: Engine, at: datetime = NOON - timedelta(days=1)) -> int:
    with writing(engine) as session:
        done: dict[str, Any] = {
            "claim": Claim.DONE,
            "achieved_on": at.date(),
            "recorded_at": at,
            "recorded_by": "Operator A",
        }
        row = t.MilestoneUpdate(milestone_id=M1, **done)
        session.add(row)
        session.flush()
        return row.id or 0


def waiting(engine: Engine) -> VerificationQueue:
    with reading(engine) as session:
        assert ledger.first_broken(session) is None
        return queue(session, TODAY, VERIFIER)


def milestone(engine: Engine, code: str) -> Milestone:
    with reading(engine) as session:
        shown_plan = portfolio.load_portfolio(session, TODAY)
        assert shown_plan is not None
        return next(m for _, m in shown_plan.milestones if m.code == code)


def test_a_verified_claim_and_a_returned_one_wait_as_before(plan: Engine) -> None:
    older, newer = claim(plan, NOON - timedelta(days=2)), claim(plan)
    for verb, words in ((verification.verify, ()), (verification.send_back, ("kabur",))):
        do(plan, verb, Chosen((newer,)), *words)
        assert waiting(plan).claims == ()
        undo(plan)
        (item,) = waiting(plan).claims
        assert (item.update.id, item.update.answer, [u.answer for u in item.earlier][:1]) == (newer, None, [None])
    assert [update.id for update in item.earlier[:1]] == [older]
    do(plan, verification.verify, Chosen((newer,)), at=SOON)
    assert milestone(plan, "M-1").status is MilestoneStatus.DONE


def test_a_revoked_verdict_stands_again(plan: Engine) -> None:
    (number,) = (one.update.id for one in waiting(plan).verified if one.update.milestone_id == M4)
    do(plan, verification.revoke, Chosen((number,)), "foto lama")
    assert milestone(plan, "M-4").status is not MilestoneStatus.DONE
    undo(plan)
    assert milestone(plan, "M-4").status is MilestoneStatus.DONE


@pytest.mark.parametrize(
    "asked",
    [
        ChangeRequest(due_on=date(2027, 1, 31)),
        ChangeRequest(kind=ChangeKind.CANCEL),
        ChangeRequest(kind=ChangeKind.POSTPONE),
    ],
)
@pytest.mark.parametrize("is_yes", [True, False])
def test_an_answered_proposal_waits_again_and_the_plan_is_as_it_was(
    plan: Engine, asked: ChangeRequest, *, is_yes: bool
) -> None:
    before = milestone(plan, "M-1")
    number = do(
        plan, change_requests.propose, "M-1", asked, "alat terlambat", actor=OPERATOR, at=NOON - timedelta(hours=1)
    )
    proposed = Proposed(dates=(number,)) if asked.due_on else Proposed(others=(number,))
    do(plan, change_requests.approve, proposed) if is_yes else do(plan, change_requests.refuse, proposed, "kejar saja")
    assert waiting(plan).changes == ()
    undo(plan)
    (again,) = waiting(plan).changes
    assert (again.reason, again.proposed_by) == ("alat terlambat", OPERATOR.name)
    after = milestone(plan, "M-1")
    assert (after.status, after.facts.due_on, after.moves) == (before.status, before.facts.due_on, before.moves)


def test_a_closed_decision_is_open_and_its_answer_waits(plan: Engine) -> None:
    with writing(plan) as session:
        fields: dict[str, Any] = {"batch_id": 1, "recorded_at": NOON - timedelta(days=30)}
        session.add(t.Meeting(**fields, code="RK-1", name="Oktober", held_on=TODAY - timedelta(days=30)))
        session.flush()
        session.add(t.Decision(**fields, code="AR-1", meeting_id=1, text="Lama", agency_id=1, is_confidential=True))
    with writing(plan) as session:
        draft = AnswerDraft("sudah", is_done=True, proofs=(Attachment("BA", url="https://a.id"),))
        at = NOON - timedelta(hours=1)
        given = decision_answers.answer(session, OPERATOR, "AR-1", draft, folder=Path(), at=at).id
    do(plan, decision_answers.review_each, (given,), Verdict.VERIFIED)
    assert waiting(plan).decisions == ()
    undo(plan)
    (decision,) = waiting(plan).decisions
    assert (decision.closed_on, decision.follow_up) == (None, None)
    do(plan, decision_answers.review, given, Verdict.RETURNED, "foto dulu", at=SOON)


def test_it_is_refused_later_twice_to_others_and_where_something_was_built_on_it(plan: Engine) -> None:
    number = claim(plan)
    do(plan, verification.verify, Chosen((number,)))
    for actor, at, key in (
        (VERIFIER, NOON + timedelta(seconds=16), "undo.late"),
        (COLLEAGUE, SOON, "undo.nothing"),
    ):
        with pytest.raises(Refused, match=key):
            undo(plan, actor, at)
    with pytest.raises(Forbidden):
        undo(plan, OPERATOR)
    do(plan, verification.revoke, Chosen((number,)), "salah", at=SOON)
    with pytest.raises(Refused, match=r"undo\.built_on"):
        undo(plan)
    do(plan, verdict_undo.undo, SOON, at=SOON)
    undo(plan)
    with pytest.raises(Refused, match=r"undo\.nothing"):
        undo(plan)
    assert len(waiting(plan).claims) == 1
