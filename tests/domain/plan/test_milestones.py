"""Status, in its order and on its edges; credit, by rule."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from smartcity.domain.enums import Claim, CreditRule, MilestoneStatus
from smartcity.domain.plan.milestones import (
    MilestoneClaim,
    MilestoneFacts,
    claimed_credit,
    milestone_status,
    planned_credit,
    verified_credit,
)
from tests.domain.plans import TODAY, done, running, step

DAY = timedelta(days=1)
PAST, SOON, FAR = TODAY - 30 * DAY, TODAY + 14 * DAY, TODAY + 15 * DAY
S = MilestoneStatus


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        (step(PAST, FAR, cancelled_on=TODAY, verified=done(PAST)), S.CANCELLED),
        (step(PAST, FAR, cancelled_on=TODAY + DAY, latest=running()), S.ON_TRACK),
        (step(PAST, TODAY - DAY, verified=done(PAST), latest=done(PAST)), S.DONE),
        (step(PAST, TODAY - DAY, latest=done(PAST)), S.AWAITING_VERIFICATION),
        (step(PAST, TODAY - DAY, postponed=True), S.POSTPONED),
        (step(PAST, TODAY - DAY, latest=running(90)), S.LATE),
        (step(PAST, TODAY, latest=running()), S.ON_TRACK),
        (step(PAST, TODAY), S.AT_RISK),
        (step(TODAY - DAY, FAR), S.AT_RISK),
        (step(TODAY, FAR), S.NOT_YET),
        (step(TODAY, SOON), S.AT_RISK),
        (step(TODAY, TODAY), S.AT_RISK),
        (step(TODAY + DAY, SOON), S.NOT_YET),
        (step(TODAY + DAY, FAR), S.NOT_YET),
        (step(PAST, FAR, latest=running(), has_obstacle=True), S.AT_RISK),
        (step(TODAY + DAY, FAR, latest=running()), S.ON_TRACK),
        (step(PAST, FAR, latest=MilestoneClaim(Claim.NOT_STARTED)), S.AT_RISK),
    ],
)
def test_the_first_status_that_is_true_holds(facts: MilestoneFacts, status: MilestoneStatus) -> None:
    assert milestone_status(facts, TODAY) is status


@pytest.mark.parametrize(
    ("rule", "before", "on_start", "half_way", "on_due"),
    [
        (CreditRule.COMPLETED_ONLY, 0, 0, 0, 1),
        (CreditRule.HALF_ON_START, 0, Fraction(1, 2), Fraction(1, 2), 1),
        (CreditRule.REPORTED_PERCENT, 0, 0, Fraction(1, 2), 1),
    ],
)
def test_what_is_planned_by_rule(
    rule: CreditRule, before: Fraction, on_start: Fraction, half_way: Fraction, on_due: Fraction
) -> None:
    start, due = date(2026, 1, 1), date(2026, 1, 21)
    facts = step(start, due)
    days = (start - DAY, start, date(2026, 1, 11), due)
    assert [planned_credit(facts, rule, day) for day in days] == [before, on_start, half_way, on_due]


@pytest.mark.parametrize("rule", CreditRule)
def test_what_starts_and_ends_in_a_day_is_due_that_day(rule: CreditRule) -> None:
    facts = step(TODAY, TODAY)
    assert [planned_credit(facts, rule, day) for day in (TODAY - DAY, TODAY)] == [0, 1]


@pytest.mark.parametrize(
    ("rule", "claim", "credit"),
    [
        (CreditRule.COMPLETED_ONLY, None, 0),
        (CreditRule.COMPLETED_ONLY, running(99), 0),
        (CreditRule.HALF_ON_START, running(1), Fraction(1, 2)),
        (CreditRule.HALF_ON_START, MilestoneClaim(Claim.NOT_STARTED), 0),
        (CreditRule.REPORTED_PERCENT, running(35), Fraction(35, 100)),
        (CreditRule.REPORTED_PERCENT, running(None), 0),
    ],
)
def test_what_is_running_counts_by_rule(rule: CreditRule, claim: MilestoneClaim | None, credit: Fraction) -> None:
    waiting, confirmed = step(TODAY, FAR, latest=claim), step(TODAY, FAR, latest=claim, verified=claim)
    assert (verified_credit(waiting, rule, TODAY), claimed_credit(waiting, rule, TODAY)) == (0, credit)
    assert verified_credit(confirmed, rule, TODAY) == claimed_credit(confirmed, rule, TODAY) == credit


@pytest.mark.parametrize("rule", CreditRule)
def test_a_claim_counts_as_claimed_until_it_is_verified(rule: CreditRule) -> None:
    claimed = step(PAST, TODAY, latest=done(TODAY))
    assert (verified_credit(claimed, rule, TODAY), claimed_credit(claimed, rule, TODAY)) == (0, 1)
    verified = step(PAST, TODAY, latest=running(10), verified=done(TODAY))
    assert verified_credit(verified, rule, TODAY) == claimed_credit(verified, rule, TODAY) == 1
