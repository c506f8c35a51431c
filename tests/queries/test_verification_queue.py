"""The verifier's queue and the ledger of changes, as known on a day, on both databases."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine

from smartcity.commands.plan import change_requests
from smartcity.commands.plan.change_requests import Proposed
from smartcity.commands.reporting import submission, verification
from smartcity.commands.reporting.verification import Chosen
from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import ChangeKind, Claim, Role, Verdict
from smartcity.domain.facts.change_requests import ChangeRequest
from smartcity.domain.facts.history import Change, History, Move, Proposal
from smartcity.domain.reporting.verification_queue import VerificationQueue
from smartcity.queries import history
from smartcity.queries.verification_queue import queue
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.plan import M1, M2, NOON, TODAY, build

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
VERIFIER, OPERATOR, ADVISER = (
    Actor(role.value, role, agency)
    for role, agency in ((Role.VERIFIER, None), (Role.AGENCY, "A"), (Role.ADVISER, None))
)


@pytest.fixture
def plan(database: Engine) -> Engine:
    build(database)
    return database


def add(engine: Engine, row: Any) -> int:
    with writing(engine) as session:
        session.add(row)
        session.flush()
        return int(row.id)


def claim(engine: Engine, milestone: int, at: datetime, claim: Claim = Claim.DONE, statement: int | None = None) -> int:
    fields: dict[str, Any] = {"recorded_at": at, "recorded_by": "Operator A", "achieved_on": at.date()}
    return add(engine, t.MilestoneUpdate(**fields, milestone_id=milestone, claim=claim, statement_id=statement))


def do(engine: Engine, verb: Any, actor: Actor, *words: Any, at: datetime = NOON + DAY) -> Any:
    with writing(engine) as session:
        return verb(session, actor, *words, at=at)


def waiting(engine: Engine, day: date) -> VerificationQueue:
    with reading(engine) as session:
        return queue(session, day)


def history_on(engine: Engine, day: date) -> History:
    with reading(engine) as session:
        return history.programme_history(session, day, 1, (1, 2, 3, 4))


def test_a_claim_waits_with_its_report_its_evidence_and_what_came_before(plan: Engine) -> None:
    first = claim(plan, M1, NOON - HOUR, Claim.RUNNING)
    file: dict[str, Any] = {"file_sha256": "0" * 64, "file_name": "f.jpg", "media_type": "image/jpeg"}
    proven: dict[str, Any] = {"recorded_at": NOON, "recorded_by": "Operator A"}
    add(plan, t.Evidence(**proven, update_id=first, title="Foto", **file))
    number = claim(plan, M1, NOON, statement=1)
    add(plan, t.Evidence(**proven, update_id=number, title="Berita acara", url="https://example.go.id/ba"))
    (item,) = waiting(plan, TODAY).claims
    assert (item.update.id, [update.id for update in item.earlier]) == (number, [first, 1])
    assert [proof.title for proof in item.update.proofs] == ["Berita acara"]
    assert [(proof.title, proof.is_picture) for proof in item.earlier_proofs] == [("Foto", True)]
    assert item.report is not None
    assert item.report.happened == "Pelatihan pertama selesai"


def test_the_oldest_comes_first_and_waits_until_it_is_answered(plan: Engine) -> None:
    later, sooner = claim(plan, M1, NOON), claim(plan, M2, NOON - HOUR)
    queued = waiting(plan, TODAY)
    assert [one.update.id for one in queued.claims] == [sooner, later]
    assert queued.oldest == NOON - HOUR
    do(plan, verification.verify, VERIFIER, Chosen((sooner,)))
    do(plan, verification.send_back, VERIFIER, Chosen((later,)), "foto kabur")
    assert len(waiting(plan, TODAY).claims) == 2
    after = waiting(plan, TODAY + DAY)
    assert after.claims == ()
    assert after.oldest is None
    assert [one.update.id for one in after.verified] == [sooner, 3]
    assert [one.update.id for one in waiting(plan, TODAY).verified] == [3]


def test_evidence_of_a_returned_claim_is_no_earlier_evidence(plan: Engine) -> None:
    number = claim(plan, M1, NOON)
    add(
        plan,
        t.Evidence(recorded_at=NOON, recorded_by="Operator A", update_id=number, title="Kabur", url="https://a.id"),
    )
    do(plan, verification.send_back, VERIFIER, Chosen((number,)), "kabur")
    claim(plan, M1, NOON + 2 * DAY)
    (item,) = waiting(plan, TODAY + 2 * DAY).claims
    assert item.earlier_proofs == ()
    assert item.earlier[0].answer is not None
    assert item.earlier[0].answer.note == "kabur"


def test_a_retracted_claim_waits_no_more(plan: Engine) -> None:
    claim(plan, M1, NOON)
    claim(plan, M1, NOON + HOUR, Claim.RUNNING)
    assert waiting(plan, TODAY).claims == ()


def test_the_newest_reading_of_its_area_waits(plan: Engine) -> None:
    fields: dict[str, Any] = {"batch_id": 1, "recorded_at": NOON - 9 * DAY}
    types: dict[str, Any] = {"direction": "higher", "calculation": "latest", "unit": "%"}
    add(plan, t.Indicator(**fields, **types, code="I-1", name="Kepuasan", sub_dimension_id=1, agency_id=2))
    add(plan, t.Area(**fields, code="13.73.01", name="Barangin", kind="kecamatan"))
    slot: dict[str, Any] = {"recorded_by": "Operator B", "indicator_id": 1, "year": 2026, "quarter": 3}
    add(plan, t.Reading(**slot, recorded_at=NOON - 2 * HOUR, value=Decimal(69)))
    newest = add(plan, t.Reading(**slot, recorded_at=NOON - HOUR, value=Decimal(70)))
    local = add(plan, t.Reading(**slot, recorded_at=NOON, value=Decimal(71), area_id=1))
    readings = waiting(plan, TODAY).readings
    assert [(one.id, one.area, one.reading.value) for one in readings] == [(newest, None, 70)]
    assert [(part.id, part.name, part.reading.value) for part in readings[0].parts] == [(local, "Barangin", 71)]
    do(plan, verification.verify, VERIFIER, Chosen(readings=(newest,)))
    alone = waiting(plan, TODAY + DAY).readings
    assert [(one.id, one.area, one.parts) for one in alone] == [(local, "Barangin", ())]
    do(plan, verification.verify, VERIFIER, Chosen(readings=(local,)))
    after = waiting(plan, TODAY + DAY)
    assert after.readings == ()
    assert [(one.id, [part.id for part in one.parts]) for one in after.read] == [(newest, [local])]


def test_what_was_asked_is_told_with_its_answer_from_its_day_on(plan: Engine) -> None:
    """The old reading of a refused date as waiting for ever is what this is about."""
    move = do(plan, change_requests.propose, OPERATOR, "M-1", ChangeRequest(due_on=date(2027, 1, 31)), "hujan", at=NOON)
    stop = do(
        plan, change_requests.propose, OPERATOR, "M-2", ChangeRequest(kind=ChangeKind.CANCEL), "ganti", at=NOON + HOUR
    )
    do(plan, change_requests.refuse, VERIFIER, Proposed(dates=(move,)), "kejar saja")
    do(plan, change_requests.approve, VERIFIER, Proposed(others=(stop,)), "sepakat")
    assert [_seen(change) for change in history_on(plan, TODAY).changes] == [("M", None), ("P", None)]
    after = history_on(plan, TODAY + DAY).changes
    assert [_seen(change) for change in after] == [("M", Verdict.RETURNED), ("P", Verdict.VERIFIED)]
    assert [change.answer.note for change in after if change.answer] == ["kejar saja", "sepakat"]
    assert [len(waiting(plan, day).changes) for day in (TODAY - DAY, TODAY, TODAY + DAY)] == [0, 2, 0]
    with reading(plan) as session:
        assert [_seen(change)[0] for change in history.all_requested_changes(session, TODAY)] == ["P", "M"]


def _seen(change: Change) -> tuple[str, Verdict | None]:
    types = {Move: "M", Proposal: "P"}
    return types[type(change)], change.answer.verdict if change.answer else None


def test_comments_are_known_from_their_day_on(plan: Engine) -> None:
    do(plan, submission.comment, ADVISER, "P-1", "pertama", at=NOON)
    do(plan, submission.comment, ADVISER, "P-1", "kedua", at=NOON + DAY)
    do(plan, submission.comment, ADVISER, "P-2", "lain", at=NOON)
    assert [comment.text for comment in history_on(plan, TODAY).comments] == ["pertama"]
    assert [comment.text for comment in history_on(plan, TODAY + DAY).comments] == ["kedua", "pertama"]
