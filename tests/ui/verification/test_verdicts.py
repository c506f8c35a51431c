"""Verifikasi: the queue, answering one and several, a no beside its form, the own agency greyed, the empty queue."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import time_machine
from sqlalchemy import Engine
from sqlmodel import col, select
from streamlit.testing.v1 import AppTest

from smartcity.commands import ledger
from smartcity.commands.meetings import decision_answers
from smartcity.commands.meetings.decision_answers import AnswerDraft
from smartcity.commands.plan import change_requests
from smartcity.commands.plan.change_requests import Proposed
from smartcity.commands.reporting import verification
from smartcity.commands.reporting.verification import Chosen
from smartcity.domain.access.roles import Actor
from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.enums import Role, Verdict
from smartcity.domain.facts.evidence import Attachment
from smartcity.queries.verification_queue import queue
from smartcity.store import tables as t
from smartcity.store.engine import make_engine, reading, writing
from smartcity.store.loaders.verification import public_evidence
from smartcity.ui.frame.sitemap import PROGRAMMES, VERIFICATION
from tests.ui.opening import html, open_screen, turn_to

COLLEAGUE = Actor("verifikator-2", Role.VERIFIER)
OPERATOR = Actor("operator-dlh", Role.AGENCY, "DLH")
Enter = Callable[..., Actor]


@pytest.fixture
def city(url: str) -> Engine:
    """The sample city: five claims, seventeen readings and one proposed date wait."""
    return make_engine(url)


def opened(part: str | None = None, **query: str) -> AppTest:
    asked = {**({"bagian": part} if part else {}), **query}
    return open_screen(VERIFICATION, **asked)


def pressed(page: AppTest, key: str) -> AppTest:
    button = next(button for button in page.button if button.key == key)
    page = button.click().run()
    assert not page.exception, [error.message for error in page.exception]
    return page


def cards(page: AppTest) -> list[str]:
    """The keys of the cases that may be answered, in their order."""
    return [str(button.key).removeprefix("no-") for button in page.button if str(button.key).startswith("no-")]


def test_the_queue_names_its_length_and_its_age(city: Engine, signed_in_as: Enter) -> None:
    signed_in_as(str(city.url), Role.VERIFIER)
    page = opened()
    text = html(page)
    assert "24 hal menunggu verifikasi; yang tertua" in text
    assert text.index("Jejak usulan terbuka untuk warga") < text.index("Promosi bersama pelaku wisata 2026")
    assert len(cards(page)) == 5
    asked = html(opened("usulan"))
    assert "RDTR Silungkang di portal" in asked
    assert "<h4>Bila disetujui</h4>" in asked, "F24: the effect before the answer"
    assert "Indeks kualitas lingkungan hidup" in html(opened("realisasi"))
    assert "Konsultasi jarak jauh desa terjauh" in html(opened("terverifikasi"))


def test_the_first_claim_is_verified_and_leaves_the_queue(city: Engine, signed_in_as: Enter) -> None:
    actor = signed_in_as(str(city.url), Role.VERIFIER)
    page = opened()
    first = cards(page)[0]
    page = pressed(page, f"yes-{first}")
    assert cards(page)[0] != first
    assert "23 hal menunggu" in html(page)
    with reading(city) as session:
        review = session.exec(select(t.UpdateReview).order_by(t.UpdateReview.id.desc())).first()  # type: ignore[union-attr]
    assert review is not None
    assert (review.verdict, review.recorded_by) == (Verdict.VERIFIED, actor.name)


def test_evidence_is_opened_to_all_with_the_verdict_and_closed_again_on_what_is_verified(
    city: Engine, signed_in_as: Enter
) -> None:
    """What has neither file nor link cannot be opened, and has no box."""
    signed_in_as(str(city.url), Role.VERIFIER)
    page = opened()
    assert "tanpa berkas" in html(page)
    assert not [box for box in page.checkbox if str(box.key).startswith("public-")]
    case = cards(page)[0]
    number, page = _linked(city, case), opened()
    box = next(box for box in page.checkbox if str(box.key).startswith("public-"))
    assert (box.key, box.value) == (f"public-{number}-False", False)
    page = pressed(box.check().run(), f"yes-{case}")
    assert _open_ones(city) == {number}
    page = opened("terverifikasi")
    box = next(box for box in page.checkbox if box.key == f"public-{number}-True")
    assert box.value
    box.uncheck().run()
    assert _open_ones(city) == frozenset()


def _linked(city: Engine, case: str) -> int:
    """A link among the evidence of the claim on that card."""
    claim, at = int(case.rpartition("-f")[2]), datetime.now(UTC)
    link: dict[str, Any] = {"title": "Berita acara", "url": "https://kota.example/ba", "recorded_at": at}
    with writing(city) as session:
        row = t.Evidence(update_id=claim, recorded_by=OPERATOR.name, **link)
        session.add(row)
        ledger.append(session, OPERATOR, "report.submit", "programme:EN-02", at=at)
        return row.id or 0


def _open_ones(city: Engine) -> frozenset[int]:
    with reading(city) as session:
        return public_evidence(session, [row or 0 for row in session.exec(select(t.Evidence.id)).all()])


def test_one_verdict_per_look_and_ten_seconds_to_undo_it(city: Engine, signed_in_as: Enter) -> None:
    """P6: what is pressed within a second of a verdict is ignored; undone, the claim waits as before."""
    actor = signed_in_as(str(city.url), Role.VERIFIER)
    page = opened()
    before, first = cards(page), cards(page)[0]
    with time_machine.travel(datetime.now(UTC), tick=False):
        page = pressed(page, f"yes-{first}")
        page = pressed(page, f"yes-{cards(page)[0]}")
        assert cards(page) == before[1:]
        page = pressed(page, "undo-go")
    assert cards(page) == before
    assert "24 hal menunggu" in html(page)
    assert "undo-go" not in {button.key for button in page.button}
    with reading(city) as session:
        entries = session.exec(select(t.AuditEntry.actor, t.AuditEntry.action).order_by(t.AuditEntry.id)).all()  # type: ignore[arg-type]
    assert entries[-2:] == [(actor.name, "verification.verify"), (actor.name, "verification.undo")]


def test_a_no_without_a_reason_is_said_at_its_card_and_nothing_is_lost(city: Engine, signed_in_as: Enter) -> None:
    signed_in_as(str(city.url), Role.VERIFIER)
    page = opened()
    second = cards(page)[1]
    page = pressed(page, f"no-{second}")
    assert [error.value for error in page.error] == ["Tulis apa yang harus diperbaiki OPD."]
    assert len(cards(page)) == 5
    assert not page.run().error
    page.text_input(key=f"note-{second}").input("Foto kabur")
    page = pressed(page, f"no-{second}")
    assert len(cards(page)) == 4
    assert "1 klaim dikembalikan kepada OPD." in html(page)


@pytest.mark.parametrize(("part", "left"), [("klaim", "22 hal"), ("realisasi", "22 hal")])
def test_several_are_answered_at_once(city: Engine, signed_in_as: Enter, part: str, left: str) -> None:
    signed_in_as(str(city.url), Role.VERIFIER)
    page = opened(part)
    for key in cards(page)[:2]:
        page.checkbox(key=f"pick-{key}").check()
    page = page.run()
    page = pressed(page, "yes-together")
    assert left in html(page)
    assert not any(box.value for box in page.checkbox)
    with reading(city) as session:
        entries = session.exec(select(t.AuditEntry.subject).where(t.AuditEntry.action == "verification.verify")).all()
    assert entries == ["verification:2"]


def test_whoever_comes_second_hears_who_was_first(city: Engine, signed_in_as: Enter) -> None:
    signed_in_as(str(city.url), Role.VERIFIER)
    page = opened()
    first = cards(page)[0]
    with writing(city) as session:
        verification.verify(session, COLLEAGUE, Chosen((int(first.split("-f")[1]),)), at=datetime.now(UTC))
    page = pressed(page, f"yes-{first}")
    assert "sudah dijawab “Terverifikasi” oleh verifikator-2" in page.error[0].value
    assert first not in cards(page)


def test_a_proposed_date_is_approved_and_a_verification_revoked(city: Engine, signed_in_as: Enter) -> None:
    signed_in_as(str(city.url), Role.VERIFIER)
    page = opened("usulan")
    page = pressed(page, f"yes-{cards(page)[0]}")
    assert "Tidak ada usulan perubahan yang menunggu." in html(page)
    page = opened("terverifikasi")
    last = cards(page)[0]
    page.text_input(key=f"note-{last}").input("Ternyata belum dipakai")
    page = pressed(page, f"no-{last}")
    assert last not in cards(page)
    with reading(city) as session:
        actions = session.exec(select(t.AuditEntry.action).order_by(t.AuditEntry.id)).all()  # type: ignore[arg-type]
    assert actions[-2:] == ["change.approve", "verification.revoke"]


def test_what_would_replace_a_verified_figure_is_seen_beside_it(city: Engine, signed_in_as: Enter) -> None:
    """P19: the verifier sees both figures."""
    signed_in_as(str(city.url), Role.VERIFIER)
    at = datetime.now(UTC)
    with writing(city) as session:
        waits = queue(session, at.astimezone(CITY_ZONE).date()).readings[0]
        chosen = Chosen(readings=(waits.id,))
        verification.verify(session, COLLEAGUE, chosen, at=at)
        row, soon = session.get_one(t.Reading, waits.id), waits.recorded_at + timedelta(seconds=1)
        other: dict[str, Any] = {
            "indicator_id": row.indicator_id,
            "year": row.year,
            "quarter": row.quarter,
            "value": Decimal("70.25"),
        }
        session.add(t.Reading(**other, reason="salah ketik", recorded_by=OPERATOR.name, recorded_at=soon))
        ledger.append(session, OPERATOR, "report.submit", "programme:EN-01", at=at)
    text = html(opened("realisasi"))
    assert "Ini mengganti angka yang sudah terverifikasi. Terverifikasi sekarang: 61,92 indeks." in text


def test_answers_to_decisions_wait_in_the_same_queue_with_one_count(city: Engine, signed_in_as: Enter) -> None:
    """P16: the page, its part and the front page count alike."""
    proof = Attachment("Berita acara", url="https://example.go.id/ba")
    with writing(city) as session:
        draft = AnswerDraft("Petak terakhir sepakat.", is_done=True, proofs=(proof,))
        decision_answers.answer(session, OPERATOR, "AR-2026-02", draft, folder=Path(), at=datetime.now(UTC))
    signed_in_as(str(city.url), Role.VERIFIER)
    assert "25 hal menunggu verifikasi." in html(open_screen())
    page = opened("arahan")
    assert "25 hal menunggu" in html(page)
    assert "Petak terakhir sepakat." in html(page)
    assert "Berita acara" in html(page)
    (key,) = cards(page)
    assert pressed(page, f"no-{key}").error[0].value == "Tulis catatan untuk OPD: apa yang kurang."
    page.text_input(key=f"note-{key}").input("Foto patok belum ada")
    assert "24 hal menunggu" in html(pressed(page, f"no-{key}"))


def test_all_that_was_verified_can_be_found_and_revoked(city: Engine, signed_in_as: Enter) -> None:
    """P7: a true count, filters, pages; also from the programme's own page."""
    signed_in_as(str(city.url), Role.VERIFIER)
    with reading(city) as session:
        verified = queue(session, datetime.now(CITY_ZONE).date()).verified
        of_programme = session.exec(select(t.Milestone.id).where(t.Milestone.code.startswith("EN-02"))).all()
    count = len(verified)
    chosen = next(f"u{claim.update.id}" for claim in verified if claim.update.milestone_id in of_programme)
    page = opened("terverifikasi")
    assert count > 25
    assert f"{count} dari {count}, yang terbaru lebih dahulu." in html(page)
    assert re.search("Sudah dipakai oleh|Belum dipakai", html(page)), "what used it, before it is revoked"
    page = opened("terverifikasi", program="EN-02")
    cards_shown = cards(page)
    assert 0 < len(cards_shown) < 25
    page.text_input(key="queue-find").input("tidak ada yang bernama begini")
    assert cards(page.run()) == []
    page = turn_to(page, PROGRAMMES, kode="EN-02")
    page = page.selectbox(key="revoke-what").select(chosen).run()
    assert re.search("Sudah dipakai oleh|Belum dipakai", html(page))
    page = pressed(page, "FormSubmitter:revoke-Cabut verifikasi")
    assert [error.value for error in page.error] == ["Tulis apa yang harus diperbaiki OPD."]
    page.text_input(key="revoke-why").input("Foto dari tempat lain")
    page = pressed(page, "FormSubmitter:revoke-Cabut verifikasi")
    assert [error.value for error in page.error] == []
    with reading(city) as session:
        assert len(queue(session, datetime.now(CITY_ZONE).date()).verified) == count - 1


