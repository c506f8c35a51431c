"""Boleh dilihat umum: off by default, given with the verdict or later, taken back, sealed, never for what is secret."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select, update
from sqlmodel import Session

from smartcity.commands.reporting import evidence, verdict_undo, verification
from smartcity.commands.reporting.verification import Chosen
from smartcity.domain.access.roles import GUEST, Actor
from smartcity.domain.enums import Claim, Role, Verdict
from smartcity.domain.errors import AlreadyDone, Forbidden, Refused, present
from smartcity.queries import integrity
from smartcity.queries.evidence import stored_file
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from smartcity.store.loaders.verification import public_evidence
from tests.plan import M1, NOON, build

VERIFIER = Actor("verifikator", Role.VERIFIER, label="Verifikator")
STAMP: dict[str, Any] = {"recorded_at": NOON, "recorded_by": "Operator A"}
LATER = NOON + timedelta(seconds=5)


@pytest.fixture
def city(database: Engine) -> Engine:
    """The miniature plan with one more claim of done, its photo and a link beside it."""
    build(database)
    return database


def claimed(session: Session) -> tuple[int, int]:
    """The ids of the claim and of its photo."""
    claim = t.MilestoneUpdate(milestone_id=M1, claim=Claim.DONE, achieved_on=NOON.date(), **STAMP)
    session.add(claim)
    session.flush()
    photo = t.Evidence(update_id=claim.id, title="Foto", file_sha256="a" * 64, media_type="image/jpeg", **STAMP)
    session.add(photo)
    session.flush()
    return claim.id or 0, photo.id or 0


def is_seen(session: Session, number: int) -> bool:
    return stored_file(session, number, GUEST) is not None


def test_it_is_closed_until_the_verifier_opens_it_with_the_verdict_and_undone_with_it(city: Engine) -> None:
    with Session(city) as session:
        claim, photo = claimed(session)
        assert not is_seen(session, photo)
        with pytest.raises(Refused, match=r"evidence\.public\.unverified"):
            evidence.release(session, VERIFIER, photo, is_public=True, at=NOON)
        with pytest.raises(Refused, match=r"evidence\.public\.unverified"):
            verification.verify(session, VERIFIER, Chosen(updates=(claim,)), at=NOON, public=(1,))
        session.rollback()
    with writing(city) as session:
        claim, photo = claimed(session)
        verification.verify(session, VERIFIER, Chosen(updates=(claim,)), at=NOON, public=(photo,))
        assert is_seen(session, photo)
        entry = session.execute(select(t.AuditEntry).order_by(t.AuditEntry.id.desc())).scalars().first()  # type: ignore[union-attr]
        assert entry is not None
        assert (entry.after or {})["public"] == [photo]
    with writing(city) as session:
        verdict_undo.undo(session, VERIFIER, NOON, at=LATER)
        assert not is_seen(session, photo)


def test_it_is_closed_when_what_it_proves_does_not_hold_and_open_again_when_that_is_undone(city: Engine) -> None:
    with writing(city) as session:
        claim, photo = claimed(session)
        verification.verify(session, VERIFIER, Chosen(updates=(claim,)), at=NOON, public=(photo,))
    with writing(city) as session:
        verification.revoke(session, VERIFIER, Chosen(updates=(claim,)), "foto lama", at=LATER)
        assert not is_seen(session, photo)
        entry = session.execute(select(t.AuditEntry).order_by(t.AuditEntry.id.desc())).scalars().first()  # type: ignore[union-attr]
        assert entry is not None
        assert (entry.after or {})["withheld"] == [photo]
    with writing(city) as session:
        verdict_undo.undo(session, VERIFIER, LATER, at=LATER + timedelta(seconds=5))
        assert is_seen(session, photo)


def test_it_is_opened_later_and_closed_again_and_each_word_is_sealed(city: Engine) -> None:
    with writing(city) as session:
        claim, photo = claimed(session)
        verification.verify(session, VERIFIER, Chosen(updates=(claim,)), at=NOON)
        assert not is_seen(session, photo)
    for is_public in (True, False, True):
        with writing(city) as session:
            evidence.release(session, VERIFIER, photo, is_public=is_public, at=LATER)
            assert is_seen(session, photo) is is_public
        with pytest.raises(AlreadyDone), writing(city) as session:
            evidence.release(session, VERIFIER, photo, is_public=is_public, at=LATER)
    with reading(city) as session:
        table = t.EvidenceRelease
        sealed = [row for (row,) in session.execute(select(t.AuditEntry.rows)) if row and "evidence_release" in row]  # type: ignore[call-overload]
        assert len(sealed) == len(session.execute(select(table.id)).all()) == 3  # type: ignore[call-overload]
        breach = integrity.verify(session).breach
        assert breach is None or breach.table != "evidence_release"


def test_that_of_a_confidential_decision_is_never_opened(city: Engine) -> None:
    with Session(city) as session:
        number = answered(session)
        evidence.release(session, VERIFIER, number, is_public=True, at=NOON)
        assert is_seen(session, number)
        session.execute(update(t.Decision).values(is_confidential=True))
        assert number in public_evidence(session, [number])
        assert not is_seen(session, number), "made confidential later, the word counts no more"
        evidence.release(session, VERIFIER, number, is_public=False, at=NOON)
        with pytest.raises(Refused, match=r"evidence\.public\.confidential"):
            evidence.release(session, VERIFIER, number, is_public=True, at=NOON)


def answered(session: Session) -> int:
    """The id of a photo that came with the verified answer to a decision."""
    meeting = t.Meeting(code="R-1", name="Rapat", held_on=NOON.date(), recorded_at=NOON, batch_id=1)
    session.add(meeting)
    session.flush()
    decision = t.Decision(
        code="AR-1", meeting_id=present(meeting.id), text="Selesaikan", agency_id=1, recorded_at=NOON, batch_id=1
    )
    session.add(decision)
    session.flush()
    answer = t.DecisionAnswer(decision_id=present(decision.id), text="sudah", is_done=True, **STAMP)
    session.add(answer)
    session.flush()
    photo = t.Evidence(answer_id=answer.id, title="Foto", file_sha256="a" * 64, media_type="image/jpeg", **STAMP)
    session.add_all([photo, t.DecisionReview(answer_id=present(answer.id), verdict=Verdict.VERIFIED, **STAMP)])
    session.flush()
    return photo.id or 0


@pytest.mark.parametrize("actor", [Actor("a", Role.AGENCY, "A"), Actor("v", Role.VERIFIER, "A"), GUEST])
def test_only_a_verifier_of_another_agency_opens_it(city: Engine, actor: Actor) -> None:
    with Session(city) as session:
        _, photo = claimed(session)
        with pytest.raises(Forbidden):
            evidence.release(session, actor, photo, is_public=True, at=NOON)


@pytest.mark.parametrize(("url", "is_taken"), [(None, False), ("javascript:alert(1)", False), ("https://a.id/b", True)])
def test_what_has_neither_file_nor_link_is_never_opened(city: Engine, url: str | None, *, is_taken: bool) -> None:
    with Session(city) as session:
        claim, _ = claimed(session)
        proof = t.Evidence(update_id=claim, title="Surat", url=url, **STAMP)
        session.add(proof)
        session.flush()
        number = proof.id or 0
        if is_taken:
            verification.verify(session, VERIFIER, Chosen(updates=(claim,)), at=NOON, public=(number,))
        else:
            with pytest.raises(Refused, match=r"evidence\.public\.nothing"):
                verification.verify(session, VERIFIER, Chosen(updates=(claim,)), at=NOON, public=(number,))
        assert bool(public_evidence(session, [number])) is is_taken
