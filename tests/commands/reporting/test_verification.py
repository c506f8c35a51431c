"""Verifying, sending back, revoking: all or nothing, once, by nobody of the same agency; earlier days stay as known."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from smartcity.commands.reporting import verification
from smartcity.commands.reporting.verification import Chosen
from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Calculation, Claim, CreditRule, Direction, Role, Verdict
from smartcity.domain.errors import Forbidden, Refused
from smartcity.domain.plan.milestones import MilestoneFacts
from smartcity.queries import ledger, portfolio
from smartcity.queries.verification_queue import queue
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.plan import M1, M2, M4, N1, NOON, TODAY, build
from tests.refusals import refused_at_once

VERIFIER = Actor("verifikator", Role.VERIFIER)
COLLEAGUE = Actor("verifikator-2", Role.VERIFIER)
DAY = timedelta(days=1)


@pytest.fixture
def plan(database: Engine) -> Engine:
    """Agency A says M-1 is done; B says N-1 is done and that its indicator stands at 70 in quarter III."""
    build(database)
    with writing(database) as session:
        fields: dict[str, Any] = {"batch_id": 1, "recorded_at": NOON - 9 * DAY}
        types: dict[str, Any] = {"direction": Direction.HIGHER, "calculation": Calculation.LATEST}
        session.add(
            t.Indicator(**fields, **types, code="I-1", name="Kepuasan", unit="%", sub_dimension_id=1, agency_id=2)
        )
        session.flush()
        common_fields: dict[str, Any] = {"recorded_at": NOON - DAY, "recorded_by": "Operator B"}
        session.add(t.Reading(**common_fields, indicator_id=1, year=2026, quarter=3, value=Decimal(70)))
    claim(database, M1)
    claim(database, N1)
    return database


def claim(engine: Engine, milestone: int, claim: Claim = Claim.DONE, at: datetime = NOON - DAY) -> int:
    with writing(engine) as session:
        row = t.MilestoneUpdate(
            milestone_id=milestone, claim=claim, achieved_on=at.date(), recorded_at=at, recorded_by="Operator"
        )
        session.add(row)
        session.flush()
        return row.id or 0


def newest(engine: Engine, milestone: int) -> int:
    with reading(engine) as session:
        ids = session.exec(select(t.MilestoneUpdate.id).where(t.MilestoneUpdate.milestone_id == milestone)).all()
        return max(number or 0 for number in ids)


def do(engine: Engine, verb: Callable[..., None], *words: Any, actor: Actor = VERIFIER, at: datetime = NOON) -> None:
    with writing(engine) as session:
        verb(session, actor, *words, at=at)


def no(engine: Engine, verb: Callable[..., None], *words: Any, **more: Any) -> Refused:
    with pytest.raises(Refused) as refusal:
        do(engine, verb, *words, **more)
    return refusal.value


def facts(engine: Engine, code: str, day: date = TODAY) -> MilestoneFacts:
    with reading(engine) as session:
        plan = portfolio.load_portfolio(session, day)
        assert plan is not None
        return next(m.facts for _, m in plan.milestones if m.code == code)


def entries(engine: Engine) -> list[t.AuditEntry]:
    with reading(engine) as session:
        assert ledger.first_broken(session) is None
        return list(session.exec(select(t.AuditEntry)).all())


def test_several_are_verified_in_one_entry(plan: Engine) -> None:
    chosen = Chosen(updates=(newest(plan, M1), newest(plan, N1)), readings=(1,))
    do(plan, verification.verify, chosen, "foto dan berita acara cocok")
    assert facts(plan, "M-1").is_done
    assert facts(plan, "N-1").is_done
    (entry,) = entries(plan)
    assert (entry.action, entry.subject) == ("verification.verify", "verification:3")
    assert entry.after == {
        "updates": list(chosen.updates),
        "readings": [1],
        "of": ["milestone:M-1", "milestone:N-1", "indicator:I-1 3/2026"],
    }
    with reading(plan) as session:
        assert session.exec(select(t.ReadingReview.verdict)).one() is Verdict.VERIFIED


def test_what_was_known_before_the_answer_stays_known_so(plan: Engine) -> None:
    number = newest(plan, M1)
    do(plan, verification.verify, Chosen((number,)))
    do(plan, verification.revoke, Chosen((number,)), "foto dari tempat lain", at=NOON + 2 * DAY)
    assert not facts(plan, "M-1", TODAY - DAY).is_done
    assert facts(plan, "M-1", TODAY + DAY).is_done
    after = facts(plan, "M-1", TODAY + 2 * DAY)
    assert not after.is_done
    assert not after.is_claimed_done
    assert [entry.reason for entry in entries(plan)] == [None, "foto dari tempat lain"]


def test_all_or_nothing(plan: Engine) -> None:
    number = newest(plan, M1)
    refusal = no(plan, verification.verify, Chosen((newest(plan, N1), 3)))
    assert (refusal.key, refusal.facts["code"]) == ("verification.answered", "M-4")
    assert no(plan, verification.send_back, Chosen((number, 999)), "tidak ada").key == "verification.gone"
    assert no(plan, verification.verify, Chosen((number,), (9,))).key == "verification.gone"
    assert entries(plan) == []
    assert not facts(plan, "N-1").is_done


@pytest.mark.parametrize("why", [None, "", "  \n\x00 "])
def test_sending_back_and_revoking_need_a_reason(plan: Engine, why: str | None) -> None:
    assert no(plan, verification.send_back, Chosen((newest(plan, M1),)), why).key == "verification.why"
    assert no(plan, verification.revoke, Chosen((3,)), why).key == "verification.why"


def test_nothing_chosen_too_much_said_nothing_to_check(plan: Engine) -> None:
    assert no(plan, verification.verify, Chosen()).key == "verification.nothing"
    assert no(plan, verification.verify, Chosen((newest(plan, M1),)), "x" * 1001).key == "note.long"
    assert no(plan, verification.verify, Chosen((1,))).key == "verification.not_needed"
    assert no(plan, verification.revoke, Chosen((newest(plan, M1),)), "keliru").key == "verification.not_yet"


def test_a_claim_that_was_replaced_is_not_verified(plan: Engine) -> None:
    old = newest(plan, M1)
    claim(plan, M1, Claim.RUNNING, NOON - timedelta(hours=1))
    assert no(plan, verification.verify, Chosen((old,))).key == "verification.superseded"
    assert no(plan, verification.send_back, Chosen((old,)), "lama").key == "verification.superseded"


def test_earlier_unanswered_claims_go_back_with_the_newest(plan: Engine) -> None:
    claim(plan, M1, at=NOON - timedelta(hours=1))
    do(plan, verification.send_back, Chosen((newest(plan, M1),)), "foto kabur")
    assert not facts(plan, "M-1").is_claimed_done
    with reading(plan) as session:
        assert len(session.exec(select(t.UpdateReview).where(t.UpdateReview.note == "foto kabur")).all()) == 2


def test_a_returned_correction_leaves_the_verified_claim_standing(plan: Engine) -> None:
    do(plan, verification.send_back, Chosen((claim(plan, M4),)), "tanggal keliru")
    assert facts(plan, "M-4").is_done
    do(plan, verification.revoke, Chosen((3,)), "ternyata belum", at=NOON + DAY)
    assert not facts(plan, "M-4", TODAY + DAY).is_done


def test_a_new_claim_after_a_return_waits_again(plan: Engine) -> None:
    do(plan, verification.send_back, Chosen((newest(plan, M1),)), "foto kabur")
    again = claim(plan, M1, at=NOON + timedelta(hours=1))
    do(plan, verification.verify, Chosen((again,)), at=NOON + timedelta(hours=2))
    assert facts(plan, "M-1").is_done


@pytest.mark.parametrize("second", [verification.verify, verification.send_back])
def test_the_second_verifier_hears_who_was_first(plan: Engine, second: Callable[..., None]) -> None:
    chosen = Chosen((newest(plan, M1),))
    do(plan, verification.verify, chosen)
    refusal = no(plan, second, chosen, "ya", actor=COLLEAGUE, at=NOON + timedelta(seconds=1))
    assert refusal.key == "verification.answered"
    assert (refusal.facts["verdict"], refusal.facts["who"], refusal.facts["at"]) == (
        Verdict.VERIFIED,
        "verifikator",
        NOON,
    )
    assert len(entries(plan)) == 1


def test_two_verifiers_at_once_make_one_answer(plan: Engine) -> None:
    chosen = Chosen((newest(plan, M1), newest(plan, N1)))
    refused = refused_at_once(lambda actor: do(plan, verification.verify, chosen, actor=actor), VERIFIER, COLLEAGUE)
    assert refused == ["verification.answered"]
    with reading(plan) as session:
        answers = session.exec(select(t.UpdateReview.recorded_by).where(t.UpdateReview.update_id != 3)).all()
    assert len(answers) == 2
    assert len(set(answers)) == 1


def test_nobody_answers_the_claims_of_their_own_agency(plan: Engine) -> None:
    bound = Actor("verifikator-b", Role.VERIFIER, "B")
    for chosen in (Chosen((newest(plan, M1), newest(plan, N1))), Chosen(readings=(1,))):
        with pytest.raises(Forbidden):
            do(plan, verification.verify, chosen, actor=bound)
    assert entries(plan) == []
    do(plan, verification.verify, Chosen((newest(plan, M1),)), actor=bound)


def test_a_withdrawn_claim_is_gone(plan: Engine) -> None:
    with writing(plan) as session:
        session.add(t.Batch(file_name="b.xlsx", file_sha256="1" * 64, recorded_at=NOON, withdrawn_at=NOON))
        session.flush()
        fields: dict[str, Any] = {"batch_id": 2, "recorded_at": NOON, "recorded_by": "import"}
        session.add(t.MilestoneUpdate(**fields, milestone_id=N1, claim=Claim.DONE))
    assert no(plan, verification.verify, Chosen((newest(plan, N1),))).key == "verification.gone"
    do(plan, verification.verify, Chosen((newest(plan, N1) - 1,)))


def counted_by(engine: Engine, rule: CreditRule) -> None:
    with writing(engine) as session:
        plan = session.exec(select(t.Masterplan)).one()
        plan.credit_rule = rule
        session.add(plan)


def shares(engine: Engine, day: date = TODAY) -> tuple[Fraction, Fraction]:
    with reading(engine) as session:
        shown_plan = portfolio.load_portfolio(session, day)
    assert shown_plan is not None
    progress = shown_plan.programmes[0].progress
    assert progress is not None
    return progress.verified, progress.claimed


def waits(engine: Engine) -> list[int]:
    with reading(engine) as session:
        return [claim.update.milestone_id for claim in queue(session, TODAY).claims]


@pytest.mark.parametrize(
    ("rule", "share"), [(CreditRule.REPORTED_PERCENT, Fraction(60, 100)), (CreditRule.HALF_ON_START, Fraction(1, 2))]
)
def test_f1_f2_a_running_update_waits_for_a_verdict_where_it_counts(
    plan: Engine, rule: CreditRule, share: Fraction
) -> None:
    """M-2 runs at 60 %, M-4 is verified done, M-1 claimed done."""
    assert M2 not in waits(plan), "under the default rule nothing depends on it"
    counted_by(plan, rule)
    assert M2 in waits(plan)
    assert shares(plan) == (Fraction(1, 4), (2 + share) / 4)
    do(plan, verification.verify, Chosen((newest(plan, M2),)))
    assert M2 not in waits(plan)
    assert shares(plan) == ((1 + share) / 4, (2 + share) / 4)
    do(plan, verification.revoke, Chosen((newest(plan, M2),)), "Belum sejauh itu", at=NOON + timedelta(minutes=1))
    assert shares(plan) == (Fraction(1, 4), Fraction(2, 4))
    assert no(plan, verification.verify, Chosen((newest(plan, M2),))).key == "verification.answered"


def test_f1_a_running_update_that_was_returned_counts_for_nothing(plan: Engine) -> None:
    counted_by(plan, CreditRule.REPORTED_PERCENT)
    do(plan, verification.send_back, Chosen((newest(plan, M2),)), "Tanpa dasar")
    assert M2 not in waits(plan)
    assert shares(plan) == (Fraction(1, 4), Fraction(2, 4))
