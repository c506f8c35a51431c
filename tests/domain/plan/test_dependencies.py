"""Waiting on others: circles, who may be named, and which delays are another's."""

from datetime import date, timedelta
from graphlib import TopologicalSorter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from smartcity.domain.errors import Refused
from smartcity.domain.plan.dependencies import Blocker, Party, Wait, blocked_by, check_begin, check_end, circle

TODAY = date(2026, 11, 24)
YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)


@pytest.mark.parametrize(
    ("edges", "milestone", "other", "way"),
    [
        ([], 1, 2, None),
        ([], 1, 1, (1,)),
        ([(2, 1)], 1, 2, (2, 1)),
        ([(1, 2)], 1, 2, None),
        ([(2, 3), (3, 4), (4, 1)], 1, 2, (2, 3, 4, 1)),
        ([(2, 3), (3, 4)], 1, 2, None),
        ([(2, 3), (3, 2)], 1, 2, None),
        ([(2, 3), (3, 4), (4, 1), (2, 1)], 1, 2, (2, 1)),
    ],
)
def test_a_circle_is_named_by_its_shortest_way(
    edges: list[tuple[int, int]], milestone: int, other: int, way: tuple[int, ...] | None
) -> None:
    assert circle(edges, milestone, other) == way


@pytest.mark.parametrize(
    ("since", "ended", "is_open"),
    [
        (TODAY, None, True),
        (TOMORROW, None, False),
        (YESTERDAY, TODAY, False),
        (YESTERDAY, TOMORROW, True),
        (YESTERDAY, YESTERDAY, False),
    ],
)
def test_a_wait_is_open_from_its_first_day_until_the_day_it_ends(
    since: date, ended: date | None, *, is_open: bool
) -> None:
    assert Wait(1, 7, since, since, on_agency="DLH", ended_on=ended).is_open(TODAY) is is_open


def blocker(since: date, *, number: int = 1, own: bool = False) -> Blocker:
    return Blocker(number, since, since, "DLH", "DLH", is_own=own)


DUE = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("blockers", "named"),
    [
        ([], None),
        ([blocker(DUE)], 1),
        ([blocker(DUE + timedelta(1))], None),
        ([blocker(DUE, own=True)], None),
        ([blocker(DUE, own=True), blocker(DUE, number=2)], 2),
        ([blocker(DUE, number=2), blocker(DUE - timedelta(1), number=3)], 3),
        ([blocker(DUE, number=2), blocker(DUE, number=1)], 1),
    ],
)
def test_only_a_wait_for_another_that_began_by_the_due_date_excuses(blockers: list[Blocker], named: int | None) -> None:
    blocker = blocked_by(blockers, DUE)
    assert (blocker.wait if blocker else None) == named


OWN = ("EN-02-A1", "DLH")


@pytest.mark.parametrize(
    ("party", "since", "key"),
    [
        (Party(), TODAY, "wait.whom"),
        (Party(outside="  "), TODAY, "wait.whom"),
        (Party(agency="PUPR", outside="BPN"), TODAY, "wait.whom"),
        (Party(milestone="X-1", agency="PUPR"), TODAY, "wait.whom"),
        (Party(agency="DLH"), TODAY, "wait.itself"),
        (Party(milestone="EN-02-A1"), TODAY, "wait.itself"),
        (Party(agency="PUPR"), TOMORROW, "wait.to_come"),
        (Party(agency="PUPR"), TODAY, None),
        (Party(outside="BPN"), YESTERDAY, None),
        (Party(milestone="EN-02-A2"), TODAY, None),
    ],
)
def test_who_may_be_waited_for_since_when(party: Party, since: date, key: str | None) -> None:
    assert _refused(lambda: check_begin(party, OWN, since, TODAY)) == key


@pytest.mark.parametrize(
    ("ended", "key"),
    [(YESTERDAY - timedelta(1), "wait.ends_first"), (YESTERDAY, None), (TODAY, None), (TOMORROW, "wait.to_come")],
)
def test_a_wait_ends_between_its_first_day_and_today(ended: date, key: str | None) -> None:
    assert _refused(lambda: check_end(YESTERDAY, ended, TODAY)) == key


def _refused(check: object) -> str | None:
    try:
        assert callable(check)
        check()
    except Refused as no:
        return no.key
    return None


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=40))
def test_whatever_is_asked_what_is_taken_never_goes_round(asked: list[tuple[int, int]]) -> None:
    taken: list[tuple[int, int]] = []
    for one, other in asked:
        way = circle(taken, one, other)
        if way is None:
            taken.append((one, other))
        else:
            assert (way[0], way[-1]) == (other, one)
            assert all(step in taken for step in pairwise(way)), "every step of the way stands"
    order = TopologicalSorter[int]()
    for one, other in taken:
        order.add(one, other)
    order.prepare()
