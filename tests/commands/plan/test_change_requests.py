"""Re-baselining: asked with a reason, answered elsewhere, the first promise kept; earlier days stay as known."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from smartcity.commands.plan import change_requests
from smartcity.commands.plan.change_requests import Proposed
from smartcity.commands.reporting import submission
from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import ChangeKind, MilestoneStatus, Role, Verdict
from smartcity.domain.errors import Forbidden, Refused
from smartcity.domain.facts.change_requests import ChangeRequest
from smartcity.domain.plan.programmes import Milestone
from smartcity.queries import ledger, portfolio
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.plan import NOON, TODAY, build
from tests.refusals import refused_at_once

DAY = timedelta(days=1)
OPERATOR = Actor("operator.a", Role.AGENCY, "A")
ADMINISTRATOR = Actor("administrator", Role.ADMINISTRATOR)
VERIFIER = Actor("verifikator", Role.VERIFIER)
COLLEAGUE = Actor("verifikator-2", Role.VERIFIER)
NEW_DAY = ChangeRequest(due_on=date(2027, 1, 31))


@pytest.fixture
def plan(database: Engine) -> Engine:
    build(database)
    return database


def request_change(
    engine: Engine, code: str, asked: ChangeRequest, actor: Actor = OPERATOR, at: datetime = NOON
) -> int:
    with writing(engine) as session:
        return change_requests.propose(session, actor, code, asked, "alat terlambat", at=at)


def do(
    engine: Engine, verb: Callable[..., None], *words: Any, actor: Actor = VERIFIER, at: datetime = NOON + DAY
) -> None:
    with writing(engine) as session:
        verb(session, actor, *words, at=at)


def no(engine: Engine, verb: Callable[..., Any], *words: Any, **more: Any) -> Refused:
    act = partial(request_change, engine) if verb is request_change else partial(do, engine, verb)
    with pytest.raises(Refused) as refusal:
        act(*words, **more)
    return refusal.value


def seen(engine: Engine, code: str, day: date) -> Milestone:
    with reading(engine) as session:
        plan = portfolio.load_portfolio(session, day)
        assert plan is not None
        return next(m for _, m in plan.milestones if m.code == code)


def entries(engine: Engine) -> list[t.AuditEntry]:
    with reading(engine) as session:
        assert ledger.first_broken(session) is None
        return list(session.exec(select(t.AuditEntry)).all())


def test_an_approved_date_counts_from_its_approval_and_keeps_the_first_promise(plan: Engine) -> None:
    number = request_change(plan, "M-1", NEW_DAY)
    assert seen(plan, "M-1", TODAY).facts.due_on == date(2026, 10, 31)
    do(plan, change_requests.approve, Proposed(dates=(number,)))
    before, after = seen(plan, "M-1", TODAY), seen(plan, "M-1", TODAY + DAY)
    assert (before.facts.due_on, before.status) == (date(2026, 10, 31), MilestoneStatus.LATE)
    assert (after.facts.due_on, after.facts.first_due_on, after.moves) == (NEW_DAY.due_on, date(2026, 10, 31), 1)
    asked, answered = entries(plan)
    assert (asked.action, asked.subject, asked.reason) == ("change.propose", "milestone:M-1", "alat terlambat")
    assert (asked.before, asked.after) == ({"due_on": "2026-10-31"}, {"due_on": "2027-01-31"})
    assert (answered.action, answered.subject) == ("change.approve", "milestone:M-1")
    assert answered.after == {"milestone:M-1 due_on": "2027-01-31"}


@pytest.mark.parametrize(
    ("asked", "status", "weight"),
    [
        (ChangeRequest(kind=ChangeKind.WEIGHT, weight=Decimal("2.5")), MilestoneStatus.LATE, Fraction(5, 2)),
        (ChangeRequest(kind=ChangeKind.CANCEL), MilestoneStatus.CANCELLED, Fraction(1)),
        (ChangeRequest(kind=ChangeKind.POSTPONE), MilestoneStatus.POSTPONED, Fraction(1)),
    ],
)
def test_another_change_is_in_the_plan_from_its_approval_on(
    plan: Engine, asked: ChangeRequest, status: MilestoneStatus, weight: Fraction
) -> None:
    do(plan, change_requests.approve, Proposed(others=(request_change(plan, "M-1", asked),)), "rapat 24 November")
    before, after = seen(plan, "M-1", TODAY), seen(plan, "M-1", TODAY + DAY)
    assert (before.status, before.facts.weight) == (MilestoneStatus.LATE, Fraction(1))
    assert (after.status, after.facts.weight) == (status, weight)


def test_a_postponed_milestone_is_resumed(plan: Engine) -> None:
    do(
        plan,
        change_requests.approve,
        Proposed(others=(request_change(plan, "M-1", ChangeRequest(kind=ChangeKind.POSTPONE)),)),
    )
    assert (
        no(plan, request_change, "M-1", ChangeRequest(kind=ChangeKind.POSTPONE), at=NOON + 2 * DAY).key
        == "proposal.postponed"
    )
    again = request_change(plan, "M-1", ChangeRequest(kind=ChangeKind.RESUME), at=NOON + 2 * DAY)
    do(plan, change_requests.approve, Proposed(others=(again,)), at=NOON + 3 * DAY)
    statuses = [seen(plan, "M-1", TODAY + days * DAY).status for days in range(4)]
    assert statuses == [
        MilestoneStatus.LATE, MilestoneStatus.POSTPONED, MilestoneStatus.POSTPONED, MilestoneStatus.LATE
    ]  # fmt: skip


def test_a_cancelled_milestone_leaves_the_denominator_that_day(plan: Engine) -> None:
    do(
        plan,
        change_requests.approve,
        Proposed(others=(request_change(plan, "M-1", ChangeRequest(kind=ChangeKind.CANCEL)),)),
    )
    with reading(plan) as session:
        for day, planned in ((TODAY, Fraction(2, 4)), (TODAY + DAY, Fraction(1, 3))):
            shown_plan = portfolio.load_portfolio(session, day)
            assert shown_plan is not None
            programme = shown_plan.programme("P-1")
            assert programme is not None
            assert programme.progress is not None
            assert programme.progress.planned == planned
    assert no(plan, request_change, "M-1", NEW_DAY, at=NOON + 2 * DAY).key == "proposal.cancelled"


def test_a_refused_question_changes_nothing_and_waits_no_more(plan: Engine) -> None:
    number = request_change(plan, "M-1", NEW_DAY)
    assert no(plan, change_requests.refuse, Proposed(dates=(number,)), " ").key == "proposal.why"
    do(plan, change_requests.refuse, Proposed(dates=(number,)), "alat sudah ada")
    assert seen(plan, "M-1", TODAY + DAY).facts.due_on == date(2026, 10, 31)
    refusal = no(plan, change_requests.approve, Proposed(dates=(number,)), actor=COLLEAGUE)
    assert (refusal.key, refusal.facts["verdict"], refusal.facts["who"]) == (
        "verification.answered", Verdict.RETURNED, "verifikator"
    )  # fmt: skip
    request_change(plan, "M-1", NEW_DAY, at=NOON + 2 * DAY)


@pytest.mark.parametrize(
    ("code", "asked", "key"),
    [
        ("M-9", NEW_DAY, "proposal.gone"),
        ("M-4", NEW_DAY, "proposal.done"),
        ("M-1", ChangeRequest(due_on=TODAY), "proposal.day_past"),
        ("M-1", ChangeRequest(due_on=TODAY + DAY), None),
        ("M-2", ChangeRequest(due_on=date(2026, 12, 31)), "proposal.day_same"),
        ("M-1", ChangeRequest(kind=ChangeKind.WEIGHT, weight=Decimal(1)), "proposal.weight_same"),
    ],
)
def test_what_may_be_asked(plan: Engine, code: str, asked: ChangeRequest, key: str | None) -> None:
    if key is None:
        request_change(plan, code, asked)
    else:
        assert no(plan, request_change, code, asked).key == key


def test_one_question_of_a_kind_at_a_time(plan: Engine) -> None:
    request_change(plan, "M-1", NEW_DAY)
    request_change(plan, "M-1", ChangeRequest(kind=ChangeKind.CANCEL))
    assert no(plan, request_change, "M-1", ChangeRequest(due_on=date(2027, 2, 28))).key == "proposal.waits"
    assert no(plan, request_change, "M-1", ChangeRequest(kind=ChangeKind.CANCEL)).key == "proposal.waits"
    request_change(plan, "M-1", ChangeRequest(kind=ChangeKind.POSTPONE))


def test_a_question_that_time_overtook(plan: Engine) -> None:
    """A date may be approved after it has passed; not after another date came into force, nor after a cancellation."""
    late, moved = (
        request_change(plan, "M-2", ChangeRequest(due_on=TODAY + 2 * DAY)),
        request_change(plan, "M-3", NEW_DAY),
    )
    cancelled = request_change(plan, "M-1", NEW_DAY)
    with writing(plan) as session:
        fields: dict[str, Any] = {"recorded_at": NOON, "recorded_by": "import", "reason": "rencana baru"}
        days: dict[str, Any] = {"old_due_on": date(2026, 12, 15), "new_due_on": date(2026, 12, 20), "approved_at": NOON}
        session.add(t.DueDateChange(**fields, **days, milestone_id=3, approved_by="import"))
    do(
        plan,
        change_requests.approve,
        Proposed(others=(request_change(plan, "M-1", ChangeRequest(kind=ChangeKind.CANCEL)),)),
    )
    do(plan, change_requests.approve, Proposed(dates=(late,)), at=NOON + 5 * DAY)
    assert no(plan, change_requests.approve, Proposed(dates=(moved,))).key == "proposal.outdated"
    assert no(plan, change_requests.approve, Proposed(dates=(cancelled,))).key == "proposal.cancelled"
    do(plan, change_requests.refuse, Proposed(dates=(moved, cancelled)), "sudah lain")
    assert entries(plan)[-1].subject == "changes:2"


def test_all_or_nothing_and_nothing_chosen(plan: Engine) -> None:
    number = request_change(plan, "M-1", NEW_DAY)
    assert no(plan, change_requests.approve, Proposed()).key == "verification.nothing"
    assert no(plan, change_requests.approve, Proposed((number,), (99,))).key == "proposal.gone"
    assert seen(plan, "M-1", TODAY + DAY).facts.due_on == date(2026, 10, 31)


def test_whose_questions_and_whose_answers(plan: Engine) -> None:
    with pytest.raises(Forbidden):
        request_change(plan, "N-1", NEW_DAY)
    number = request_change(plan, "N-1", NEW_DAY, actor=ADMINISTRATOR)
    for actor in (OPERATOR, ADMINISTRATOR, Actor("verifikator-b", Role.VERIFIER, "B")):
        with pytest.raises(Forbidden):
            do(plan, change_requests.approve, Proposed(dates=(number,)), actor=actor)
    do(plan, change_requests.approve, Proposed(dates=(number,)), actor=Actor("verifikator-a", Role.VERIFIER, "A"))


def test_two_verifiers_at_once_approve_once(plan: Engine) -> None:
    chosen = Proposed(
        (request_change(plan, "M-1", NEW_DAY),),
        (request_change(plan, "M-2", ChangeRequest(kind=ChangeKind.CANCEL)),),
    )
    refused = refused_at_once(lambda actor: do(plan, change_requests.approve, chosen, actor=actor), VERIFIER, COLLEAGUE)
    assert refused == ["verification.answered"]
    with reading(plan) as session:
        assert len(session.exec(select(t.ChangeReview.id)).all()) == 2
        assert len(session.exec(select(t.PlanChange.id)).all()) == 1


@pytest.mark.parametrize(
    ("programme", "text", "key"),
    [
        ("P-1", " bagus,\x00 teruskan ", None),
        ("P-1", "x" * 1000, None),
        ("P-1", "x" * 1001, "note.long"),
        ("P-1", " \n ", "comment.empty"),
        ("P-9", "bagus", "programme.unknown"),
    ],
)
def test_an_adviser_comments_on_a_programme(plan: Engine, programme: str, text: str, key: str | None) -> None:
    adviser = Actor("pendamping", Role.ADVISER)
    if key is not None:
        assert no(plan, submission.comment, programme, text, actor=adviser).key == key
        return
    do(plan, submission.comment, programme, text, actor=adviser)
    with reading(plan) as session:
        comment = session.exec(select(t.Comment)).one()
        assert (comment.programme_id, comment.recorded_by) == (1, "pendamping")
        assert comment.text == text.replace("\x00", "").strip()
