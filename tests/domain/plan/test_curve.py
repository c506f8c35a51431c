"""The S-curve: which days it has, what it plans and what stood on each, by the day things happened."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcity.domain.enums import CreditRule
from smartcity.domain.plan.curve import CurvePoint, MilestoneCurve, WeightedCurve, month_ends, s_curve
from smartcity.domain.plan.milestones import MilestoneFacts
from tests.domain.plans import TODAY, done, running, step

JAN, JUNE, JULY = date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 31)
ONE = Fraction(1)


@pytest.mark.parametrize(
    ("first", "last", "ends"),
    [
        (date(2026, 2, 1), date(2026, 2, 1), ["2026-02-28"]),
        (date(2028, 2, 28), date(2028, 3, 1), ["2028-02-29", "2028-03-31"]),
        (date(2026, 12, 31), date(2027, 1, 1), ["2026-12-31", "2027-01-31"]),
        (date(2027, 1, 1), date(2026, 12, 31), []),
    ],
    ids=["one day", "a leap year", "over the year", "backwards"],
)
def test_month_ends(first: date, last: date, ends: list[str]) -> None:
    assert [end.isoformat() for end in month_ends(first, last)] == ends


def curve(
    *milestones: MilestoneFacts, rule: CreditRule = CreditRule.COMPLETED_ONLY, today: date = TODAY
) -> dict[date, CurvePoint]:
    return {point.day: point for point in s_curve([WeightedCurve(ONE, MilestoneCurve(milestones, rule))], today)}


@pytest.mark.parametrize("programmes", [[], [WeightedCurve(ONE, MilestoneCurve((), CreditRule.COMPLETED_ONLY))]])
def test_nothing_has_no_curve(programmes: list[WeightedCurve]) -> None:
    assert s_curve(programmes, TODAY) == ()


@pytest.mark.parametrize(
    ("today", "has_today"),
    [(JAN - timedelta(days=1), False), (JAN, True), (JUNE, True), (JUNE + timedelta(days=1), True)],
    ids=["before the first start", "on it", "on the last due day", "after it"],
)
def test_f3_today_is_a_point_from_the_first_start_on(today: date, *, has_today: bool) -> None:
    assert (today in curve(step(JAN, JUNE), today=today)) == has_today


@pytest.mark.parametrize(
    ("day", "planned"),
    [(date(2026, 5, 31), 0), (JUNE, 1), (JULY, 1)],
    ids=["the month before", "on the due day", "the month after"],
)
def test_the_plan_rises_on_the_due_day(day: date, planned: int) -> None:
    assert curve(step(JAN, JUNE), step(JAN, date(2026, 12, 31), 3))[day].planned == Fraction(planned, 4)


@pytest.mark.parametrize(
    ("achieved", "verified"),
    [(JULY - timedelta(days=1), 1), (JULY, 1), (JULY + timedelta(days=1), 0)],
)
def test_what_stands_rises_on_the_day_it_was_achieved(achieved: date, verified: int) -> None:
    assert curve(step(JAN, JULY, verified=done(achieved)))[JULY].verified == verified


def test_a_claim_and_a_percent_lift_nothing_until_they_are_verified() -> None:
    points = curve(step(JAN, JUNE, latest=done(JUNE)), step(JAN, JUNE, latest=running(90)))
    assert points[JUNE].verified == 0


@pytest.mark.parametrize(("day", "is_known"), [(date(2026, 10, 31), True), (TODAY, True), (date(2026, 11, 30), False)])
def test_what_stands_is_unknown_after_today(day: date, *, is_known: bool) -> None:
    assert (curve(step(JAN, date(2027, 1, 31)))[day].verified is not None) == is_known


def test_a_cancelled_milestone_leaves_the_curve_on_its_day() -> None:
    points = curve(step(JAN, JUNE, cancelled_on=JUNE), step(JAN, JULY))
    before, of = points[date(2026, 5, 31)], points[JUNE]
    assert (before.planned, of.planned) == (0, 0)
    assert points[JULY].planned == 1
    alone = curve(step(JAN, JULY, cancelled_on=JUNE))
    assert alone[JUNE] == CurvePoint(JUNE, None, None), "with nothing left that counts nothing is known"


@pytest.mark.parametrize(
    ("rule", "planned"),
    [
        (CreditRule.COMPLETED_ONLY, Fraction(0)),
        (CreditRule.HALF_ON_START, Fraction(1, 2)),
        (CreditRule.REPORTED_PERCENT, Fraction(29, 60)),
    ],
)
def test_the_plan_follows_the_credit_rule(rule: CreditRule, planned: Fraction) -> None:
    sixty_days = step(date(2026, 6, 1), date(2026, 7, 31))
    assert curve(sixty_days, rule=rule)[JUNE].planned == planned


def test_programmes_count_by_their_weight_and_milestones_within_their_programme() -> None:
    light, heavy = tuple(step(JAN, JULY) for _ in range(5)), (step(JAN, JUNE, verified=done(JUNE)),)
    rule = CreditRule.COMPLETED_ONLY
    parts = [WeightedCurve(ONE, MilestoneCurve(light, rule)), WeightedCurve(Fraction(3), MilestoneCurve(heavy, rule))]
    point = {p.day: p for p in s_curve(parts, TODAY)}[JUNE]
    assert (point.planned, point.verified) == (Fraction(3, 4), Fraction(3, 4))


DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))


@given(st.lists(st.tuples(DAYS, st.integers(0, 400), st.integers(1, 9), st.booleans()), min_size=1, max_size=6))
def test_neither_line_ever_falls_and_both_stay_between_nothing_and_all(
    updates: list[tuple[date, int, int, bool]],
) -> None:
    facts = [
        step(start, start + timedelta(days=length), weight, verified=done(start) if is_done else None)
        for start, length, weight, is_done in updates
    ]
    points = list(curve(*facts).values())
    planned = [p.planned for p in points if p.planned is not None]
    verified = [p.verified for p in points if p.verified is not None]
    assert len(planned) == len(points)
    for line in (planned, verified):
        assert line == sorted(line)
        assert all(0 <= share <= 1 for share in line)
    assert planned[-1] == 1
