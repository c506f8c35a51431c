"""Waiting on others: begun and ended by the milestone's agency, never in a circle; earlier days stay as known."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from smartcity.commands.plan import agencies, dependencies
from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Role
from smartcity.domain.errors import Forbidden, Refused
from smartcity.domain.plan.dependencies import Blocker, Party
from smartcity.domain.plan.programmes import Milestone
from smartcity.queries import ledger, portfolio
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.plan import BEGUN, NOON, TODAY, build

DAY = timedelta(days=1)
OPERATOR = Actor("operator.a", Role.AGENCY, "A")
OTHER = Actor("operator.b", Role.AGENCY, "B")
ADMINISTRATOR = Actor("administrator", Role.ADMINISTRATOR)
SINCE = date(2026, 10, 20)
ON_B = Party(agency="B")


@pytest.fixture
def plan(database: Engine) -> Engine:
    build(database)
    return database


def begin(engine: Engine, code: str, party: Party, actor: Actor = OPERATOR, **more: Any) -> int:
    fields = {"since": SINCE, "why": "menunggu izin", "at": NOON, **more}
    with writing(engine) as session:
        return dependencies.begin_dependency(session, actor, code, party, **fields)


def end(engine: Engine, number: int, day: date = TODAY, actor: Actor = OPERATOR, at: datetime = NOON) -> None:
    with writing(engine) as session:
        dependencies.end_dependency(session, actor, number, day, at=at)


def no(command: Callable[..., object], *words: Any, **more: Any) -> Refused:
    with pytest.raises(Refused) as refusal:
        command(*words, **more)
    return refusal.value


def seen(engine: Engine, code: str, day: date = TODAY) -> Milestone:
    with reading(engine) as session:
        plan = portfolio.load_portfolio(session, day)
        assert plan is not None
        return next(m for _, m in plan.milestones if m.code == code)


def test_the_ball_lies_with_the_party_from_the_day_we_were_told(plan: Engine) -> None:
    begin(plan, "M-1", ON_B)
    assert seen(plan, "M-1").blockers == (Blocker(1, SINCE, TODAY, "B", "B", note="menunggu izin"),)
    assert seen(plan, "M-1").blocked_by is not None
    assert seen(plan, "M-1", TODAY - DAY).blockers == ()


def test_the_ball_comes_back_on_the_day_it_ends_and_earlier_days_still_know_of_it(plan: Engine) -> None:
    number = begin(plan, "M-1", ON_B)
    end(plan, number, TODAY + DAY, at=NOON + 2 * DAY)
    assert len(seen(plan, "M-1", TODAY + DAY).blockers) == 1
    assert seen(plan, "M-1", TODAY + 2 * DAY).blockers == ()


@pytest.mark.parametrize(
    ("code", "party", "name", "of"),
    [
        ("M-1", Party(milestone="N-1"), "B", "Tahapan N-1"),
        ("M-1", Party(milestone="M-2"), "A", "Tahapan M-2"),
        ("M-2", Party(outside="Kantor Pertanahan"), "Kantor Pertanahan", None),
    ],
)
def test_a_milestone_or_somebody_outside_is_waited_for_too(
    plan: Engine, code: str, party: Party, name: str, of: str | None
) -> None:
    begin(plan, code, party)
    blocker = seen(plan, code).blockers[0]
    assert (blocker.name, blocker.milestone, blocker.is_own) == (name, of, name == "A")


def test_who_takes_over_an_agency_takes_over_who_waits_for_it(plan: Engine) -> None:
    with writing(plan) as session:
        session.add(t.Agency(code="C", name="Dinas C", short_name="C", batch_id=1, recorded_at=BEGUN))
    begin(plan, "M-1", ON_B)
    with writing(plan) as session:
        agencies.end(session, ADMINISTRATOR, "B", TODAY - DAY, "C", "dilebur", at=NOON)
    assert seen(plan, "M-1").blockers[0].party == "C"


def test_a_circle_is_refused_and_its_chain_named(plan: Engine) -> None:
    begin(plan, "M-1", Party(milestone="N-1"))
    begin(plan, "M-2", Party(milestone="M-1"))
    refusal = no(begin, plan, "N-1", Party(milestone="M-2"), OTHER)
    assert (refusal.key, refusal.facts) == ("wait.circle", {"chain": "N-1 → M-2 → M-1 → N-1"})


def test_an_ended_wait_closes_no_circle(plan: Engine) -> None:
    end(plan, begin(plan, "M-1", Party(milestone="N-1")))
    assert begin(plan, "N-1", Party(milestone="M-1"), OTHER) == 2


@pytest.mark.parametrize(
    ("code", "party", "key"),
    [
        ("M-1", Party(), "wait.whom"),
        ("M-1", Party(agency="A"), "wait.itself"),
        ("M-1", Party(milestone="M-1"), "wait.itself"),
        ("M-1", Party(agency="Z"), "wait.unknown_agency"),
        ("M-1", Party(milestone="Z-9"), "proposal.gone"),
        ("M-4", ON_B, "wait.done"),
        ("M-1", Party(milestone="M-4"), "wait.other_done"),
        ("Z-9", ON_B, "proposal.gone"),
    ],
)
def test_what_cannot_be_waited_for(plan: Engine, code: str, party: Party, key: str) -> None:
    assert no(begin, plan, code, party).key == key


def test_nothing_is_said_twice(plan: Engine) -> None:
    number = begin(plan, "M-1", ON_B)
    assert no(begin, plan, "M-1", ON_B, since=TODAY).key == "wait.same"
    begin(plan, "M-1", Party(outside="BPN"))
    end(plan, number)
    assert no(end, plan, number).key == "wait.over"
    assert no(end, plan, 99).key == "wait.gone"
    assert begin(plan, "M-1", ON_B) == 3


@pytest.mark.parametrize(
    ("day", "key"), [(SINCE - DAY, "wait.ends_first"), (TODAY + DAY, "wait.to_come"), (SINCE, None), (TODAY, None)]
)
def test_a_wait_ends_between_its_first_day_and_today(plan: Engine, day: date, key: str | None) -> None:
    number = begin(plan, "M-1", ON_B)
    if key is None:
        end(plan, number, day)
    else:
        assert no(end, plan, number, day).key == key


def test_whose_milestone_it_is_says_who_is_waited_for(plan: Engine) -> None:
    number = begin(plan, "M-1", ON_B, ADMINISTRATOR)
    with pytest.raises(Forbidden):
        begin(plan, "M-2", ON_B, OTHER)
    with pytest.raises(Forbidden):
        end(plan, number, actor=OTHER)


def test_the_ledger_tells_both(plan: Engine) -> None:
    end(plan, begin(plan, "M-1", ON_B))
    with reading(plan) as session:
        assert ledger.first_broken(session) is None
        entries = [(e.action, e.subject, e.after) for e in session.exec(select(t.AuditEntry)).all()]
    assert entries == [
        ("wait.begin", "milestone:M-1", {"on": "B", "since": "2026-10-20"}),
        ("wait.end", "milestone:M-1", {"ended_on": "2026-11-24", "wait": 1}),
    ]
