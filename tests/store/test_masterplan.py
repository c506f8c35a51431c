"""The city's zone: the plan's, and Jakarta where there is none."""

from datetime import date, datetime

import pytest
from sqlalchemy import Engine

from smartcity.store.engine import reading
from smartcity.store.masterplan import day_of, zone, zone_name
from tests.plan import build
from tests.zones import AT_NIGHT, JAKARTA, NIGHT, NIGHTS, WEDNESDAY, move


@pytest.mark.parametrize(("where", "at", "day", "_hour"), NIGHTS)
def test_the_city_s_day_is_that_of_its_plan(engine: Engine, where: str, at: datetime, day: date, _hour: str) -> None:
    build(engine)
    move(engine, where)
    with reading(engine) as session:
        assert (zone_name(session), zone(session).key, day_of(session, at)) == (where, where, day)


def test_without_a_plan_it_is_that_of_jakarta(engine: Engine) -> None:
    with reading(engine) as session:
        assert (zone_name(session), day_of(session, NIGHT)) == (JAKARTA, WEDNESDAY)


@pytest.mark.parametrize(("where", "at", "day", "_hour"), AT_NIGHT)
def test_on_both_databases(database: Engine, where: str, at: datetime, day: date, _hour: str) -> None:
    build(database)
    move(database, where)
    with reading(database) as session:
        assert day_of(session, at) == day
