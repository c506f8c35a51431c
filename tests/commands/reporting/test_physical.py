"""Physical percentages reported, verified, returned and revoked; what was known before stays known so."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, update
from sqlmodel import col, select

from smartcity.commands.contexts import milestones
from smartcity.commands.reporting import report_drafts, submission, verification
from smartcity.commands.reporting.report_drafts import Draft
from smartcity.commands.reporting.submission import Sending
from smartcity.commands.reporting.verification import Chosen
from smartcity.domain.access.roles import Actor
from smartcity.domain.calendar import PeriodName
from smartcity.domain.enums import Health, Measure, Role, Verdict
from smartcity.domain.errors import Forbidden, Refused
from smartcity.domain.facts.evidence import Attachment
from smartcity.domain.money.balances import physical_work_of_year
from smartcity.domain.plan.curve import s_curve
from smartcity.domain.plan.physical import PhysicalPercent, PlannedPercent, physical_facts
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.changes import Changes
from smartcity.domain.portfolio.differences import of_programme as differences_of_programme
from smartcity.domain.portfolio.portfolio import curve_parts
from smartcity.domain.reasons import TaskReason
from smartcity.domain.reporting.conflicts import PHYSICAL, combined, differences, reconciled
from smartcity.domain.reporting.physical_reports import NOTHING_REPORTED, PhysicalEntry
from smartcity.domain.reporting.reporting_tasks import PhysicalTasks, ranked_tasks
from smartcity.domain.reporting.submission import FieldRef, Submission, settled
from smartcity.domain.reporting.validation import violations
from smartcity.domain.reporting.verification_queue import VerificationQueue
from smartcity.queries import history, portfolio, submissions
from smartcity.queries.verification_queue import queue
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.people import make_account
from tests.plan import BEGUN, FOURTH, NOON, TODAY, build

VERIFIER = Actor("verifikator", Role.VERIFIER)
LINK = Attachment("Foto", url="https://example.go.id/foto")
DAY = timedelta(days=1)
MARCH, JUNE, SEPTEMBER = date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30)


@pytest.fixture
def plan(database: Engine) -> Engine:
    """P-1 is measured physically: 20 planned by March, 50 by September, 100 by December; 15 verified for June."""
    build(database)
    with writing(database) as session:
        session.execute(update(t.Programme).where(col(t.Programme.code) == "P-1").values(measure=Measure.PHYSICAL))
        fields: dict[str, Any] = {"batch_id": 1, "recorded_at": BEGUN, "programme_id": 1}
        for day, percent in ((MARCH, 20), (SEPTEMBER, 50), (date(2026, 12, 31), 100)):
            session.add(t.PlannedPercent(**fields, day=day, percent=Decimal(percent)))
        stamp: dict[str, Any] = {"recorded_at": NOON - 90 * DAY, "recorded_by": "Operator A"}
        session.add(t.PhysicalUpdate(**stamp, programme_id=1, day=JUNE, percent=Decimal(15)))
        session.flush()
        session.add(t.PhysicalReview(**stamp, physical_update_id=1, verdict=Verdict.VERIFIED))
    return database


@pytest.fixture
def operator(plan: Engine) -> Actor:
    return make_account(plan, Role.AGENCY, "A")


def sending(folder: Path, entry: PhysicalEntry, key: str = "k1", based_on: int = 1) -> Sending:
    given = Submission(obstacle="hujan", physical=entry)
    return Sending("P-1", FOURTH, given, key=key, based_on=based_on, folder=folder / "bukti")


def send(engine: Engine, actor: Actor, one: Sending, at: datetime = NOON) -> submission.Receipt:
    with writing(engine) as session:
        return submission.submit(session, actor, one, at=at)


def answer(engine: Engine, verb: Callable[..., None], *words: Any, actor: Actor = VERIFIER) -> None:
    with writing(engine) as session:
        verb(session, actor, *words, at=NOON + DAY)


def programme(engine: Engine, day: date = TODAY) -> Programme:
    with reading(engine) as session:
        shown_plan = portfolio.load_portfolio(session, day)
        assert shown_plan is not None
        first = shown_plan.programme("P-1")
        assert first is not None
        return first


def waiting(engine: Engine, day: date = TODAY) -> VerificationQueue:
    with reading(engine) as session:
        return queue(session, day)


def shares(programme: Programme) -> tuple[Fraction, ...] | None:
    progress = programme.progress
    return None if progress is None else (progress.planned, progress.verified, progress.claimed)


def test_progress_and_health_follow_from_curve_and_percentages(plan: Engine) -> None:
    shown = programme(plan)
    assert shares(shown) == (Fraction(1, 2), Fraction(15, 100), Fraction(15, 100))
    assert shown.health is Health.LATE
    assert len(shown.milestones) == 4


def test_before_it_was_known_nothing_was_reported(plan: Engine) -> None:
    assert shares(programme(plan, (NOON - 100 * DAY).date())) == (Fraction(1, 5), 0, 0)


def test_a_reported_percentage_waits_for_its_verdict(plan: Engine, operator: Actor, tmp_path: Path) -> None:
    receipt = send(plan, operator, sending(tmp_path, PhysicalEntry("40,5", "+ pondasi", (LINK,))))
    assert (receipt.claims, receipt.percentages) == (0, 1)
    assert shares(programme(plan)) == (Fraction(1, 2), Fraction(15, 100), Fraction(405, 1000))
    (case,) = waiting(plan).physical
    assert (case.update.percent, case.update.day, case.update.note) == (Fraction("40.5"), TODAY, "+ pondasi")
    assert [proof.title for proof in case.update.proofs] == ["Foto"]
    assert [earlier.percent for earlier in case.earlier] == [15]
    assert waiting(plan).oldest == case.update.recorded_at


def test_another_percentage_for_a_day_that_is_verified_says_why(plan: Engine, operator: Actor, tmp_path: Path) -> None:
    send(plan, operator, sending(tmp_path, PhysicalEntry("40")))
    send(plan, operator, sending(tmp_path, PhysicalEntry("42"), "k2", 2))
    answer(plan, verification.verify, Chosen(physical=(3,)))
    with pytest.raises(Refused, match=r"reporting\.incomplete"):
        send(plan, operator, sending(tmp_path, PhysicalEntry("45"), "k3", 3))
    send(plan, operator, sending(tmp_path, PhysicalEntry("45", "hitungan ulang"), "k3", 3))
    (case,) = waiting(plan).physical
    assert (case.update.percent, case.update.note) == (45, "hitungan ulang")


def test_the_same_report_sent_twice_is_written_once(plan: Engine, operator: Actor, tmp_path: Path) -> None:
    one = sending(tmp_path, PhysicalEntry("40"))
    assert send(plan, operator, one) == send(plan, operator, one)
    with reading(plan) as session:
        assert len(session.exec(select(t.PhysicalUpdate)).all()) == 2


def test_verified_it_counts_and_waits_no_more(plan: Engine, operator: Actor, tmp_path: Path) -> None:
    send(plan, operator, sending(tmp_path, PhysicalEntry("100,9", "volume tambahan")))
    answer(plan, verification.verify, Chosen(physical=(2,)))
    after = TODAY + DAY
    assert shares(programme(plan, after)) == (Fraction(1, 2), 1, 1)
    assert programme(plan, after).health is Health.DONE
    assert waiting(plan, after).physical == ()
    assert [case.update.id for case in waiting(plan, after).physical_verified] == [2, 1]
    assert shares(programme(plan)) == (Fraction(1, 2), Fraction(15, 100), 1)


@pytest.mark.parametrize("verb", [verification.send_back, verification.revoke])
def test_sent_back_or_revoked_it_never_stood(
    plan: Engine, operator: Actor, tmp_path: Path, verb: Callable[..., None]
) -> None:
    send(plan, operator, sending(tmp_path, PhysicalEntry("40")))
    if verb is verification.revoke:
        answer(plan, verification.verify, Chosen(physical=(2,)))
    answer(plan, verb, Chosen(physical=(2,)), "foto tidak cocok")
    assert shares(programme(plan, TODAY + DAY)) == (Fraction(1, 2), Fraction(15, 100), Fraction(15, 100))
    assert waiting(plan, TODAY + DAY).physical == ()


def test_a_return_needs_a_reason_and_nobody_answers_for_their_own(
    plan: Engine, operator: Actor, tmp_path: Path
) -> None:
    send(plan, operator, sending(tmp_path, PhysicalEntry("40")))
    with pytest.raises(Refused):
        answer(plan, verification.send_back, Chosen(physical=(2,)), " ")
    with pytest.raises(Forbidden):
        answer(plan, verification.verify, Chosen(physical=(2,)), actor=replace(VERIFIER, agency="A"))
    with pytest.raises(Forbidden):
        answer(plan, verification.verify, Chosen(physical=(2,)), actor=operator)


def test_the_ledger_keeps_what_was_answered(plan: Engine, operator: Actor, tmp_path: Path) -> None:
    send(plan, operator, sending(tmp_path, PhysicalEntry("40")))
    answer(plan, verification.verify, Chosen(physical=(2,)))
    with reading(plan) as session:
        entry = session.exec(select(t.AuditEntry).where(t.AuditEntry.action == "verification.verify")).one()
        assert entry.subject == "programme:P-1"
        assert (entry.after or {})["physical"] == [2]


@pytest.mark.parametrize(
    ("entry", "wrong"),
    [
        (PhysicalEntry("40"), []),
        (PhysicalEntry("15"), []),
        (PhysicalEntry("14,9"), [("note", "why_lower")]),
        (PhysicalEntry("14,9", "dihitung ulang"), []),
        (PhysicalEntry("100"), []),
        (PhysicalEntry("100,1"), [("note", "why_above")]),
        (PhysicalEntry("-1"), [("percent", "percent_negative"), ("note", "why_lower")]),
        (PhysicalEntry("empat puluh"), [("percent", "unreadable")]),
        (PhysicalEntry("", "sudah jalan"), [("percent", "percent_missing")]),
        (PhysicalEntry("40", "x" * 281), [("note", "too_long")]),
        (PhysicalEntry("40", "", (LINK,) * 21), [("proofs", "proofs_too_many")]),
    ],
)
def test_what_a_percentage_must_satisfy(
    plan: Engine, operator: Actor, entry: PhysicalEntry, wrong: list[tuple[str, str]]
) -> None:
    with reading(plan) as session:
        context = milestones.report_context(session, operator, "P-1", FOURTH, NOON)
    violations_seen = violations(settled(Submission(obstacle="hujan", physical=entry), context), context)
    assert [(one.ref.name, one.key) for one in violations_seen] == wrong
    assert all(one.ref.physical for one in violations_seen)


def test_a_programme_measured_by_milestones_takes_none(plan: Engine, operator: Actor) -> None:
    with writing(plan) as session:
        session.execute(update(t.Programme).values(measure=Measure.MILESTONES))
    with reading(plan) as session:
        context = milestones.report_context(session, operator, "P-1", FOURTH, NOON)
    violations_seen = violations(Submission(obstacle="hujan", physical=PhysicalEntry("40")), context)
    assert [one.key for one in violations_seen] == ["not_physical"]


def test_the_day_is_today_and_at_most_the_last_of_the_period(plan: Engine, operator: Actor) -> None:
    later = datetime(2027, 1, 20, 12, tzinfo=NOON.tzinfo)
    for at, day in ((NOON, TODAY), (later, date(2026, 12, 31))):
        with reading(plan) as session:
            context = milestones.report_context(session, operator, "P-1", FOURTH, at)
        assert context.physical is not None
        assert context.physical.day == day


def test_a_draft_keeps_what_was_typed(plan: Engine, operator: Actor) -> None:
    begun, ref = Draft(Submission(), "k", 1, NOON), FieldRef("percent", physical=True)
    with writing(plan) as session:
        report_drafts.save_draft(session, operator, "P-1", FOURTH, {ref: "41,2"}, begun=begun, at=NOON)
    with reading(plan) as session:
        draft = report_drafts.draft_of(session, operator, "P-1", FOURTH)
    assert draft is not None
    assert draft.given.physical == PhysicalEntry("41,2")
    assert draft.given.at(ref) == "41,2"


def test_two_percentages_at_once_are_chosen_between(plan: Engine, operator: Actor, tmp_path: Path) -> None:
    send(plan, operator, sending(tmp_path, PhysicalEntry("40")))
    with reading(plan) as session:
        theirs = combined(submissions.statements_since(session, 1, FOURTH, 1))
    assert theirs.physical == PhysicalEntry("40")
    mine, ref = Submission(physical=PhysicalEntry("45")), FieldRef(PHYSICAL, physical=True)
    assert [one.ref for one in differences(mine, theirs) if one.ref.physical] == [ref]
    assert reconciled(mine, theirs, {ref}).physical == NOTHING_REPORTED
    assert reconciled(mine, theirs, ()).physical == PhysicalEntry("45")
    assert reconciled(Submission(), theirs, ()).physical == NOTHING_REPORTED


def test_what_counts_as_verified_is_revoked_though_a_newer_one_waits(
    plan: Engine, operator: Actor, tmp_path: Path
) -> None:
    send(plan, operator, sending(tmp_path, PhysicalEntry("40")))
    assert [case.update.id for case in waiting(plan).physical_verified] == [1]
    answer(plan, verification.revoke, Chosen(physical=(1,)), "salah ukur")
    assert shares(programme(plan, TODAY + DAY)) == (Fraction(1, 2), 0, Fraction(40, 100))
    assert [case.update.id for case in waiting(plan, TODAY + DAY).physical] == [2]


@pytest.mark.parametrize(
    ("day", "percent", "owed"),
    [(date(2026, 9, 30), 20, True), (date(2026, 10, 1), 20, False), (TODAY, 20, False), (TODAY, 100, False)],
)
def test_a_percentage_is_owed_once_in_each_period(plan: Engine, day: date, percent: int, *, owed: bool) -> None:
    with writing(plan) as session:
        stamp: dict[str, Any] = {"recorded_at": NOON - DAY, "recorded_by": "Operator A"}
        session.add(t.PhysicalUpdate(**stamp, programme_id=1, day=day, percent=Decimal(percent)))
    tasks = PhysicalTasks(PeriodName(2026, 4))
    (task,) = ranked_tasks([programme(plan)], (), TODAY, physical=tasks)
    assert task.owes_physical is owed
    assert task.waits


def test_a_returned_percentage_comes_first(plan: Engine, operator: Actor, tmp_path: Path) -> None:
    send(plan, operator, sending(tmp_path, PhysicalEntry("40")))
    answer(plan, verification.send_back, Chosen(physical=(2,)), "foto tidak cocok")
    with reading(plan) as session:
        back = history.returned_physical(session, TODAY + DAY, (1,))
    (task,) = ranked_tasks([programme(plan, TODAY + DAY)], (), TODAY + DAY, physical=PhysicalTasks(None, back))
    assert task.reason is TaskReason.RETURNED
    assert task.returned_physical is not None
    assert task.returned_physical.answer is not None
    assert task.returned_physical.answer.note == "foto tidak cocok"


def test_the_curve_is_the_headline_on_every_day(plan: Engine, operator: Actor, tmp_path: Path) -> None:
    send(plan, operator, sending(tmp_path, PhysicalEntry("40")))
    with reading(plan) as session:
        shown_plan = portfolio.load_portfolio(session, TODAY)
    assert shown_plan is not None
    points = {
        point.day: point for point in s_curve(curve_parts(shown_plan.programmes[:1], shown_plan.plan.rule), TODAY)
    }
    assert points[TODAY].verified == Fraction(15, 100)
    assert points[TODAY].claimed == Fraction(40, 100)
    assert points[date(2026, 5, 31)].verified == 0
    assert points[date(2026, 12, 31)].planned == 1


def test_what_is_another_since_an_earlier_day_is_work(plan: Engine, operator: Actor, tmp_path: Path) -> None:
    send(plan, operator, sending(tmp_path, PhysicalEntry("40")))
    answer(plan, verification.verify, Chosen(physical=(2,)))
    with reading(plan) as session:
        before, after = (portfolio.load_portfolio(session, day) for day in (TODAY, TODAY + DAY))
    assert before is not None
    assert after is not None
    differences = differences_of_programme(Changes(before, after), after.programmes[0])
    assert differences is not None
    assert (differences.verified.work, differences.verified.plan, differences.verified.time) == (
        Fraction(25, 100),
        0,
        0,
    )


def test_the_year_goes_on_as_far_behind_as_it_is(plan: Engine) -> None:
    """The first day of the curve plans 20, so 15 were due by it: the lag of today shifts the rest of the curve."""
    facts = programme(plan).physical
    assert facts.lag_on(TODAY) == TODAY - MARCH
    expected = facts.expected_on(date(2026, 12, 31), TODAY)
    assert expected is not None
    assert Fraction(15, 100) <= expected < 1


@pytest.mark.parametrize(
    ("before", "now", "share"),
    [(0, 50, Fraction(1, 2)), (20, 60, Fraction(1, 2)), (0, 100, Fraction(1)), (100, 100, None)],
)
def test_work_of_the_year_is_the_part_of_the_curve_left_for_it(before: int, now: int, share: Fraction | None) -> None:
    facts = physical_facts(
        [PlannedPercent(date(2026, 12, 31), Fraction(100))],
        [
            PhysicalPercent(date(2025, 12, 31), Fraction(before), is_verified=True),
            PhysicalPercent(JUNE, Fraction(now), is_verified=True),
        ],
    )
    assert physical_work_of_year(facts, 2026, TODAY) == share
