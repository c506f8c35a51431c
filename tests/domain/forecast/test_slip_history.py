"""Foresight: the estimate on its edges, shrinking, and a back-test on histories whose slip is known."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcity.domain.enums import ActionKind, Claim
from smartcity.domain.forecast.slip_history import (
    ENOUGH,
    Distribution,
    Outlook,
    Slip,
    SlipHistory,
    distribution,
    expected_share,
    history_of,
    milestone_forecast,
    programme_forecast,
    slip_of,
)
from smartcity.domain.plan.milestones import MilestoneClaim, MilestoneFacts

TODAY = date(2026, 11, 24)
CELL = ("DLH", ActionKind.CAPACITY)
OTHER = ("PUPR", ActionKind.APPLICATION)


def days(count: int) -> timedelta:
    return timedelta(days=count)


def step(due: date, **facts: object) -> MilestoneFacts:
    return MilestoneFacts(1, due - days(90), due, due, **facts)  # type: ignore[arg-type]


def done(day: date) -> MilestoneClaim:
    return MilestoneClaim(Claim.DONE, None, day)


@pytest.mark.parametrize(
    ("facts", "slip"),
    [
        (step(TODAY, verified=done(TODAY + days(3)), latest=done(TODAY + days(3))), Slip(3)),
        (step(TODAY, latest=done(TODAY - days(2))), Slip(-2)),
        (step(TODAY - days(10)), Slip(10, is_open=True)),
        (step(TODAY), Slip(0, is_open=True)),
        (step(TODAY + days(5), latest=MilestoneClaim(Claim.RUNNING, 50)), Slip(-5, is_open=True)),
        (step(TODAY, cancelled_on=TODAY), None),
        (step(TODAY, postponed=True), None),
    ],
)
def test_the_slip_of_a_milestone(facts: MilestoneFacts, slip: Slip | None) -> None:
    assert slip_of(facts, TODAY) == slip


def test_without_open_ones_it_is_the_plain_share() -> None:
    slips = distribution(Slip(d) for d in (0, 0, 10, 20))
    assert (slips.days, slips.shares) == ((0, 10, 20), (0.5, 0.75, 1.0))


def test_open_ones_count_for_as_long_as_they_lasted() -> None:
    slips = distribution([Slip(0), Slip(5, is_open=True), Slip(10), Slip(20)])
    assert slips.days == (0, 10, 20)
    assert slips.shares == pytest.approx((0.25, 0.625, 1.0))


def test_an_open_one_longer_than_all_closes_the_scale() -> None:
    slips = distribution([Slip(0), Slip(40, is_open=True)])
    assert (slips.days, slips.shares) == ((0, 40), (0.5, 1.0))


@pytest.mark.parametrize(
    ("share", "after", "expected"),
    [(0.5, -99, 0), (0.51, -99, 10), (0.8, -99, 20), (0.5, 0, 10), (0.5, 9, 10), (0.5, 10, 20), (0.5, 20, None)],
)
def test_quantiles_know_what_has_passed(share: float, after: int, expected: int | None) -> None:
    slips = distribution(Slip(d) for d in (0, 0, 10, 20))
    assert slips.quantile(share, after=after) == expected


def test_below_eight_there_is_no_forecast() -> None:
    for n, is_enough in ((ENOUGH - 1, False), (ENOUGH, True)):
        history = SlipHistory({CELL: tuple(Slip(5) for _ in range(n)) + (Slip(90, is_open=True),) * 20})
        assert (milestone_forecast(history, CELL, step(TODAY + days(30)), TODAY) is not None) is is_enough


def test_few_cases_of_its_own_lean_on_the_city() -> None:
    city = tuple(Slip(0) for _ in range(100))
    lean = SlipHistory({OTHER: city, CELL: (Slip(60),)})
    own = SlipHistory({OTHER: city, CELL: (Slip(60),) * 80})
    due = TODAY + days(30)
    assert milestone_forecast(lean, CELL, step(due), TODAY).likely == due  # type: ignore[union-attr]
    assert milestone_forecast(own, CELL, step(due), TODAY).likely == due + days(60)  # type: ignore[union-attr]
    assert milestone_forecast(lean, ("NEW", ActionKind.LITERACY), step(due), TODAY).n == 0  # type: ignore[union-attr]


def test_a_milestone_later_than_any_before_it_gets_no_invented_day() -> None:
    history = SlipHistory({CELL: tuple(Slip(5) for _ in range(20))})
    assert milestone_forecast(history, CELL, step(TODAY - days(6)), TODAY) is None


def test_what_is_finished_has_no_forecast() -> None:
    history = SlipHistory({CELL: tuple(Slip(5) for _ in range(20))})
    assert milestone_forecast(history, CELL, step(TODAY, latest=done(TODAY)), TODAY) is None


def test_a_programme_ends_when_its_last_milestone_does() -> None:
    history = distribution([Slip(0), Slip(100)])
    one = Outlook(TODAY + days(10), TODAY, history)
    assert programme_forecast([one], 2).likely == TODAY + days(10)  # type: ignore[union-attr]
    assert programme_forecast([one, one], 2).likely == TODAY + days(110)  # type: ignore[union-attr]
    assert programme_forecast([], 2) is None


def test_the_expected_share_weighs_chances() -> None:
    assert expected_share([(1, 1.0), (3, 0.0)]) == 0.25
    assert expected_share([]) is None


slips = st.lists(st.builds(Slip, st.integers(-60, 200), st.booleans()), min_size=1, max_size=60)


@given(slips)
def test_shares_rise_to_one(slips: list[Slip]) -> None:
    shares = distribution(slips)
    assert shares.shares == tuple(sorted(shares.shares))
    assert shares.shares[-1] == pytest.approx(1)
    assert all(0 < share <= 1 + 1e-9 for share in shares.shares)


@given(slips, st.integers(-60, 199))
def test_the_late_day_is_never_before_the_likely_one(slips: list[Slip], after: int) -> None:
    shares: Distribution = distribution(slips)
    likely, late = shares.quantile(0.5, after=after), shares.quantile(0.8, after=after)
    assert (likely is None) == (late is None)
    assert likely is None or late is None or after < likely <= late


@pytest.mark.parametrize("seed", range(6))
def test_the_late_day_holds_for_four_of_five(seed: int) -> None:
    """A city with agencies of different habits; forecasts made in mid-plan, judged by what came true."""
    chance = Random(seed)
    habits = {f"OPD{n}": (chance.randrange(-10, 60), chance.randrange(5, 50)) for n in range(20)}
    begun, day = date(2023, 1, 1), date(2025, 7, 1)
    plan = []
    for agency, (centre, spread) in habits.items():
        for _ in range(40):
            kind = chance.choice(list(ActionKind))
            due = begun + days(chance.randrange(1500))
            plan.append(((agency, kind), due, due + days(round(chance.gauss(centre, spread)))))
    pairs = [(cell, _as_known(due, finish, day)) for cell, due, finish in plan]
    history = history_of((cell, slip) for cell, facts in pairs if (slip := slip_of(facts, day)))
    in_time = [
        finish <= forecast.late
        for (cell, due, finish), (_, facts) in zip(plan, pairs, strict=True)
        if finish > day and (forecast := milestone_forecast(history, cell, facts, day)) is not None
    ]
    assert len(in_time) > 200
    assert 0.75 <= sum(in_time) / len(in_time) <= 0.85


def _as_known(due: date, finish: date, day: date) -> MilestoneFacts:
    return step(due, latest=done(finish), verified=done(finish)) if finish <= day else step(due)
