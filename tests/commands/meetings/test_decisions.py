"""Decisions: taken in a running meeting, answered by their agency with evidence, closed or returned by a verifier."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from smartcity.commands.meetings import decision_answers, decisions
from smartcity.commands.meetings.decision_answers import AnswerDraft
from smartcity.commands.meetings.decisions import DecisionDraft
from smartcity.domain.access.roles import GUEST, Actor
from smartcity.domain.enums import DecisionState, Role, Verdict
from smartcity.domain.errors import AlreadyDone, Forbidden, Refused
from smartcity.domain.facts.decisions import Decision
from smartcity.domain.facts.evidence import Attachment, MediaType, NewFile
from smartcity.domain.facts.history import Proof
from smartcity.queries import decisions as decision_queries
from smartcity.queries import evidence
from smartcity.queries import meetings as meetings_asked
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.plan import NOON, TODAY, build

Answer = TypeVar("Answer")
VERIFIER = Actor("verifikator", Role.VERIFIER, label="Verifikator")
AGENCY = Actor("dinas-a", Role.AGENCY, "A", label="Dinas A")
OTHER = Actor("dinas-b", Role.AGENCY, "B")
MEETING, CODE = "RK-2026-11", "AR-2026-08"
DRAFT = DecisionDraft(" Sepakati batas lahan. ", "A", TODAY + timedelta(days=30), programme="P-1")
PROOF = Proof("Berita acara", "https://example.go.id/ba")
LINK = Attachment(PROOF.title, url=PROOF.url)
DONE = AnswerDraft("Batas disepakati.", is_done=True, proofs=(LINK,))
NOWHERE = Path("/nonexistent")
TOMORROW = NOON + timedelta(days=1)


@pytest.fixture
def city(database: Engine) -> Engine:
    """The miniature plan with a running meeting, and a decision of an earlier one as a file tells it."""
    build(database)
    with writing(database) as session:
        fields: dict[str, Any] = {"batch_id": 1, "recorded_at": NOON - timedelta(days=30)}
        session.add(t.Meeting(**fields, code="RK-2026-10", name="Oktober", held_on=TODAY - timedelta(days=30)))
        session.add(t.Meeting(**fields, code=MEETING, name="November", held_on=TODAY, started_at=NOON))
        session.flush()
        old: dict[str, Any] = {
            "code": "AR-2026-07",
            "meeting_id": 1,
            "text": "Lama",
            "agency_id": 2,
            "is_confidential": True,
        }
        session.add(t.Decision(**fields, **old))
    done(database, VERIFIER, decisions.decide, MEETING, DRAFT)
    return database


def done(
    engine: Engine, actor: Actor, command: Callable[..., Answer], *args: object, at: Any = NOON, **kwargs: Any
) -> Answer:
    folder = {"folder": NOWHERE} if command is decision_answers.answer else {}
    with writing(engine) as session:
        return command(session, actor, *args, at=at, **kwargs, **folder)


def refused(engine: Engine, actor: Actor, command: Callable[..., object], *args: object) -> str:
    with pytest.raises(Refused) as no:
        done(engine, actor, command, *args)
    return no.value.key


def readable_decision(engine: Engine, code: str = CODE, reader: Actor = VERIFIER, days: int = 0) -> Decision | None:
    with reading(engine) as session:
        readable = decision_queries.readable_decisions(session, TODAY + timedelta(days=days), reader)
        return next((one for one in readable if one.code == code), None)


def only_decision(engine: Engine, days: int = 0) -> Decision:
    decision = readable_decision(engine, days=days)
    assert decision is not None
    return decision


def answered(engine: Engine, draft: AnswerDraft = DONE) -> int:
    with writing(engine) as session:
        number = decision_answers.answer(session, AGENCY, CODE, draft, folder=NOWHERE, at=NOON).id
        assert number is not None
        return number


def test_a_decision_is_at_once_a_task_under_the_next_number(city: Engine) -> None:
    decision = only_decision(city)
    assert (decision.text, decision.agency.code, decision.meeting.code, decision.age) == (
        "Sepakati batas lahan.",
        "A",
        MEETING,
        0,
    )
    assert decision.state(TODAY) is DecisionState.OPEN
    assert decision.programme_id == 1
    done(city, VERIFIER, decisions.decide, MEETING, replace(DRAFT, due_on=None))
    assert readable_decision(city, "AR-2026-09") is not None


def test_its_age_counts_the_meetings_from_its_own_on(city: Engine) -> None:
    old = readable_decision(city, "AR-2026-07")
    assert old is not None
    assert old.age == 1
    assert only_decision(city, days=1).age == 1


@pytest.mark.parametrize(
    ("changed", "no"),
    [
        ({"text": " "}, "decision.text"),
        ({"text": "x" * 1001}, "decision.text"),
        ({"agency": "X"}, "agency.unknown"),
        ({"programme": "X"}, "programme.unknown"),
        ({"due_on": TODAY - timedelta(days=1)}, "decision.due_past"),
    ],
)
def test_what_cannot_be_decided(city: Engine, changed: dict[str, Any], no: str) -> None:
    draft = replace(DRAFT, **changed)
    assert refused(city, VERIFIER, decisions.decide, MEETING, draft) == no
    assert refused(city, VERIFIER, decisions.amend, CODE, draft) == no


def test_only_a_running_meeting_decides_and_amends(city: Engine) -> None:
    assert refused(city, VERIFIER, decisions.decide, "RK-2026-10", DRAFT) == "meeting.is_planned"
    assert refused(city, VERIFIER, decisions.amend, "AR-2026-07", DRAFT) == "meeting.is_planned"
    done(city, VERIFIER, decisions.amend, CODE, replace(DRAFT, text="Sepakati.", is_confidential=True))
    assert (only_decision(city).text, only_decision(city).is_confidential) == ("Sepakati.", True)


def test_an_answer_of_done_waits_and_verified_closes(city: Engine) -> None:
    number = answered(city)
    decision = only_decision(city)
    assert decision.state(TODAY) is DecisionState.WAITING
    assert (decision.answers[0].recorded_by, decision.answers[0].proofs) == ("dinas-a", (PROOF,))
    done(city, VERIFIER, decision_answers.review, number, Verdict.VERIFIED, at=TOMORROW)
    assert only_decision(city).closed_on is None, "yesterday does not know"
    decision = only_decision(city, days=1)
    assert (decision.closed_on, decision.follow_up) == (TODAY + timedelta(days=1), "Batas disepakati.")
    assert refused(city, AGENCY, decision_answers.answer, CODE, DONE) == "decision.closed"


def test_returned_asks_again_with_a_note(city: Engine) -> None:
    number = answered(city)
    assert refused(city, VERIFIER, decision_answers.review, number, Verdict.RETURNED, " ") == "decision.note_needed"
    done(city, VERIFIER, decision_answers.review, number, Verdict.RETURNED, " Bukti mana? ")
    decision = only_decision(city)
    assert decision.state(TODAY) is DecisionState.OPEN
    assert decision.returned is not None
    assert (decision.returned.verdict_note, decision.returned.verdict_by) == ("Bukti mana?", "verifikator")
    assert decision.returned.verdict_at == NOON
    assert refused(city, VERIFIER, decision_answers.review, number, Verdict.VERIFIED) == "decision.not_waiting"
    answered(city)
    assert only_decision(city).state(TODAY) is DecisionState.WAITING


def test_word_on_the_way_needs_no_evidence_and_no_verdict(city: Engine) -> None:
    number = answered(city, AnswerDraft("Dua pertemuan.", is_done=False))
    assert only_decision(city).state(TODAY) is DecisionState.OPEN
    assert refused(city, VERIFIER, decision_answers.review, number, Verdict.VERIFIED) == "decision.not_waiting"


@pytest.mark.parametrize(
    ("draft", "no"),
    [
        (AnswerDraft(" ", is_done=False), "decision.text"),
        (AnswerDraft("x" * 1001, is_done=False), "decision.text"),
        (AnswerDraft("Selesai.", is_done=True), "decision.needs_evidence"),
        (AnswerDraft("Selesai.", is_done=True, proofs=(LINK,) * 11), "decision.unsound_evidence"),
        (
            AnswerDraft("Selesai.", is_done=True, proofs=(Attachment("x", url="javascript:1"),)),
            "decision.unsound_evidence",
        ),
        (
            AnswerDraft("Selesai.", is_done=True, proofs=(Attachment("x", sha256="0" * 64, media_type=MediaType.PDF),)),
            "evidence.lost",
        ),
    ],
)
def test_what_is_no_answer(city: Engine, draft: AnswerDraft, no: str) -> None:
    assert refused(city, AGENCY, decision_answers.answer, CODE, draft) == no
    assert refused(city, AGENCY, decision_answers.answer, "AR-1", DONE) == "decision.unknown"
    assert refused(city, VERIFIER, decision_answers.review, 99, Verdict.VERIFIED) == "decision.no_answer"


def test_a_file_is_kept_by_the_agency_itself_and_goes_with_its_answer(city: Engine, tmp_path: Path) -> None:
    file = NewFile("Berita acara", MediaType.PDF, b"%PDF-1.7")
    with writing(city) as session:
        with pytest.raises(Forbidden):
            decision_answers.keep_file(session, OTHER, CODE, file, folder=tmp_path)
        file_id = decision_answers.keep_file(session, AGENCY, CODE, file, folder=tmp_path)
        decision_answers.answer(
            session, AGENCY, CODE, AnswerDraft("Ya.", is_done=True, proofs=(file_id,)), folder=tmp_path, at=NOON
        )
        row = session.exec(select(t.Evidence).where(col(t.Evidence.answer_id).is_not(None))).one()
        number = row.id or 0
    assert only_decision(city).answers[0].proofs == (Proof("Berita acara", None, number, MediaType.PDF),)
    with reading(city) as session:
        assert evidence.stored_file(session, number, OTHER) is not None
    done(city, VERIFIER, decisions.amend, CODE, replace(DRAFT, is_confidential=True))
    with reading(city) as session:
        assert evidence.stored_file(session, number, AGENCY) is not None
        assert evidence.stored_file(session, number, OTHER) is None


def test_only_the_newest_answer_is_reviewed(city: Engine) -> None:
    first, second = answered(city, AnswerDraft("Sebagian.", is_done=False)), answered(city)
    assert refused(city, VERIFIER, decision_answers.review, first, Verdict.VERIFIED) == "decision.not_waiting"
    done(city, VERIFIER, decision_answers.review, second, Verdict.VERIFIED)
    assert only_decision(city).state(TODAY) is DecisionState.CLOSED


def test_a_closed_decision_is_opened_again_with_a_reason(city: Engine) -> None:
    assert refused(city, VERIFIER, decisions.reopen, CODE, "tidak bertahan") == "decision.open"
    done(city, VERIFIER, decision_answers.review, answered(city), Verdict.VERIFIED)
    assert refused(city, VERIFIER, decisions.reopen, CODE, "") == "decision.note_needed"
    done(city, VERIFIER, decisions.reopen, CODE, "tidak bertahan", at=TOMORROW)
    assert only_decision(city).state(TODAY) is DecisionState.CLOSED
    assert only_decision(city, days=1).state(TODAY) is DecisionState.OPEN


@pytest.mark.parametrize(
    ("reader", "knows"),
    [
        (GUEST, False),
        (Actor("x", Role.ADVISER), False),
        (AGENCY, False),
        (OTHER, True),
        (Actor("x", Role.VIEWER), True),
        (VERIFIER, True),
        (Actor("x", Role.ADMINISTRATOR), True),
    ],
)
def test_who_may_know_a_confidential_decision(city: Engine, reader: Actor, *, knows: bool) -> None:
    """It is for agency B; on the agenda it stands without words for everybody who may not know it."""
    assert (readable_decision(city, "AR-2026-07", reader) is not None) is knows
    assert readable_decision(city, CODE, reader) is not None
    with writing(city) as session:
        hidden = {"decision_id": 1, "agency_id": 2, "minutes": "x", "because": {"meetings": 1}, "rule": "decision_open"}
        session.add(
            t.AgendaItem(meeting_id=2, position=1, title="Lama", batch_id=1, recorded_at=NOON, **hidden)  # type: ignore[arg-type]
        )
    with reading(city) as session:
        (item,) = meetings_asked.agenda(session, TODAY, 2, reader)
    assert (item.title, item.minutes, item.agency is not None, bool(item.because)) == (
        ("Lama", "x", True, True) if knows else (None, None, False, False)
    )


@pytest.mark.parametrize(
    ("actor", "command", "args"),
    [
        (AGENCY, decisions.decide, (MEETING, DRAFT)),
        (Actor("x", Role.VIEWER), decisions.decide, (MEETING, DRAFT)),
        (AGENCY, decisions.amend, (CODE, DRAFT)),
        (OTHER, decision_answers.answer, (CODE, DONE)),
        (VERIFIER, decision_answers.answer, (CODE, DONE)),
        (Actor("x", Role.ADMINISTRATOR), decision_answers.review, (1, Verdict.VERIFIED)),
        (Actor("x", Role.VERIFIER, "A"), decision_answers.review, (1, Verdict.VERIFIED)),
        (Actor("x", Role.VERIFIER, "A"), decisions.reopen, (CODE, "tidak bertahan")),
        (AGENCY, decision_answers.review, (1, Verdict.VERIFIED)),
    ],
)
def test_who_may_not(city: Engine, actor: Actor, command: Callable[..., object], args: tuple[object, ...]) -> None:
    answered(city)
    with pytest.raises(Forbidden):
        done(city, actor, command, *args)


def test_every_step_is_in_the_ledger(city: Engine) -> None:
    done(city, VERIFIER, decision_answers.review, answered(city), Verdict.VERIFIED)
    done(city, VERIFIER, decisions.reopen, CODE, "tidak bertahan")
    with reading(city) as session:
        entries = session.exec(select(t.AuditEntry).order_by(col(t.AuditEntry.id))).all()
    assert [entry.action for entry in entries] == [
        "decision.decide",
        "decision.answer",
        "decision.review",
        "decision.reopen",
    ]
    assert {entry.subject for entry in entries} == {f"decision:{CODE}"}
    assert entries[0].after is not None
    assert entries[0].after["meeting"] == MEETING


def test_a_second_tap_says_that_it_is_done_and_changes_nothing(city: Engine) -> None:
    number = answered(city)
    for command, who, *args in (
        (decision_answers.answer, AGENCY, CODE, DONE),
        (decision_answers.review, VERIFIER, number, Verdict.VERIFIED),
    ):
        if command is decision_answers.review:
            done(city, who, command, *args)
        with pytest.raises(AlreadyDone):
            done(city, who, command, *args)
    assert len(only_decision(city, days=1).answers) == 1
    with reading(city) as session:
        actions = session.exec(select(t.AuditEntry.action)).all()
    assert (actions.count("decision.answer"), actions.count("decision.review")) == (1, 1)
    assert (
        refused(city, VERIFIER, decision_answers.review, number, Verdict.RETURNED, "kurang") == "decision.not_waiting"
    )
