"""Doing twice what is done: nothing changes, and it is told as news; something else is still refused."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Engine, func
from sqlmodel import select

from smartcity.commands import periods
from smartcity.commands.access import accounts, pairing
from smartcity.commands.access.accounts import AccountDraft
from smartcity.commands.plan import agencies, change_requests, dependencies, plan_edits
from smartcity.commands.plan.change_requests import Proposed
from smartcity.commands.plan.plan_edits import RowEdit
from smartcity.commands.reporting import submission, verification
from smartcity.commands.reporting.verification import Chosen
from smartcity.domain.access.roles import Actor
from smartcity.domain.calendar import PeriodDates, PeriodName
from smartcity.domain.enums import ChangeKind, Claim, Role
from smartcity.domain.errors import AlreadyDone, Refused
from smartcity.domain.facts.change_requests import ChangeRequest
from smartcity.domain.plan.dependencies import Party
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.plan import N1, NOON, TODAY, build

DAY = timedelta(days=1)
ADMINISTRATOR, VERIFIER = Actor("administrator", Role.ADMINISTRATOR), Actor("verifikator", Role.VERIFIER)
OPERATOR, ADVISER = Actor("operator.a", Role.AGENCY, "A"), Actor("pendamping", Role.ADVISER)
DRAFT = AccountDraft("baru", "Akun baru", Role.AGENCY, "A")
NEXT = PeriodName(2027, 1)
DATES = PeriodDates(date(2027, 4, 1), date(2027, 4, 10), 5)
LATER = ChangeRequest(due_on=date(2027, 1, 31))
HEAVIER = ChangeRequest(kind=ChangeKind.WEIGHT, weight=Decimal(2))
CLAIM = Chosen(updates=(4,))
PATH = RowEdit("programme", "P-1", {"name": ("Program 1", "Program satu")})
ROW = {"code": "D2", "name": "Smart Economy", "position": 2}

# Who does what, and what else he could have asked for instead.
TWICE: dict[str, tuple[Actor, Callable[..., Any], tuple[Any, ...], tuple[Any, ...] | None]] = {
    "verify": (VERIFIER, verification.verify, (CLAIM,), None),
    "send back": (VERIFIER, verification.send_back, (CLAIM, "belum"), None),
    "propose a date": (
        OPERATOR,
        change_requests.propose,
        ("M-1", LATER, "x"),
        ("M-1", ChangeRequest(due_on=TODAY + DAY), "x"),
    ),
    "propose a weight": (OPERATOR, change_requests.propose, ("M-1", HEAVIER, "x"), None),
    "wait": (
        OPERATOR,
        dependencies.begin_dependency,
        ("M-1", Party(agency="B"), TODAY),
        ("M-1", Party(agency="B"), TODAY - DAY),
    ),
    "comment": (ADVISER, submission.comment, ("P-1", "Bagus."), None),
    "add an account": (ADMINISTRATOR, accounts.add, (DRAFT,), (AccountDraft("baru", "Lain", Role.VIEWER),)),
    "disable": (ADMINISTRATOR, accounts.disable, ("operator.a",), None),
    "hand over": (ADMINISTRATOR, accounts.hand_over, ("operator.a",), None),
    "pair": (ADMINISTRATOR, pairing.confirm, ("acd347", "Aula"), ("acd348", "Aula")),
    "open a period": (
        ADMINISTRATOR,
        periods.open_period,
        (NEXT, DATES),
        (NEXT, PeriodDates(DATES.opens_on, DATES.opens_on)),
    ),
    "except": (ADMINISTRATOR, periods.grant_exception, (1, "A", TODAY + DAY, "banjir"), None),
    "end an agency": (ADMINISTRATOR, agencies.end, ("A", TODAY - DAY, "B", "dilebur"), ("A", TODAY, "B", "dilebur")),
    "edit": (ADMINISTRATOR, plan_edits.edit, (PATH, "salah tulis"), None),
    "add a row": (ADMINISTRATOR, plan_edits.add, ("dimension", ROW, "baru"), ("dimension", ROW | {"position": 3}, "x")),
}


@pytest.fixture
def city(engine: Engine) -> Engine:
    build(engine)
    with writing(engine) as session:
        fields: dict[str, Any] = {"recorded_at": NOON - DAY, "recorded_by": "Operator B"}
        session.add(t.MilestoneUpdate(**fields, milestone_id=N1, claim=Claim.DONE, achieved_on=TODAY - DAY))
        accounts.add(session, ADMINISTRATOR, AccountDraft("operator.a", "Operator", Role.AGENCY, "A"), at=NOON - DAY)
        pairing.request_pairing(session, "0" * 64, "ACD347", at=NOON)
    return engine


def do(engine: Engine, actor: Actor, command: Callable[..., Any], *words: Any) -> Any:
    with writing(engine) as session:
        return command(session, actor, *words, at=NOON)


def entries(engine: Engine) -> int:
    with reading(engine) as session:
        return session.exec(select(func.count()).select_from(t.AuditEntry)).one()


@pytest.mark.parametrize("what", TWICE)
def test_what_is_done_is_told_as_done(city: Engine, what: str) -> None:
    actor, command, words, other = TWICE[what]
    do(city, actor, command, *words)
    before = entries(city)
    with pytest.raises(AlreadyDone):
        do(city, actor, command, *words)
    if other is not None:
        with pytest.raises(Refused) as no:
            do(city, actor, command, *other)
        assert not isinstance(no.value, AlreadyDone)
    assert entries(city) == before


def test_what_follows_from_what_is_done_is_done_once_too(city: Engine) -> None:
    wait = do(city, OPERATOR, dependencies.begin_dependency, "M-1", Party(agency="B"), TODAY)
    proposed = Proposed(dates=(do(city, OPERATOR, change_requests.propose, "M-1", LATER, "x"),))
    do(city, ADMINISTRATOR, pairing.confirm, "acd347", "Aula")
    do(city, ADMINISTRATOR, periods.grant_exception, 1, "A", TODAY + DAY, "banjir")
    do(city, VERIFIER, verification.verify, CLAIM)
    steps: tuple[tuple[Any, ...], ...] = (
        (OPERATOR, dependencies.end_dependency, wait, TODAY),
        (VERIFIER, change_requests.approve, proposed),
        (VERIFIER, verification.revoke, CLAIM, "keliru"),
        (ADMINISTRATOR, periods.end_exception, 1, "A", "selesai"),
        (ADMINISTRATOR, pairing.rename, 1, "Aula besar"),
        (ADMINISTRATOR, pairing.revoke, 1),
    )
    for actor, command, *words in steps:
        do(city, actor, command, *words)
        with pytest.raises(AlreadyDone):
            do(city, actor, command, *words)
    with pytest.raises(Refused) as no:
        do(city, VERIFIER, change_requests.refuse, proposed, "tidak")
    assert (no.value.key, type(no.value)) == ("verification.answered", Refused)