def test_a_verified_reading_is_revoked_on_the_page_of_its_programme(city: Engine, signed_in_as: Enter) -> None:
    """P7; not by those who answer for the indicator's own agency."""
    with reading(city) as session:
        queued = queue(session, datetime.now(CITY_ZONE).date())
        led = session.exec(
            select(t.Programme.code, t.Agency.code, t.Indicator.id, t.Indicator.name)
            .where(col(t.IndicatorProgramme.programme_id) == t.Programme.id)
            .where(col(t.IndicatorProgramme.indicator_id) == t.Indicator.id, t.Indicator.agency_id == t.Agency.id)
        ).all()
    rows = {number: (code, owner, name) for code, owner, number, name in led}
    one = next(reading for reading in queued.read if reading.indicator_id in rows)
    programme, agency, name = rows[one.indicator_id]
    signed_in_as(str(city.url), Role.VERIFIER, agency)
    theirs = open_screen(PROGRAMMES, kode=programme).selectbox
    assert not [o for box in theirs if box.key == "revoke-what" for o in box.options if o.startswith(name)]
    signed_in_as(str(city.url), Role.VERIFIER)
    page = open_screen(PROGRAMMES, kode=programme)
    page = page.selectbox(key="revoke-what").select(f"r{one.id}").run()
    page.text_input(key="revoke-why").input("Angka dari survei lain")
    page = pressed(page, "FormSubmitter:revoke-Cabut verifikasi")
    assert [error.value for error in page.error] == []
    with reading(city) as session:
        left = queue(session, datetime.now(CITY_ZONE).date())
    assert (left.read_count, one.id in [reading.id for reading in left.read]) == (queued.read_count - 1, False)


