"""Whose ball it is: which waits still stand, who is waited for most, and what is late because of another."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from smartcity.domain.enums import MilestoneStatus
from smartcity.domain.plan.blockers import (
    Awaited,
    Lateness,
    awaiting,
    lateness,
    matching_agency,
    most_awaited,
    with_blockers,
)
from smartcity.domain.plan.dependencies import Wait
from smartcity.domain.plan.programmes import Agency, Milestone, Programme
from tests.domain.cities import DLH, PUPR, milestone, programme
from tests.domain.plans import TODAY

AGENCIES = (DLH, PUPR)


def wait(number: int, on: int = 1, days: int = 30, **party: Any) -> Wait:
    since = TODAY - timedelta(days)
    return Wait(number, on, since, since, **(party or {"on_agency": "PUPR"}))


def blocked_plan(
    *waits: Wait, first: Milestone | None = None, second: Milestone | None = None
) -> tuple[Programme, ...]:
    """Milestone 1 of DLH, late by a day; milestone 2 of PUPR, late by two."""
    mine, theirs = programme(1, first or milestone(1)), programme(2, second or milestone(2), lead=PUPR)
    return with_blockers((mine, theirs), waits, AGENCIES, TODAY)


@pytest.mark.parametrize("status", list(MilestoneStatus))
def test_only_what_is_still_to_be_done_waits(status: MilestoneStatus) -> None:
    blocked_programmes = blocked_plan(wait(1), first=milestone(1, status=status))
    is_done = {MilestoneStatus.DONE, MilestoneStatus.CANCELLED, MilestoneStatus.AWAITING_VERIFICATION}
    assert bool(blocked_programmes[0].milestones[0].blockers) is (status not in is_done)


@pytest.mark.parametrize("status", list(MilestoneStatus))
def test_a_wait_for_a_milestone_ends_with_it(status: MilestoneStatus) -> None:
    blocked_programmes = blocked_plan(wait(1, on_milestone=2), second=milestone(2, status=status))
    is_over = status in (MilestoneStatus.DONE, MilestoneStatus.CANCELLED)
    assert bool(blocked_programmes[0].milestones[0].blockers) is not is_over


@pytest.mark.parametrize(
    ("one", "party", "name", "of"),
    [
        (wait(1), "PUPR", "Pupr", None),
        (wait(1, on_milestone=2), "PUPR", "Pupr", "Tahapan 2"),
        (wait(1, on_party="Kantor Pertanahan"), None, "Kantor Pertanahan", None),
    ],
)
def test_the_party_has_its_name(one: Wait, party: str | None, name: str, of: str | None) -> None:
    blocker = blocked_plan(one)[0].milestones[0].blockers[0]
    assert (blocker.party, blocker.name, blocker.milestone, blocker.is_own) == (party, name, of, False)


@pytest.mark.parametrize(
    ("waits", "own", "held_up"),
    [
        ((), 1, 0),
        ((wait(1, days=1),), 0, 1),
        ((wait(1, days=0),), 1, 0),
        ((wait(1, on_agency="DLH"),), 1, 0),
        ((replace(wait(1), ended_on=TODAY),), 1, 0),
        ((wait(1), wait(2, on_party="BPN")), 0, 1),
        ((wait(1, on=99),), 1, 0),
    ],
)
def test_late_because_of_another_is_counted_apart(waits: tuple[Wait, ...], own: int, held_up: int) -> None:
    mine = blocked_plan(*waits)[0]
    assert lateness([mine]) == Lateness(own, held_up)
    assert len(mine.late) == own + held_up


def test_an_agency_that_waits_for_its_own_milestone_is_late_itself() -> None:
    both = programme(1, milestone(1), milestone(2))
    blocked_programmes = with_blockers((both,), [wait(1, on_milestone=2)], AGENCIES, TODAY)
    assert blocked_programmes[0].milestones[0].blockers[0].is_own
    assert lateness(blocked_programmes) == Lateness(2, 0)
    assert awaiting([(blocked_programmes[0], m) for m in blocked_programmes[0].milestones]) == ()


def test_the_five_most_awaited_by_milestones_then_by_days() -> None:
    many = programme(1, *(milestone(number) for number in range(1, 10)))
    waits = [
        wait(1, 1, 10, on_milestone=100),
        wait(2, 2, 3),
        wait(3, 2, 9),
        wait(4, 3, 50, on_party="BPN"),
        wait(5, 3, 1, on_agency="DLH"),
        *(wait(6 + n, 4 + n, 0, on_party=f"Pihak {n}") for n in range(4)),
    ]
    blocked_programmes = with_blockers((many, programme(2, milestone(100), lead=PUPR)), waits, AGENCIES, TODAY)
    waiting = awaiting((p, m) for p in blocked_programmes for m in p.milestones)
    assert [one.blocker.wait for one in waiting[:3]] == [4, 1, 3]
    assert most_awaited(waiting, TODAY) == (
        Awaited("PUPR", "Pupr", 2, 10),
        Awaited(None, "BPN", 1, 50),
        Awaited(None, "Pihak 0", 1, 0),
        Awaited(None, "Pihak 1", 1, 0),
        Awaited(None, "Pihak 2", 1, 0),
    )
    assert most_awaited([], TODAY) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("PUPR", "PUPR"),
        ("dinas pupr", "PUPR"),
        ("Dinas Pekerjaan Umum", "PUPR"),
        ("  pekerjaan   umum ", "PUPR"),
        ("umum", "PUPR"),
        ("mum", None),
        ("dinas", None),
        ("Dinas Pekerjaan Umum Provinsi", None),
        ("", None),
    ],
)
def test_a_typed_name_means_an_agency_only_where_it_can_mean_one(text: str, code: str | None) -> None:
    agencies = (Agency("PUPR", "Dinas Pekerjaan Umum", "Dinas PUPR"), Agency("DLH", "Dinas Lingkungan Hidup", "DLH"))
    matched = matching_agency(text, agencies)
    assert (matched.code if matched else None) == code
