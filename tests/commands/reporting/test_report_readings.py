"""Readings sent with a report: asked of one programme, written with their areas, answered like claims."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from smartcity.commands.contexts import milestones
from smartcity.commands.reporting import report_drafts, submission, verification
from smartcity.commands.reporting.report_drafts import Draft
from smartcity.commands.reporting.submission import Sending
from smartcity.commands.reporting.verification import Chosen
from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Role, Span, Verdict
from smartcity.domain.errors import Refused
from smartcity.domain.facts.evidence import Attachment
from smartcity.domain.indicators.readings import Entry, Gauge, Typed
from smartcity.domain.reporting.submission import FieldRef, Submission
from smartcity.queries import submissions
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.measures import EAST, GONE, OTHERS, RATIO, SCORE, VISITS, WEST, measure
from tests.people import make_account
from tests.plan import BEGUN, FOURTH, NOON, THIRD, build

LINK = Attachment("Foto", url="https://example.go.id/foto")
NEXT = NOON + timedelta(hours=1)


@pytest.fixture
def operator(database: Engine) -> Actor:
    build(database)
    measure(database)
    return make_account(database, Role.AGENCY, "A")


def sending(folder: Path, readings: dict[int, Entry], key: str = "k1", based_on: int = 1) -> Sending:
    given = Submission(obstacle="hujan", readings=readings)
    return Sending("P-1", FOURTH, given, key=key, based_on=based_on, folder=folder / "bukti")


def rows(engine: Engine, *where: Any) -> list[t.Reading]:
    with reading(engine) as session:
        readings = session.exec(select(t.Reading).where(*where).order_by(col(t.Reading.id))).all()
        session.expunge_all()
        return list(readings)


def gauges(engine: Engine, actor: Actor) -> dict[int, Gauge]:
    with reading(engine) as session:
        return dict(milestones.report_context(session, actor, "P-1", FOURTH, NOON).gauges)


def test_a_programme_asks_for_the_indicators_at_home_in_it(database: Engine, operator: Actor) -> None:
    asked = gauges(database, operator)
    assert set(asked) == {SCORE, VISITS, RATIO}
    assert [(str(period), value.value) for period, value in asked[SCORE].before] == [("III/2026", 60)]
    assert (asked[SCORE].current, asked[SCORE].areas, asked[VISITS].areas) == (None, (), (WEST, EAST))
    assert (asked[SCORE].bounds.lower, asked[SCORE].bounds.upper) == (0, 100)


def test_readings_are_written_with_their_statement_areas_and_evidence(
    database: Engine, operator: Actor, tmp_path: Path
) -> None:
    visits = Entry(areas={WEST: Typed("1.200"), EAST: Typed("300,5")}, note="karcis")
    entries = {SCORE: Entry(Typed("64,5"), proofs=(LINK,)), VISITS: visits}
    with writing(database) as session:
        receipt = submission.submit(session, operator, sending(tmp_path, entries), at=NOON)
    assert (receipt.readings, receipt.claims) == (2, 0)
    score, city, west, east = rows(database, t.Reading.statement_id == receipt.statement_id)
    assert (score.indicator_id, score.value, score.year, score.quarter) == (SCORE, Decimal("64.5"), 2026, 4)
    assert (city.value, city.area_id, city.note, city.recorded_by) == (
        Decimal("1500.5"),
        None,
        "karcis",
        operator.name,
    )
    assert [(row.area_id, row.value) for row in (west, east)] == [(WEST, Decimal(1200)), (EAST, Decimal("300.5"))]
    with reading(database) as session:
        assert session.exec(select(t.Evidence.reading_id).where(t.Evidence.reading_id == score.id)).one()
        (sent,) = submissions.statements_since(session, 1, FOURTH, 1)
        (other,) = submissions.statements_since(session, 1, THIRD, 1)
        entry = session.exec(select(t.AuditEntry)).one()
    assert other.given == Submission(), "of another period only milestones are in common"
    assert sent.given.readings[VISITS].areas == {WEST: Typed("1200"), EAST: Typed("300,5")}
    assert sent.given.readings[SCORE].proofs == (LINK,)
    assert set((entry.after or {})["readings"]) == {"I-1", "I-2"}  # type: ignore[call-overload]
    assert gauges(database, operator)[SCORE].current == Entry(Typed("64,5"))


def test_the_same_submission_again_answers_with_the_same_receipt(
    database: Engine, operator: Actor, tmp_path: Path
) -> None:
    for at in (NOON, NEXT):
        with writing(database) as session:
            receipt = submission.submit(session, operator, sending(tmp_path, {SCORE: Entry(Typed("61"))}), at=at)
        assert (receipt.at, receipt.readings) == (NOON, 1)


@pytest.mark.parametrize(
    ("entry", "is_taken"),
    [
        (Entry(Typed("101")), False),
        (Entry(Typed("101"), reason="  "), False),
        (Entry(Typed("101"), reason="skala baru"), True),
        (Entry(Typed("enam puluh")), False),
    ],
)
def test_an_unusual_value_goes_with_its_reason_only(
    database: Engine, operator: Actor, tmp_path: Path, entry: Entry, *, is_taken: bool
) -> None:
    one = sending(tmp_path, {SCORE: entry})
    if is_taken:
        with writing(database) as session:
            submission.submit(session, operator, one, at=NOON)
        assert rows(database)[-1].reason == "skala baru"
        return
    with pytest.raises(Refused) as no, writing(database) as session:
        submission.submit(session, operator, one, at=NOON)
    assert no.value.key == "reporting.incomplete"
    assert len(rows(database)) == 1


def test_a_returned_reading_is_asked_again_and_its_answer_stands_alone(
    database: Engine, operator: Actor, tmp_path: Path
) -> None:
    verifier = make_account(database, Role.VERIFIER)
    with writing(database) as session:
        submission.submit(session, operator, sending(tmp_path, {SCORE: Entry(Typed("70"))}), at=NOON)
    with writing(database) as session:
        verification.send_back(session, verifier, Chosen(readings=(2,)), "tanpa sumber", at=NEXT)
    assert gauges(database, operator)[SCORE].current is None
    again = sending(tmp_path, {SCORE: Entry(Typed("66"))}, key="k2", based_on=2)
    with writing(database) as session:
        submission.submit(session, operator, again, at=NEXT)
    with writing(database) as session:
        verification.verify(session, verifier, Chosen(readings=(3,)), at=NEXT)
    with reading(database) as session:
        verdicts = session.exec(select(t.ReadingReview.verdict).order_by(col(t.ReadingReview.id))).all()
    assert list(verdicts)[1:] == [Verdict.RETURNED, Verdict.VERIFIED]


def test_a_draft_keeps_readings_as_they_are_typed(database: Engine, operator: Actor) -> None:
    begun = Draft(Submission(), "k1", 1, NOON)
    spots = {FieldRef("value", None, SCORE): "enam,", FieldRef("value", None, VISITS, WEST): "12"}
    with writing(database) as session:
        report_drafts.save_draft(session, operator, "P-1", FOURTH, spots, begun=begun, at=NOON)
    with reading(database) as session:
        draft = report_drafts.draft_of(session, operator, "P-1", FOURTH)
    assert draft is not None
    assert {ref: draft.given.at(ref) for ref in spots} == spots


def test_another_programme_of_the_agency_asks_nothing(database: Engine, operator: Actor, tmp_path: Path) -> None:
    """OTHERS is of another agency, GONE is retired: what is typed for them is left out."""
    entries = {GONE: Entry(Typed("1")), OTHERS: Entry(Typed("1"))}
    one = sending(tmp_path, entries)
    with writing(database) as session:
        submission.submit(session, operator, replace(one, given=replace(one.given, happened="rapat")), at=NOON)
    assert len(rows(database)) == 1


def test_what_is_not_applicable_is_sent_without_a_value_and_waits_like_a_reading(
    database: Engine, operator: Actor, tmp_path: Path
) -> None:
    with writing(database) as session:
        entry = Entry(Typed("7"), note="tidak ikut dinilai", is_not_applicable=True)
        submission.submit(session, operator, sending(tmp_path, {SCORE: entry}), at=NOON)
    sent = rows(database, t.Reading.indicator_id == SCORE)[-1]
    assert (sent.quarter, sent.value, sent.note, sent.is_not_applicable) == (4, None, "tidak ikut dinilai", True)
    assert gauges(database, operator)[SCORE].current == Entry(note="tidak ikut dinilai", is_not_applicable=True)


@pytest.mark.parametrize(
    ("entry", "asks"),
    [
        (Entry(Typed("66")), True),
        (Entry(is_not_applicable=True), True),
        (Entry(Typed("70"), note="sumber baru"), False),
        (Entry(Typed("70"), proofs=(LINK,)), False),
    ],
)
def test_a_verified_figure_gives_way_to_another_only_with_a_reason(
    database: Engine, operator: Actor, tmp_path: Path, entry: Entry, *, asks: bool
) -> None:
    """P19: the reason goes with the figure; the same figure again, or what nobody verified, asks for none."""
    sent = [(Entry(Typed("64")), "k1", 1), (Entry(Typed("70")), "k2", 2)]
    for earlier, key, based_on in sent:
        with writing(database) as session:
            again = sending(tmp_path, {SCORE: earlier}, key=key, based_on=based_on)
            submission.submit(session, operator, again, at=NOON)
    with writing(database) as session:
        verification.verify(session, make_account(database, Role.VERIFIER), Chosen(readings=(3,)), at=NOON)
    last = sending(tmp_path, {SCORE: entry}, key="k3", based_on=3)
    if asks:
        with pytest.raises(Refused) as no, writing(database) as session:
            submission.submit(session, operator, last, at=NEXT)
        assert no.value.key == "reporting.incomplete"
        last = sending(tmp_path, {SCORE: replace(entry, reason="salah hitung")}, key="k3", based_on=3)
    with writing(database) as session:
        submission.submit(session, operator, last, at=NEXT)
    assert rows(database)[-1].reason == ("salah hitung" if asks else None)


@pytest.mark.parametrize(("half", "span"), [(2, Span.HALF), (None, Span.YEAR)])
def test_a_reading_covers_what_its_target_covers(
    database: Engine, operator: Actor, tmp_path: Path, half: int | None, span: Span
) -> None:
    fields: dict[str, Any] = {"batch_id": 1, "recorded_at": BEGUN, "indicator_id": RATIO, "year": 2026}
    with writing(database) as session:
        session.add(t.Target(**fields, half=half, value=Decimal(1)))
    assert gauges(database, operator)[RATIO].span is span
    entry = Entry(Typed(numerator="1", denominator="4"))
    with writing(database) as session:
        submission.submit(session, operator, sending(tmp_path, {RATIO: entry}), at=NOON)
    sent = rows(database, t.Reading.indicator_id == RATIO)[-1]
    assert (sent.year, sent.quarter, sent.half) == (2026, None, half)
