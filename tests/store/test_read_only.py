"""A session in which the database itself refuses to write."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from smartcity.queries.portfolio import load_portfolio
from smartcity.store.engine import read_only
from tests.plan import TODAY, build


def test_a_read_only_session_reads_and_the_database_refuses_to_write(database: Engine) -> None:
    build(database)
    url = database.url.render_as_string(hide_password=False)
    with read_only(url) as session:
        for _ in range(2):
            assert load_portfolio(session, TODAY) is not None
            with pytest.raises(DBAPIError, match=r"(?i)read.?only"):
                session.execute(text("UPDATE programme SET name = 'x'"))
            session.rollback()
