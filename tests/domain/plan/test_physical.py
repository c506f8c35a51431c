"""Progress measured physically: planned, verified and claimed on a day, stepwise; blanks, flat stretches, above 100."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcity.domain.plan.physical import PhysicalFacts, PhysicalPercent, PlannedPercent, counted, physical_facts
from smartcity.domain.plan.progress import Progress

MARCH, JUNE, SEPTEMBER, DECEMBER = (date(2026, month, day) for month, day in ((3, 31), (6, 30), (9, 30), (12, 31)))
ONE_DAY = timedelta(days=1)
CURVE = ((MARCH, None), (JUNE, 25), (SEPTEMBER, 25), (DECEMBER, 100))


def planned(*points: tuple[date, int | None]) -> list[PlannedPercent]:
    return [PlannedPercent(day, None if percent is None else Fraction(percent)) for day, percent in points]


def facts(*reported: tuple[date, float, bool]) -> PhysicalFacts:
    percents = [PhysicalPercent(day, Fraction(str(percent)), verified) for day, percent, verified in reported]
    return physical_facts(planned(*CURVE), percents)


def shares(progress: Progress | None) -> tuple[float, ...]:
    assert progress is not None
    return tuple(float(share) for share in (progress.planned, progress.verified, progress.claimed))


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        (MARCH, None),
        (JUNE - ONE_DAY, None),
        (JUNE, 25),
        (SEPTEMBER - ONE_DAY, 25),
        (SEPTEMBER, 25),
        (DECEMBER - ONE_DAY, 25),
        (DECEMBER, 100),
        (DECEMBER + ONE_DAY, 100),
    ],
)
def test_the_plan_rises_on_its_days_and_stays_flat_between_them(day: date, percent: int | None) -> None:
    assert facts().planned_on(day) == percent


def test_without_a_planned_curve_progress_is_unknown() -> None:
    assert PhysicalFacts().progress_on(JUNE) is None
    assert physical_facts(planned((MARCH, None)), ()).progress_on(JUNE) is None


def test_blank_before_the_first_report_is_not_begun() -> None:
    assert shares(facts().progress_on(JUNE)) == (0.25, 0, 0)
    assert facts((SEPTEMBER, 20, True)).latest_on(JUNE) is None


def test_what_waits_for_its_verdict_is_claimed_only() -> None:
    assert shares(facts((JUNE, 20, True), (SEPTEMBER, 30, False)).progress_on(SEPTEMBER)) == (0.25, 0.2, 0.3)


def test_blank_after_the_last_report_is_not_yet_reported() -> None:
    """What was reported last holds on."""
    assert shares(facts((JUNE, 20, True)).progress_on(DECEMBER)) == (1, 0.2, 0.2)


def test_flat_stretches_stay_flat() -> None:
    facts_shown = facts((MARCH, 10, True), (JUNE, 10, True), (SEPTEMBER, 10, True), (DECEMBER, 40, True))
    assert [float((facts_shown.progress_on(day) or Progress(*[Fraction(9)] * 3)).verified) for day, _ in CURVE] == [
        0.1,
        0.1,
        0.1,
        0.4,
    ]


def test_above_100_is_kept_and_counts_as_100() -> None:
    facts_shown = facts((DECEMBER, 100.9, True))
    assert shares(facts_shown.progress_on(DECEMBER)) == (1, 1, 1)
    latest = facts_shown.latest_on(DECEMBER)
    assert latest is not None
    assert latest.percent == Fraction("100.9")


@pytest.mark.parametrize(
    ("percent", "share"),
    [(None, 0), (0, 0), (Fraction("99.99"), Fraction("0.9999")), (100, 1), (Fraction("100.01"), 1)],
)
def test_counted(percent: Fraction | None, share: Fraction) -> None:
    assert counted(percent) == share


def test_a_report_holds_from_its_own_day() -> None:
    facts_shown = facts((JUNE, 20, True))
    assert shares(facts_shown.progress_on(JUNE - ONE_DAY))[1:] == (0, 0)
    assert shares(facts_shown.progress_on(JUNE))[1:] == (0.2, 0.2)


def test_of_one_day_the_newest_report_stands() -> None:
    assert shares(facts((JUNE, 20, True), (JUNE, 22, True)).progress_on(JUNE))[1:] == (0.22, 0.22)


def test_a_correction_of_an_earlier_day_does_not_replace_a_later_one() -> None:
    assert shares(facts((SEPTEMBER, 40, True), (JUNE, 22, True)).progress_on(SEPTEMBER))[1:] == (0.4, 0.4)


DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
PERCENTS = st.fractions(0, 130)
PLANNED = st.lists(st.builds(PlannedPercent, DAYS, st.none() | PERCENTS), max_size=8, unique_by=lambda p: p.day)
REPORTED = st.lists(st.builds(PhysicalPercent, DAYS, PERCENTS, st.booleans()), max_size=8)


@given(PLANNED, REPORTED, DAYS)
def test_shares_lie_between_0_and_1_and_change_only_on_their_days(
    points: list[PlannedPercent], reports: list[PhysicalPercent], day: date
) -> None:
    physical = physical_facts(points, reports)
    result = physical.progress_on(day)
    if result is None:
        assert not any(point.percent is not None for point in points)
        return
    assert all(0 <= share <= 1 for share in (result.planned, result.verified, result.claimed))
    if day not in physical.days:
        assert result == physical.progress_on(day - ONE_DAY)


@given(PLANNED, REPORTED, DAYS)
def test_what_is_verified_was_reported(points: list[PlannedPercent], reports: list[PhysicalPercent], day: date) -> None:
    verified = physical_facts(points, reports).verified_on(day)
    assert verified is None or (verified in reports and verified.day <= day)
