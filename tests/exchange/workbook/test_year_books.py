"""F25: the targets and budgets of the year to come as a proposal: the import takes the file as it is, or filled in."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from smartcity.commands.plan import plan_import
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.operations.year_setup import YearGap, year_gaps
from smartcity.exchange.workbook.drafting import draft_of
from smartcity.exchange.workbook.names import NameIndex
from smartcity.exchange.workbook.source import read_source
from smartcity.exchange.workbook.templates import year_book, year_rows
from smartcity.i18n.words import Words
from smartcity.queries import budgets, compliance, indicators, portfolio, workbook
from smartcity.store.engine import make_engine, reading, writing
from tests.sample import sample_database

DAY = date(2026, 12, 30)
AT = datetime(2026, 12, 30, 3, tzinfo=UTC)


@pytest.fixture
def city(tmp_path: Path) -> Engine:
    return make_engine(sample_database(tmp_path))


def lacks(engine: Engine) -> tuple[YearGap, ...]:
    with reading(engine) as session:
        plan = portfolio.load_portfolio(session, DAY)
        assert plan is not None
        calendar_shown, outcomes = compliance.reporting_calendar(session, DAY), indicators.outcomes(session, DAY)
        return year_gaps(plan, calendar_shown.periods, outcomes, budgets.budget_lines(session, DAY), DAY)


def test_f25_the_file_holds_what_lacks_with_the_figures_of_the_year_before(city: Engine) -> None:
    (lack,) = lacks(city)
    assert lack.year == 2027
    assert lack.indicators
    assert lack.programmes
    with reading(city) as session:
        rows = workbook.workbook_rows(session, DAY)
    rows_of_year = year_rows(rows, lack)
    assert {row["year"] for row in (*rows_of_year["target"], *rows_of_year["budget"])} == {2027}
    assert {row["indicator"] for row in rows_of_year["target"]} == {outcome.card.code for outcome in lack.indicators}
    assert {row["programme"] for row in rows_of_year["budget"]} == {programme.code for programme in lack.programmes}
    before = {(r["indicator"], r["quarter"]): r["value"] for r in rows["target"] if r["year"] == 2026}
    moved = {(r["indicator"], r["quarter"]): r["value"] for r in rows_of_year["target"]}
    assert moved.items() <= before.items()


def test_f25_the_import_takes_the_file_and_nothing_lacks_any_more(city: Engine, tmp_path: Path) -> None:
    (lack,) = lacks(city)
    with reading(city) as session:
        content = year_book(workbook.workbook_rows(session, DAY), lack, Words("id"), "Asia/Jakarta")
        names = NameIndex(workbook.names_by_entity(session, DAY))
    path = tmp_path / "isian.xlsx"
    path.write_bytes(content)
    draft = draft_of(read_source(path), names)
    assert draft.errors == []
    with writing(city) as session:
        plan_import.run(session, ADMINISTRATOR_AT_TERMINAL, draft, at=AT)
    (left,) = lacks(city)
    assert (left.indicators, left.programmes, len(left.periods)) == ((), (), 4)


def test_f25_without_a_plan_the_same_file_is_refused(city: Engine, tmp_path: Path) -> None:
    (lack,) = lacks(city)
    with reading(city) as session:
        content = year_book(workbook.workbook_rows(session, DAY), lack, Words("id"), "Asia/Jakarta")
    path = tmp_path / "isian.xlsx"
    path.write_bytes(content)
    keys = {problem.key for problem in draft_of(read_source(path), NameIndex()).errors}
    assert "import.sheet.missing" in keys