def test_claims_of_the_own_agency_are_shown_and_cannot_be_answered(city: Engine, signed_in_as: Enter) -> None:
    signed_in_as(str(city.url), Role.VERIFIER, "PUPR")
    page = opened("usulan")
    assert cards(page) == []
    assert "Dinas PUPR adalah OPD akun ini: verifikator lain yang menjawab." in html(page)
    assert "di antaranya dari OPD akun ini" in html(page)


def test_the_past_is_read_and_not_answered(city: Engine, signed_in_as: Enter) -> None:
    signed_in_as(str(city.url), Role.VERIFIER)
    page = opened(per="2026-11-16")
    assert "Jejak usulan terbuka untuk warga" in html(page)
    assert cards(page) == []


def test_an_empty_queue_is_a_designed_state(city: Engine, signed_in_as: Enter) -> None:
    with writing(city) as session:
        queued = queue(session, datetime.now(CITY_ZONE).date())
        physical = tuple(one.update.id for one in queued.physical)
        chosen = Chosen(tuple(c.update.id for c in queued.claims), tuple(r.id for r in queued.readings), physical)
        verification.verify(session, COLLEAGUE, chosen, at=datetime.now(UTC))
        change_requests.approve(session, COLLEAGUE, Proposed(tuple(c.id for c in queued.changes)), at=datetime.now(UTC))
    signed_in_as(str(city.url), Role.VERIFIER)
    text = html(opened())
    assert "Tidak ada yang menunggu verifikasi." in text
    assert "Antrean kosong" in text
    assert 'href="/kepatuhan' in text
