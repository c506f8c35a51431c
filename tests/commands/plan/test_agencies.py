"""Agencies end, get another name, merge: open work moves, history stays, nothing leaves any table, all is undone."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlmodel import Session, col

from smartcity.commands.plan import agencies, plan_import
from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Role
from smartcity.domain.errors import Forbidden, Refused
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.exchange.workbook.names import NameIndex
from smartcity.queries import compliance, indicators, ledger, portfolio, sign_ins, workbook
from smartcity.store import tables as t
from smartcity.store.engine import make_engine, reading, writing
from tests.people import make_account, open_door
from tests.sample import sample_database
from tests.zones import AT_NIGHT, THURSDAY, WEDNESDAY, move

ADMIN = Actor("admin", Role.ADMINISTRATOR)
BEFORE, DAY = date(2026, 11, 23), date(2026, 11, 24)
AT = datetime(2026, 11, 24, 2, tzinfo=UTC)
WHY = "Perda SOTK 2026"


@pytest.fixture
def city(sample_city: Engine) -> Engine:
    return sample_city


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """The sample on SQLite alone."""
    made = make_engine(sample_database(tmp_path))
    yield made
    made.dispose()


def counts(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in t.METADATA.sorted_tables
        }


def plan_on(engine: Engine, day: date) -> Portfolio:
    with reading(engine) as session:
        plan = portfolio.load_portfolio(session, day)
    assert plan is not None
    return plan


def led(plan: Portfolio, code: str) -> set[str]:
    return {p.code for p in plan.programmes if p.lead.code == code}


def helped(plan: Portfolio, code: str) -> set[str]:
    return {p.code for p in plan.programmes if code in {agency.code for agency in p.supports}}


def act(engine: Engine, command: Callable[..., Any], *arguments: Any, by: Actor = ADMIN, at: datetime = AT) -> Any:
    with writing(engine) as session:
        return command(session, by, *arguments, at=at)


def test_what_is_open_moves_to_the_successor_and_what_was_stays(city: Engine) -> None:
    before, rows, city_before = plan_on(city, BEFORE), counts(city), plan_on(city, DAY).city
    over = {p.code for p in before.programmes if p.is_wholly_verified}
    work = act(city, agencies.end, "DLH", DAY, "PUPR", WHY)
    after = plan_on(city, DAY)
    assert set(work.programmes) == led(before, "DLH") - over
    assert led(after, "PUPR") == led(before, "PUPR") | set(work.programmes)
    assert led(after, "DLH") == led(before, "DLH") & over
    assert led(plan_on(city, BEFORE), "DLH") == led(before, "DLH")
    moved = helped(before, "DLH") - over - led(after, "PUPR") - helped(before, "PUPR")
    assert helped(after, "PUPR") == helped(before, "PUPR") | moved
    assert helped(plan_on(city, BEFORE), "DLH") == helped(before, "DLH")
    grown = {name: number - rows[name] for name, number in counts(city).items() if number != rows[name]}
    assert set(grown) == {"batch", "plan_change", "audit_entry"}
    assert (grown["batch"], grown["audit_entry"]) == (1, 1)
    assert after.city == city_before


def test_indicators_in_use_and_open_decisions_move_too(city: Engine) -> None:
    with reading(city) as session:
        owners = {o.card.code: (o.card.agency.code, o.card.retired_on) for o in indicators.outcomes(session, BEFORE)}  # type: ignore[union-attr]
        rows = session.execute(select(col(t.Decision.code), col(t.Decision.closed_on))).all()
        closed = {row.code: row.closed_on for row in rows}
        mine = _decisions(session, BEFORE)
    code = next(owner for owner, _ in owners.values())
    act(city, agencies.end, code, DAY, "SETDA", WHY)
    with reading(city) as session:
        for outcome in indicators.outcomes(session, DAY):
            owner, retired_on = owners[outcome.card.code]
            moves = owner == code and retired_on is None
            assert outcome.card.agency.code == ("SETDA" if moves else owner)  # type: ignore[union-attr]
        for decision, owner in _decisions(session, DAY).items():
            moves = mine[decision] == code and closed[decision] is None
            assert owner == ("SETDA" if moves else mine[decision])


def _decisions(session: Session, day: date) -> dict[str, str]:
    return {row["code"]: row["agency"] for row in workbook.workbook_rows(session, day)["decision"]}


@pytest.mark.parametrize("has_closed", [False, True])
def test_a_decision_moves_while_it_is_open(city: Engine, *, has_closed: bool) -> None:
    with writing(city) as session:
        row = session.get(t.Decision, 1)
        assert row is not None
        row.closed_on = BEFORE if has_closed else None
        owner = session.get(t.Agency, row.agency_id)
        assert owner is not None
        code, decision = owner.code, row.code
    successor = "SETDA" if code != "SETDA" else "PUPR"
    act(city, agencies.end, code, DAY, successor, WHY)
    with reading(city) as session:
        assert _decisions(session, DAY)[decision] == (code if has_closed else successor)
        assert _decisions(session, BEFORE)[decision] == code


def test_its_accounts_close_and_their_sign_ins_end(city: Engine) -> None:
    cast = [make_account(city, Role.AGENCY, "DLH"), make_account(city, Role.VERIFIER, "DLH")]
    stays = make_account(city, Role.AGENCY, "PUPR")
    doors = {actor.name: open_door(city, actor) for actor in (*cast, stays)}
    work = act(city, agencies.end, "DLH", DAY, "PUPR", WHY)
    assert set(work.accounts) == {actor.login for actor in cast}
    with reading(city) as session:
        signed_in = {name: sign_ins.signed_in_actor(session, _digest(token), AT) for name, token in doors.items()}
        left = session.execute(select(func.count()).where(col(t.SignIn.revoked_at).is_(None))).scalar_one()
    assert [name for name, actor in signed_in.items() if actor] == [stays.name]
    assert left == 1


def _digest(token: str | None) -> str:
    from hashlib import sha256

    return sha256((token or "").encode()).hexdigest()


def test_one_entry_tells_all_that_moved(city: Engine) -> None:
    account = make_account(city, Role.AGENCY, "DISHUB")
    act(city, agencies.end, "DISHUB", DAY, "PUPR", WHY)
    with reading(city) as session:
        (entry,) = ledger.page(session, ledger.EntryFilter(action="agency.end"), 1, 5).entries
    assert (entry.subject, entry.reason, entry.after["successor"]) == ("agency:DISHUB", WHY, "PUPR")
    assert entry.after["programmes"] == ["LV-06", "EN-06"]
    assert entry.after["accounts"] == [f"account:{account.name}"]


def test_ending_is_undone_like_any_import(city: Engine) -> None:
    before = plan_on(city, BEFORE)
    act(city, agencies.end, "DLH", DAY, "PUPR", WHY)
    with writing(city) as session:
        plan_import.withdraw(session, ADMIN, 2, at=AT.replace(hour=3))
    after = plan_on(city, DAY)
    assert led(after, "DLH") == led(before, "DLH")
    assert helped(after, "DLH") == helped(before, "DLH")
    assert next(a for a in after.agencies if a.code == "DLH").ended_on is None


def test_several_merge_into_one_with_one_entry(city: Engine) -> None:
    before = plan_on(city, BEFORE)
    over = {p.code for p in before.programmes if p.is_wholly_verified}
    act(city, agencies.merge, ("DISHUB", "SATPOLPP", "DISHUB"), "PUPR", BEFORE, WHY)
    after = plan_on(city, DAY)
    gone = (led(before, "DISHUB") | led(before, "SATPOLPP")) - over
    assert led(after, "PUPR") == led(before, "PUPR") | gone
    assert [a.code for a in after.agencies if a.ended_on == BEFORE and a.code in ("DISHUB", "SATPOLPP")] == [
        "DISHUB",
        "SATPOLPP",
    ]
    with reading(city) as session:
        (entry,) = ledger.page(session, ledger.EntryFilter(action="agency.merge"), 1, 5).entries
        assert entry.subject == "agency:DISHUB,SATPOLPP"
        past = compliance.columns(session, DAY)[0]
    assert {owed.agency.code for owed in past.owed_reports} >= {"DISHUB", "SATPOLPP"}


def test_another_name_counts_from_now_on_and_the_old_one_still_finds_it(city: Engine) -> None:
    old = next(a for a in plan_on(city, BEFORE).agencies if a.code == "DLH")
    act(city, agencies.rename, "DLH", " Dinas Lingkungan dan Kebersihan ", "", WHY)
    now = next(a for a in plan_on(city, DAY).agencies if a.code == "DLH")
    assert (now.name, now.short_name) == ("Dinas Lingkungan dan Kebersihan",) * 2
    assert next(a for a in plan_on(city, BEFORE).agencies if a.code == "DLH") == old
    with reading(city) as session:
        names = NameIndex(workbook.names_by_entity(session, DAY))
    assert names.code("agency", old.name) == names.code("agency", old.short_name) == "DLH"


def test_an_agency_without_open_work_may_end_without_a_successor(city: Engine) -> None:
    idle = next(a for a in plan_on(city, BEFORE).agencies if a.code == "DISPORA")
    assert idle.ended_on is not None
    with writing(city) as session:
        row: dict[str, Any] = {
            "code": "BARU",
            "name": "Badan Baru",
            "short_name": "Baru",
            "batch_id": 1,
            "recorded_at": AT,
        }
        session.add(t.Agency(**row))
    act(city, agencies.end, "BARU", BEFORE, None, WHY)
    assert next(a for a in plan_on(city, DAY).agencies if a.code == "BARU").ended_on == BEFORE


@pytest.mark.parametrize(
    ("command", "arguments", "key"),
    [
        (agencies.end, ("NONE", DAY, "PUPR", WHY), "reorganise.unknown"),
        (agencies.end, ("DISPORA", DAY, "PUPR", WHY), "reorganise.ended"),
        (agencies.end, ("DLH", DAY, "DISPORA", WHY), "reorganise.ended"),
        (agencies.end, ("DLH", DAY, "NONE", WHY), "reorganise.unknown"),
        (agencies.end, ("DLH", DAY, "DLH", WHY), "reorganise.itself"),
        (agencies.end, ("DLH", date(2026, 11, 25), "PUPR", WHY), "reorganise.future"),
        (agencies.end, ("DLH", DAY, None, WHY), "reorganise.open_work"),
        (agencies.end, ("DLH", DAY, "PUPR", " "), "note.reason"),
        (agencies.merge, ((), "PUPR", DAY, WHY), "reorganise.none"),
        (agencies.merge, (("DLH", "PUPR"), "PUPR", DAY, WHY), "reorganise.itself"),
        (agencies.rename, ("DLH", "", "", WHY), "reorganise.nameless"),
        (agencies.rename, ("DLH", "x" * 301, "", WHY), "note.long"),
        (agencies.rename, ("NONE", "Dinas", "", WHY), "reorganise.unknown"),
        (agencies.rename, ("DLH", "Dinas Kesehatan", "", WHY), "reorganise.name_taken"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    engine: Engine, command: Callable[..., Any], arguments: tuple[Any, ...], key: str
) -> None:
    before = counts(engine)
    with pytest.raises(Refused) as no:
        act(engine, command, *arguments)
    assert no.value.key == key
    assert counts(engine) == before


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_an_administrator_reorganises(engine: Engine, role: Role) -> None:
    with pytest.raises(Forbidden):
        act(engine, agencies.rename, "DLH", "Dinas", "", WHY, by=Actor("x", role, "DLH"))


@pytest.mark.parametrize(("zone", "at", "day", "_hour"), AT_NIGHT)
def test_an_agency_ends_by_the_day_of_the_plan(engine: Engine, zone: str, at: datetime, day: date, _hour: str) -> None:
    move(engine, zone)
    if day < THURSDAY:
        with pytest.raises(Refused, match="future"):
            act(engine, agencies.end, "DLH", THURSDAY, "BAPPEDA", WHY, at=at)
    else:
        act(engine, agencies.end, "DLH", THURSDAY, "BAPPEDA", WHY, at=at)


@pytest.mark.parametrize(("zone", "at", "day", "_hour"), AT_NIGHT)
def test_an_agency_has_ended_when_its_last_day_is_over_there(
    engine: Engine, zone: str, at: datetime, day: date, _hour: str
) -> None:
    move(engine, zone)
    act(engine, agencies.end, "DLH", DAY, "BAPPEDA", WHY)
    with writing(engine) as session:
        session.execute(select(t.Agency).where(col(t.Agency.code) == "DLH")).scalars().one().valid_until = WEDNESDAY
    if day > WEDNESDAY:
        with pytest.raises(Refused, match="ended"):
            act(engine, agencies.rename, "DLH", "Dinas Lingkungan", "DLH", WHY, at=at)
    else:
        act(engine, agencies.rename, "DLH", "Dinas Lingkungan", "DLH", WHY, at=at)
