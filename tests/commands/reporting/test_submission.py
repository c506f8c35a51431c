"""Sending a report: whole or not at all, once however often it is sent, never over what was said meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import func, select

from smartcity.commands.reporting import submission
from smartcity.commands.reporting.submission import Receipt, Sending
from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Claim, OwnRating, Role, Verdict
from smartcity.domain.errors import Forbidden, Refused, present
from smartcity.domain.facts.evidence import Attachment, MediaType, NewFile
from smartcity.domain.reporting.submission import Step, Submission
from smartcity.queries import ledger
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.people import make_account
from tests.plan import FOURTH, M1, M2, M3, N1, NOON, THIRD, TODAY, build

LINK = Attachment("Foto", url="https://example.go.id/foto")
COUNTED = (t.Statement, t.MilestoneUpdate, t.Evidence, t.DueDateChange, t.AuditEntry)
DONE = Submission(obstacle="hujan", steps={M2: Step(Claim.DONE, None, TODAY, proofs=(LINK,))})


@pytest.fixture
def operator(database: Engine) -> Actor:
    build(database)
    return make_account(database, Role.AGENCY, "A")


@pytest.fixture
def sending(tmp_path: Path) -> Sending:
    return Sending("P-1", FOURTH, DONE, key="k1", based_on=1, folder=tmp_path / "bukti")


def send(engine: Engine, actor: Actor, sending: Sending, at: datetime = NOON) -> Receipt:
    with writing(engine) as session:
        return submission.submit(session, actor, sending, at=at)


def refusal(engine: Engine, actor: Actor, sending: Sending, at: datetime = NOON) -> Refused:
    before = counts(engine)
    with pytest.raises(Refused) as no:
        send(engine, actor, sending, at)
    assert counts(engine) == before, "a refused report leaves nothing"
    return no.value


def counts(engine: Engine) -> list[int]:
    with reading(engine) as session:
        return [session.exec(select(func.count()).select_from(table)).one() for table in COUNTED]


def only(engine: Engine, table: Any, *where: Any) -> Any:
    with reading(engine) as session:
        row = session.exec(select(table).where(*where)).one()
        session.expunge(row)
        return row


def three_steps(photo: Any) -> Submission:
    """One proved done, one running, one asked to be later; with what the office types around its words."""
    return Submission(
        own_rating=OwnRating.ATTENTION,
        happened="  Uji coba\x00 ",
        help_needed="izin",
        help_from="Sekda",
        obstacle="hujan",
        obstacle_milestone=M1,
        steps={
            M1: Step(new_due_on=date(2027, 1, 31), move_reason="hujan"),
            M2: Step(Claim.DONE, None, TODAY, "tuntas", (photo, LINK)),
            M3: Step(Claim.RUNNING, 30),
        },
    )


def test_a_report_writes_its_statement_updates_evidence_and_proposals(
    database: Engine, operator: Actor, sending: Sending
) -> None:
    with writing(database) as session:
        photo = NewFile("Foto pelatihan", MediaType.JPEG, b"\xff\xd8\xff photo")
        file_id = submission.keep_file(session, operator, "P-1", photo, folder=sending.folder)
    receipt = send(database, operator, replace(sending, given=three_steps(file_id)))
    assert receipt == Receipt(2, NOON, claims=1, moves=1)
    statement = only(database, t.Statement, t.Statement.id == 2)
    assert (statement.happened, statement.next_step, statement.own_rating) == ("Uji coba", None, OwnRating.ATTENTION)
    assert (statement.recorded_by, statement.obstacle_milestone_id) == (operator.name, M1)
    done = only(database, t.MilestoneUpdate, t.MilestoneUpdate.claim == Claim.DONE, t.MilestoneUpdate.statement_id == 2)
    assert (done.milestone_id, done.achieved_on, done.percent, done.note) == (M2, TODAY, None, "tuntas")
    file = only(database, t.Evidence, t.Evidence.file_sha256 == file_id.sha256)
    assert (file.update_id, file.file_name, file.media_type, file.size_bytes) == (
        done.id,
        "Foto pelatihan.jpg",
        "image/jpeg",
        9,
    )
    move = only(database, t.DueDateChange)
    assert (move.old_due_on, move.new_due_on, move.approved_at) == (date(2026, 10, 31), date(2027, 1, 31), None)
    entry = only(database, t.AuditEntry)
    assert (entry.actor, entry.action, entry.subject) == (operator.name, "report.submit", "statement:2")
    assert entry.before == {"M-1": "running", "M-2": "running", "M-3": "not_started"}
    assert set(entry.after["steps"]) == {"M-1", "M-2", "M-3"}
    with reading(database) as session:
        assert ledger.first_broken(session) is None


def test_the_same_submission_again_is_the_same_one(database: Engine, operator: Actor, sending: Sending) -> None:
    first = send(database, operator, sending)
    before = counts(database)
    for later in (NOON, NOON + timedelta(hours=1), NOON + timedelta(days=60)):
        assert send(database, operator, sending, later) == first
    assert counts(database) == before


def test_twenty_at_once_make_one(database: Engine, operator: Actor, sending: Sending) -> None:
    with ThreadPoolExecutor(8) as pool:
        receipts = set(pool.map(lambda _: send(database, operator, sending), range(20)))
    assert len(receipts) == 1
    assert counts(database)[0] == 2


def test_other_words_under_the_same_key_are_not_swallowed(database: Engine, operator: Actor, sending: Sending) -> None:
    send(database, operator, sending)
    other = replace(sending, given=replace(DONE, happened="lain"))
    assert refusal(database, operator, other).key == "reporting.conflict"
    assert refusal(database, operator, replace(other, based_on=2)).key == "reporting.conflict"


def test_who_comes_second_is_told_by_whom_and_when(database: Engine, operator: Actor, sending: Sending) -> None:
    head = make_account(database, Role.AGENCY, "A")
    send(database, head, sending)
    no = refusal(database, operator, replace(sending, key="k2"), NOON + timedelta(minutes=5))
    assert (no.key, no.facts) == ("reporting.conflict", {"who": head.name, "at": NOON})
    assert send(database, operator, replace(sending, key="k2", based_on=2, given=Submission(obstacle="x")))


def test_what_is_incomplete_writes_nothing(database: Engine, operator: Actor, sending: Sending) -> None:
    empty = replace(sending, given=Submission(steps={M2: Step(Claim.DONE)}))
    no = refusal(database, operator, empty)
    assert (no.key, no.facts) == ("reporting.incomplete", {"count": 3})


def test_evidence_that_is_not_there_is_not_claimed(database: Engine, operator: Actor, sending: Sending) -> None:
    ghost = Attachment("Foto", sha256="a" * 64, media_type=MediaType.PNG)
    given = replace(DONE, steps={M2: Step(Claim.DONE, None, TODAY, proofs=(ghost,))})
    assert refusal(database, operator, replace(sending, given=given)).key == "evidence.lost"


@pytest.mark.parametrize(
    ("period", "at", "key"),
    [
        (FOURTH, datetime(2026, 12, 11, tzinfo=NOON.tzinfo), "lock.period"),
        (FOURTH, datetime(2026, 12, 10, 23, 59, tzinfo=NOON.tzinfo), None),
        (FOURTH, datetime(2026, 10, 31, tzinfo=NOON.tzinfo), "lock.coming"),
        (THIRD, NOON, "lock.period"),
        (99, NOON, "reporting.unknown_period"),
    ],
)
def test_a_locked_period_takes_nothing(
    database: Engine, operator: Actor, sending: Sending, period: int, at: datetime, key: str | None
) -> None:
    given = Submission(obstacle="hujan", steps={M3: Step(Claim.RUNNING, 10)})
    asked = replace(sending, period_id=period, given=given)
    if key is None:
        assert send(database, operator, asked, at)
    else:
        assert refusal(database, operator, asked, at).key == key


def test_a_listed_exception_opens_it_for_this_agency_only(database: Engine, operator: Actor, sending: Sending) -> None:
    for agency, until in ((2, NOON + timedelta(days=1)), (1, NOON - timedelta(seconds=1))):
        grant(database, agency, until)
        assert refusal(database, operator, replace(sending, period_id=THIRD)).key == "lock.period"
    grant(database, 1, NOON + timedelta(days=1))
    given = replace(DONE, steps={M2: Step(Claim.DONE, None, date(2026, 9, 30), proofs=(LINK,))})
    assert send(database, operator, replace(sending, period_id=THIRD, given=given))


def grant(engine: Engine, agency: int, until: datetime) -> None:
    with writing(engine) as session:
        session.add(
            t.LockException(
                recorded_at=NOON, recorded_by="Verifikator", period_id=THIRD, agency_id=agency, until=until, reason="x"
            )
        )


@pytest.mark.parametrize("role", Role)
@pytest.mark.usefixtures("operator")
def test_nobody_but_the_leading_agency_reports(database: Engine, sending: Sending, role: Role) -> None:
    stranger = make_account(database, role, "B" if role is Role.AGENCY else None)
    before = counts(database)
    with pytest.raises(Forbidden):
        send(database, stranger, sending)
    photo = NewFile("Foto", MediaType.JPEG, b"\xff\xd8\xff")
    with pytest.raises(Forbidden), writing(database) as session:
        submission.keep_file(session, stranger, "P-1", photo, folder=sending.folder)
    assert counts(database) == before
    assert not sending.folder.exists()


def test_a_returned_claim_is_claimed_anew_and_its_evidence_does_not_count(
    database: Engine, operator: Actor, sending: Sending
) -> None:
    send(database, operator, sending)
    answer(database, Verdict.RETURNED)
    again = replace(sending, key="k2", based_on=2, given=replace(DONE, steps={M2: Step(Claim.DONE, None, TODAY)}))
    assert refusal(database, operator, again).facts == {"count": 1}
    fresh = replace(DONE, steps={M2: Step(Claim.DONE, None, TODAY, "foto baru", (LINK,))})
    assert send(database, operator, replace(again, given=fresh)).claims == 1


def test_a_verified_milestone_is_closed(database: Engine, operator: Actor, sending: Sending) -> None:
    send(database, operator, sending)
    answer(database, Verdict.VERIFIED)
    back = replace(DONE, steps={M2: Step(Claim.RUNNING, 90, note="ternyata belum")})
    again = replace(sending, key="k2", based_on=2, given=back)
    assert refusal(database, operator, again).key == "reporting.incomplete"


def answer(engine: Engine, verdict: Verdict) -> None:
    with writing(engine) as session:
        update_id = session.exec(select(func.max(t.MilestoneUpdate.id))).one()
        session.add(t.UpdateReview(recorded_at=NOON, recorded_by="V", update_id=present(update_id), verdict=verdict))


def test_a_milestone_of_another_programme_is_none_of_this_one(
    database: Engine, operator: Actor, sending: Sending
) -> None:
    given = replace(DONE, steps={N1: Step(Claim.RUNNING, 10)})
    assert refusal(database, operator, replace(sending, given=given)).key == "reporting.incomplete"


def test_a_second_date_waits_for_the_answer_to_the_first(database: Engine, operator: Actor, sending: Sending) -> None:
    def moving(key: str, base: int) -> Sending:
        step = Step(new_due_on=date(2027, 3, 1), move_reason="hujan")
        return replace(sending, key=key, based_on=base, given=replace(DONE, steps={M2: step}))

    send(database, operator, moving("k1", 1))
    assert refusal(database, operator, moving("k2", 2)).facts == {"count": 1}
    with writing(database) as session:
        session.add(
            t.ChangeReview(recorded_at=NOON, recorded_by="V", due_date_change_id=1, verdict=Verdict.RETURNED, note="x")
        )
    assert send(database, operator, moving("k2", 2)).moves == 1


@pytest.mark.parametrize(
    "hostile",
    [
        "x" * 10_000,
        "<script>alert(1)</script>",
        "=cmd|'/c calc'!A0",
        "\u202etxt.exe",
        "nul\x00nul",
        "'); DROP TABLE x;--",
    ],
)
def test_hostile_words_are_kept_as_words_or_refused(
    database: Engine, operator: Actor, sending: Sending, hostile: str
) -> None:
    typed: dict[str, Any] = dict.fromkeys(("happened", "obstacle", "next_step", "help_needed", "help_from"), hostile)
    step = Step(Claim.RUNNING, 70, note=hostile, new_due_on=date(2027, 1, 31), move_reason=hostile)
    asked = replace(sending, given=Submission(**typed, steps={M2: step}))
    if len(hostile) > 280:
        assert refusal(database, operator, asked).facts == {"count": 7}
        return
    send(database, operator, asked)
    row = only(database, t.Statement, t.Statement.id == 2)
    plain = hostile.replace("\x00", "").replace("\u202e", "")
    assert {row.happened, row.obstacle, row.next_step, row.help_needed, row.help_from} == {plain}
