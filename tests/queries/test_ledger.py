"""The ledger page by page: filters by local day, actor, action and any part of the subject; cut by the database."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from smartcity.commands.ledger import append
from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Role
from smartcity.queries import ledger
from smartcity.queries.ledger import EntryFilter
from smartcity.store.engine import reading, writing
from tests.plan import build
from tests.zones import AT_NIGHT, NIGHT, THURSDAY, WEDNESDAY, move

ANI, BUDI = Actor("ani", Role.ADMINISTRATOR), Actor("budi", Role.VERIFIER)
# 23.59 and 00.00 in Sawahlunto.
LAST_MINUTE, MIDNIGHT = datetime(2026, 11, 23, 16, 59, 59, tzinfo=UTC), datetime(2026, 11, 23, 17, tzinfo=UTC)
LINES = (
    (ANI, "plan.import", "batch:1", LAST_MINUTE),
    (BUDI, "verification.verify", "milestone:EN-02-A1", MIDNIGHT),
    (ANI, "plan.edit", "programme:EN_02", MIDNIGHT),
    (ANI, "plan.edit", "programme:EN-02", datetime(2026, 11, 25, tzinfo=UTC)),
)


@pytest.fixture
def filled(database: Engine) -> Engine:
    with writing(database) as session:
        for actor, action, subject, at in LINES:
            append(session, actor, action, subject, at=at, before={"name": "a"}, after={"name": "b", "weight": 2})
    return database


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        (EntryFilter(), [4, 3, 2, 1]),
        (EntryFilter(first=date(2026, 11, 24)), [4, 3, 2]),
        (EntryFilter(last=date(2026, 11, 23)), [1]),
        (EntryFilter(first=date(2026, 11, 24), last=date(2026, 11, 24)), [3, 2]),
        (EntryFilter(first=date(2026, 11, 25), last=date(2026, 11, 24)), []),
        (EntryFilter(actor="budi"), [2]),
        (EntryFilter(actor="bud"), []),
        (EntryFilter(action="plan.edit"), [4, 3]),
        (EntryFilter(subject="en-02"), [4, 2]),
        (EntryFilter(subject="EN_02"), [3]),
        (EntryFilter(subject="%"), []),
        (EntryFilter(actor="ani", action="plan.edit", subject="programme:EN-02", first=date(2026, 11, 25)), [4]),
    ],
)
def test_a_filter_finds_exactly_its_entries(filled: Engine, asked: EntryFilter, numbers: list[int]) -> None:
    with reading(filled) as session:
        entries_page = ledger.page(session, asked, 1, 10)
    assert [entry.number for entry in entries_page.entries] == numbers
    assert entries_page.total == len(numbers)


@pytest.mark.parametrize(("number", "numbers"), [(1, [4, 3, 2]), (2, [1]), (3, [])])
def test_a_page_is_cut_and_the_total_is_not(filled: Engine, number: int, numbers: list[int]) -> None:
    with reading(filled) as session:
        entries_page = ledger.page(session, EntryFilter(), number, 3)
    assert ([entry.number for entry in entries_page.entries], entries_page.total) == (numbers, 4)


def test_an_entry_tells_old_and_new_side_by_side_in_local_time(filled: Engine) -> None:
    with reading(filled) as session:
        (entry,) = ledger.page(session, EntryFilter(actor="budi"), 1, 1).entries
        assert ledger.actors_and_actions(session) == (
            ("ani", "budi"),
            ("plan.edit", "plan.import", "verification.verify"),
        )
    assert entry.changes == (("name", "a", "b"), ("weight", None, 2))
    assert (entry.kind, entry.name, entry.at.date()) == ("milestone", "EN-02-A1", date(2026, 11, 24))


@pytest.mark.parametrize(("zone", "at", "day", "_hour"), AT_NIGHT)
def test_the_days_of_the_filter_are_those_of_the_plan(
    database: Engine, zone: str, at: datetime, day: date, _hour: str
) -> None:
    build(database)
    move(database, zone)
    with writing(database) as session:
        append(session, ANI, "plan.edit", "programme:P-1", at=at)
    with reading(database) as session:
        by_asked = {
            asked: ledger.page(session, EntryFilter(asked, asked), 1, 9).entries for asked in (WEDNESDAY, THURSDAY)
        }
    (entry,) = by_asked.pop(day)
    assert (entry.at, entry.at.date()) == (NIGHT, day)
    assert [*by_asked.values()] == [()]
