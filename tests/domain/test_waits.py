"""Waiting on others: circles, whose delay it is, who is waited for most."""

from datetime import date, timedelta

import pytest

from smartcity.domain.waits import Awaited, Wait, held_up_by, makes_a_circle, most_awaited, party_of

TODAY = date(2026, 11, 24)
YESTERDAY, TOMORROW = TODAY - timedelta(1), TODAY + timedelta(1)


def on(milestone: int, other: int, *, ended: date | None = None) -> Wait:
    return Wait(1, milestone, YESTERDAY, on_milestone=other, ended_on=ended)


@pytest.mark.parametrize(
    ("waits", "milestone", "other", "circle"),
    [
        ([], 1, 2, False),
        ([], 1, 1, True),
        ([on(2, 1)], 1, 2, True),
        ([on(1, 2)], 1, 2, False),
        ([on(2, 3), on(3, 4), on(4, 1)], 1, 2, True),
        ([on(2, 3), on(3, 4)], 1, 2, False),
        ([on(2, 3), on(3, 2)], 1, 2, False),
        ([on(2, 1, ended=YESTERDAY)], 1, 2, False),
        ([Wait(1, 2, YESTERDAY, on_agency="DLH")], 1, 2, False),
    ],
)
def test_a_circle_is_seen(waits: list[Wait], milestone: int, other: int, circle: bool) -> None:
    assert makes_a_circle(waits, milestone, other) is circle


@pytest.mark.parametrize(
    ("wait", "due", "excused"),
    [
        (Wait(1, 7, date(2026, 10, 1), on_agency="DLH"), date(2026, 10, 1), True),
        (Wait(1, 7, date(2026, 10, 2), on_agency="DLH"), date(2026, 10, 1), False),
        (Wait(1, 7, date(2026, 9, 1), on_agency="DLH", ended_on=TODAY), date(2026, 10, 1), False),
        (Wait(1, 7, date(2026, 9, 1), on_agency="DLH", ended_on=TOMORROW), date(2026, 10, 1), True),
        (Wait(1, 8, date(2026, 9, 1), on_agency="DLH"), date(2026, 10, 1), False),
        (Wait(1, 7, TOMORROW, on_agency="DLH"), date(2026, 12, 1), False),
    ],
)
def test_only_a_wait_that_began_in_time_and_still_lasts_excuses(wait: Wait, due: date, excused: bool) -> None:
    assert (held_up_by([wait], 7, due, TODAY) is not None) is excused


def test_the_oldest_wait_is_named() -> None:
    older, newer = Wait(2, 7, date(2026, 8, 1), on_party="BPN"), Wait(1, 7, date(2026, 9, 1), on_agency="DLH")
    assert held_up_by([newer, older], 7, TODAY, TODAY) is older


def test_whose_ball_it_is() -> None:
    assert party_of(on(1, 2), {2: "PUPR"}) == "PUPR"
    assert party_of(on(1, 2), {}) is None
    assert party_of(Wait(1, 1, TODAY, on_agency="DLH"), {}) == "DLH"
    assert party_of(Wait(1, 1, TODAY, on_party="Kantor Pertanahan"), {}) == "Kantor Pertanahan"


def test_the_five_most_awaited_by_milestones_then_by_days() -> None:
    owners = {100: "PUPR"}
    waits = [
        Wait(1, 1, TODAY - timedelta(10), on_milestone=100),
        Wait(2, 2, TODAY - timedelta(3), on_agency="PUPR"),
        Wait(3, 2, TODAY - timedelta(9), on_agency="PUPR"),
        Wait(4, 3, TODAY - timedelta(50), on_party="BPN"),
        Wait(5, 3, TODAY - timedelta(1), on_agency="DLH"),
        *(Wait(6 + n, 10 + n, TODAY, on_party=f"Pihak {n}") for n in range(4)),
        Wait(20, 4, TODAY, on_agency="SETDA", ended_on=TODAY),
    ]
    assert most_awaited(waits, owners, TODAY) == (
        Awaited("PUPR", 2, 10),
        Awaited("BPN", 1, 50),
        Awaited("DLH", 1, 1),
        Awaited("Pihak 0", 1, 0),
        Awaited("Pihak 1", 1, 0),
    )
    assert most_awaited([], owners, TODAY) == ()
