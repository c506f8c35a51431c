"""What changed equals what the two views show: from the earlier view and the turns, the later one follows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcity.domain.enums import Health, MilestoneStatus, Reporting
from smartcity.domain.plan.programmes import Milestone, Programme
from smartcity.domain.portfolio.changes import Changes, Turn
from smartcity.domain.portfolio.portfolio import Portfolio
from tests.domain.cities import days_ago, milestone, portfolio, programme, report
from tests.domain.plans import TODAY, step

S = MilestoneStatus


def at(number: int, status: S, due: date = TODAY) -> Milestone:
    return milestone(number, step(due - timedelta(days=30), due), status=status)


def view(*milestones: Milestone) -> Portfolio:
    return portfolio(programme(1, *milestones))


@pytest.mark.parametrize(
    ("old", "new", "turns"),
    [
        (S.ON_TRACK, S.DONE, {Turn.FINISHED}),
        (S.AWAITING_VERIFICATION, S.DONE, {Turn.FINISHED}),
        (S.AWAITING_VERIFICATION, S.LATE, {Turn.RETURNED, Turn.BECAME_LATE}),
        (S.AWAITING_VERIFICATION, S.AWAITING_VERIFICATION, set()),
        (S.AWAITING_VERIFICATION, S.CANCELLED, {Turn.CANCELLED}),
        (S.DONE, S.LATE, {Turn.REOPENED, Turn.BECAME_LATE}),
        (S.DONE, S.CANCELLED, {Turn.CANCELLED}),
        (S.CANCELLED, S.ON_TRACK, {Turn.RESUMED}),
        (S.ON_TRACK, S.LATE, {Turn.BECAME_LATE}),
        (S.POSTPONED, S.LATE, {Turn.BECAME_LATE}),
        (S.LATE, S.LATE, set()),
        (S.LATE, S.DONE, {Turn.FINISHED, Turn.RECOVERED}),
        (S.LATE, S.AWAITING_VERIFICATION, set()),
        (S.LATE, S.POSTPONED, set()),
        (S.LATE, S.ON_TRACK, set()),
        (S.LATE, S.CANCELLED, {Turn.CANCELLED}),
        (None, S.NOT_YET, {Turn.ADDED}),
        (None, S.DONE, {Turn.ADDED, Turn.FINISHED}),
        (None, S.LATE, {Turn.ADDED, Turn.BECAME_LATE}),
    ],
)
def test_f13_what_becomes_of_a_milestone(old: S | None, new: S, turns: set[Turn]) -> None:
    difference = Changes(view(at(1, old)) if old else view(), view(at(1, new)))
    assert {turn for turn in Turn if difference.turned(turn)} == turns


@pytest.mark.parametrize(("days", "turn"), [(1, Turn.SLIPPED), (-1, Turn.ADVANCED), (0, None)])
def test_a_moved_date_slips_or_advances(days: int, turn: Turn | None) -> None:
    later = at(1, S.ON_TRACK, TODAY + timedelta(days=days))
    difference = Changes(view(at(1, S.ON_TRACK)), view(later))
    assert {t for t in Turn if difference.turned(t)} == ({turn} if turn else set())


# By number: the status, and how many days from today the due date lies.
StatusByMilestone = dict[int, tuple[S, int]]
statuses = st.dictionaries(st.integers(1, 8), st.tuples(st.sampled_from(S), st.integers(-3, 3)), max_size=8)


@given(statuses, statuses)
def test_the_turns_lead_from_one_view_to_the_other(then: dict[int, tuple[S, int]], now: StatusByMilestone) -> None:
    now = {**{number: then[number] for number in then if number not in now}, **now}
    before, after = (
        view(*(at(n, status, TODAY + timedelta(days=days)) for n, (status, days) in difference.items()))
        for difference in (then, now)
    )
    difference = Changes(before, after)
    ids = {turn: {m.id for _, m in difference.turned(turn)} for turn in Turn}

    def of(plan: StatusByMilestone, status: S) -> set[int]:
        return {number for number, milestone_status in plan.items() if milestone_status[0] is status}

    assert set(now) == set(then) | ids[Turn.ADDED]
    left_done = ids[Turn.REOPENED] | {n for n in of(then, S.DONE) if n in of(now, S.CANCELLED)}
    assert of(now, S.DONE) == (of(then, S.DONE) - left_done) | ids[Turn.FINISHED]
    assert of(now, S.CANCELLED) == (of(then, S.CANCELLED) - ids[Turn.RESUMED]) | ids[Turn.CANCELLED]
    left_late = of(then, S.LATE) - of(now, S.LATE)
    assert of(now, S.LATE) == (of(then, S.LATE) - left_late) | ids[Turn.BECAME_LATE]
    assert not ids[Turn.BECAME_LATE] & of(then, S.LATE)
    assert ids[Turn.RECOVERED] == left_late & ids[Turn.FINISHED]
    assert ids[Turn.SLIPPED] == {n for n in then if now[n][1] > then[n][1]}
    assert ids[Turn.ADVANCED] == {n for n in then if now[n][1] < then[n][1]}
    assert difference.is_empty == (not any(ids.values()))


@given(statuses)
def test_a_plan_that_did_not_change_has_no_turn(now: StatusByMilestone) -> None:
    plan_view = view(*(at(n, status) for n, (status, _) in now.items()))
    assert Changes(plan_view, plan_view).is_empty


@pytest.mark.parametrize(
    ("reported_at", "silent"),
    [(days_ago(0), False), (days_ago(10), True), (days_ago(11), True), (days_ago(9), False), (None, True)],
)
def test_silent_is_who_said_nothing_since(reported_at: object, *, silent: bool) -> None:
    mine = programme(1, report=report(recorded_at=reported_at) if reported_at else None)
    before = replace(portfolio(mine), as_of=TODAY - timedelta(days=10))
    assert bool(Changes(before, portfolio(mine)).silent) is silent


def test_who_owes_nothing_is_not_silent() -> None:
    quiet = programme(1, report=None, reporting=Reporting.NO_PERIOD)
    assert Changes(portfolio(quiet), portfolio(quiet)).silent == ()


@pytest.mark.parametrize(
    ("old", "new", "improved", "worsened"),
    [
        (Health.LATE, Health.ON_TRACK, True, False),
        (Health.ON_TRACK, Health.DONE, True, False),
        (Health.ATTENTION, Health.LATE, False, True),
        (Health.ON_TRACK, Health.ATTENTION, False, True),
        (Health.NOT_DUE, Health.LATE, False, True),
        (Health.NOT_DUE, Health.ON_TRACK, False, False),
        (Health.LATE, Health.NOT_DUE, False, False),
        (Health.LATE, Health.UNKNOWN, False, False),
        (Health.UNKNOWN, Health.ATTENTION, False, True),
        (Health.UNKNOWN, Health.ON_TRACK, False, False),
        (Health.LATE, Health.LATE, False, False),
    ],
)
def test_f13_from_red_to_green_and_back(old: Health, new: Health, *, improved: bool, worsened: bool) -> None:
    def with_health(health: Health) -> Programme:
        return programme(1, health=health)

    difference = Changes(portfolio(with_health(old)), portfolio(with_health(new)))
    assert (bool(difference.improved), bool(difference.worsened)) == (improved, worsened)
    assert difference.is_empty is not (improved or worsened)


healths = st.dictionaries(st.integers(1, 6), st.sampled_from(Health), min_size=6, max_size=6)
WORST_LAST = (Health.DONE, Health.ON_TRACK, Health.ATTENTION, Health.LATE)


@given(healths, healths)
def test_f13_worsened_and_improved_lead_from_one_view_to_the_other(
    then: dict[int, Health], now: dict[int, Health]
) -> None:
    """Nobody comes to stand behind without being told as worsened, nor ahead of where he was as worsened."""
    before, after = (portfolio(*(programme(n, health=h) for n, h in view.items())) for view in (then, now))
    difference = Changes(before, after)
    worsened, improved = ({p.id: old for p, old in changed} for changed in (difference.worsened, difference.improved))
    assert not worsened.keys() & improved.keys()
    assert all(then[number] is old is not now[number] for number, old in (worsened | improved).items())
    behind = {n for n in now if now[n] in WORST_LAST[2:]}
    unmoved = {n for n in now if then[n] is now[n]}
    assert behind <= worsened.keys() | improved.keys() | unmoved
    assert all(now[n] in WORST_LAST and then[n] in WORST_LAST for n in improved)


def test_of_an_agency_only_its_programmes() -> None:
    before, after = (
        portfolio(*(programme(n, at(n, status), health=health) for n in (1, 2)))
        for status, health in ((S.ON_TRACK, Health.ON_TRACK), (S.LATE, Health.LATE))
    )
    difference = Changes(before, after).within(after.programmes[:1])
    assert [p.code for p, _ in difference.worsened] == ["P1"]
    assert [m.code for _, m in difference.turned(Turn.BECAME_LATE)] == ["M1"]
