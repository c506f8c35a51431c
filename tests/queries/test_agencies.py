"""F27 on real rows: an agency that reported in time and ended keeps its cell; its successor begins with what comes."""

from collections.abc import Mapping
from datetime import date, datetime

import pytest
from sqlalchemy import Engine

from smartcity.commands.plan import agencies, plan_import
from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import Reporting, Role
from smartcity.domain.portfolio.origins import reporting_count
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.reporting.compliance import Row, awaited, ranking
from smartcity.queries import compliance, history, portfolio
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.plan import FOURTH, JAKARTA, M1, build

ADMIN = Actor("admin", Role.ADMINISTRATOR)
LAST_DAY = date(2026, 11, 29)
SENT, ENDED = (datetime(2026, 11, day, 9, tzinfo=JAKARTA) for day in (20, 30))


@pytest.fixture
def city(database: Engine) -> Engine:
    """A reports TW IV in time; it ends on 29 November, which is written down on the 30th, the due date."""
    build(database)
    with writing(database) as session:
        session.add(t.Statement(programme_id=1, period_id=FOURTH, recorded_at=SENT, recorded_by="Operator A"))
    with writing(database) as session:
        agencies.end(session, ADMIN, "A", LAST_DAY, "B", "Perda SOTK", at=ENDED)
    return database


def seen(engine: Engine, day: date) -> tuple[Portfolio, Mapping[str, Row], tuple[Row, ...]]:
    with reading(engine) as session:
        plan = portfolio.load_portfolio(session, day)
        assert plan is not None
        rows = ranking(compliance.columns(session, day), plan.agencies, day)
    return plan, {row.agency.code: row for row in rows}, rows


@pytest.mark.parametrize("day", [date(2026, 11, 29), date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 11)])
def test_f27_the_cell_of_an_ended_agency_stays_as_it_was(city: Engine, day: date) -> None:
    plan, rows, _ = seen(city, day)
    assert [cell.status for cell in rows["A"].cells] == [Reporting.ON_TIME, Reporting.ON_TIME]
    assert (rows["A"].on_time, rows["A"].due) == (2, 2)
    groups = {group.code: group for group in plan.by_agency}
    assert {code: (g.reporting, g.reported, g.owing) for code, g in groups.items()} == {
        code: (row.now.status, row.now.reported, row.now.owing) for code, row in rows.items()
    }
    assert reporting_count(plan.by_agency).reported == 1


def test_f27_the_successor_is_judged_by_its_own(city: Engine) -> None:
    before, after = seen(city, LAST_DAY)[1]["B"], seen(city, date(2026, 12, 1))
    assert (before.now.owing, after[1]["B"].now.owing) == (1, 1)
    assert [row.agency.code for row in awaited(after[2])] == ["B"]
    assert {p.code: p.lead.code for p in after[0].programmes} == {"P-1": "B", "P-2": "B"}


def test_f27_the_report_and_its_words_stay(city: Engine) -> None:
    plan, _, _ = seen(city, date(2026, 12, 1))
    programme = plan.programme("P-1")
    assert programme is not None
    assert programme.report is not None
    assert programme.lead_at(programme.report.recorded_at).code == "A"
    assert programme.reporter.code == "A"
    with reading(city) as session:
        reports = history.programme_history(session, date(2026, 12, 1), 1, (M1,)).reports
    assert [str(report.period) for report in reports] == ["IV/2026", "III/2026"]


def test_f27_a_report_missed_before_stays_missed_there_and_is_asked_of_the_successor(database: Engine) -> None:
    build(database)
    with writing(database) as session:
        agencies.end(session, ADMIN, "A", date(2026, 12, 2), "B", "Perda SOTK", at=ENDED.replace(month=12, day=2))
    _, rows, every = seen(database, date(2026, 12, 3))
    assert (rows["A"].now.status, rows["B"].now.status) == (Reporting.SILENT, Reporting.SILENT)
    assert (rows["A"].now.owing, rows["B"].now.owing) == (1, 1)
    (asked,) = awaited(every)
    assert (asked.agency.code, len(asked.now.waiting)) == ("B", 2)


def test_f27_an_ending_that_is_undone_was_never(city: Engine) -> None:
    with writing(city) as session:
        plan_import.withdraw(session, ADMIN, 2, at=ENDED.replace(hour=10))
    plan, rows, _ = seen(city, date(2026, 12, 1))
    assert all(not programme.former_leads for programme in plan.programmes)
    assert rows["A"].now.status is Reporting.ON_TIME
