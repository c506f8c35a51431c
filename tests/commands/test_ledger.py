"""One chain, whoever writes: entries follow each other without a gap, and tampering is found."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, text

from smartcity.commands.ledger import append
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.queries import ledger
from smartcity.store.engine import reading, writing

AT = datetime(2026, 11, 24, 9, 5, 1, 123456, tzinfo=UTC)


def write(engine: Engine, number: int) -> None:
    with writing(engine) as session:
        append(session, ADMINISTRATOR_AT_TERMINAL, "try", f"nothing {number}", at=AT, after={"n": number})


def test_an_empty_ledger_is_whole(database: Engine) -> None:
    with reading(database) as session:
        assert (ledger.newest(session), ledger.first_broken(session)) == (0, None)


def test_writers_at_once_make_one_chain(database: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda number: write(database, number), range(24)))
    with reading(database) as session:
        assert (ledger.newest(session), ledger.first_broken(session)) == (24, None)


@pytest.mark.parametrize("spoilt", ["actor = 'somebody'", "after = '{bad'", "at = 'kacau'", "at = 7"])
def test_the_first_entry_that_was_changed_or_cannot_be_read_is_named(engine: Engine, spoilt: str) -> None:
    for number in range(5):
        write(engine, number)
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_entry_no_update"))
        connection.exec_driver_sql(f"UPDATE audit_entry SET {spoilt} WHERE id = 3")  # noqa: S608
    with reading(engine) as session:
        assert ledger.first_broken(session) == 3


def test_a_missing_entry_is_named(engine: Engine) -> None:
    for number in range(5):
        write(engine, number)
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_entry_no_delete"))
        connection.execute(text("DELETE FROM audit_entry WHERE id = 2"))
    with reading(engine) as session:
        assert ledger.first_broken(session) == 2
