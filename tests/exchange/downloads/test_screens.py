"""The workbooks of the six screens: every column is defined, in both languages, and none is there twice."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.facts.change_requests import promises
from smartcity.domain.facts.history import Change
from smartcity.domain.forecast.forecasts import Forecasts
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.money.balances import spendings
from smartcity.domain.money.budgets import Line
from smartcity.domain.plan.due_dates import overdue_milestones, upcoming_milestones
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.exchange.downloads import screens as workbooks
from smartcity.exchange.downloads.files import figure_workbook, tab_of
from smartcity.i18n.catalog import LANGUAGES
from smartcity.i18n.words import Words
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.tables import programmes
from smartcity.presentation.tables.indicators import outcomes
from smartcity.presentation.tables.milestones import milestones
from smartcity.presentation.tables.table import Table
from smartcity.queries import budgets, history, indicators, portfolio
from smartcity.store.engine import make_engine, reading
from tests.commands.test_operations import DAY
from tests.sample import sample_database

City = tuple[Portfolio, tuple[Outcome, ...], tuple[Line, ...], tuple[Change, ...]]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    engine = make_engine(sample_database(tmp_path_factory.mktemp("books")))
    with reading(engine) as session:
        plan = portfolio.load_portfolio(session, DAY)
        assert plan is not None
        lines, changes = tuple(budgets.budget_lines(session, DAY)), history.all_requested_changes(session, DAY)
        yield plan, indicators.outcomes(session, DAY), lines, changes
    engine.dispose()


def steps_of(say: Formatter, city: City) -> Table[Any]:
    programme = city[0].programmes[0]
    return milestones(say, city[0], [(programme, milestone) for milestone in programme.milestones])


Book = Callable[[Formatter, City], list[Table[Any]]]
BOOKS: dict[str, Book] = {
    "Ringkasan": lambda say, city: workbooks.overview_tables(say, city[0]),
    "Dimensi": lambda say, city: workbooks.dimension_tables(
        say, city[0], city[0].by_dimension[0], city[0].by_sub_dimension(city[0].by_dimension[0].code), city[1]
    ),
    "OPD": lambda say, city: workbooks.agencies_tables(say, city[0], city[0].by_agency),
    "one OPD": lambda say, city: workbooks.agency_tables(say, city[0], city[0].by_agency[0]),
    "Program": lambda say, city: [programmes.programmes(say, city[0], city[0].programmes)],
    "one Program": lambda say, city: [
        *workbooks.programme_tables(say, city[0], city[0].programmes[0], steps_of(say, city), city[1]),
        programmes.spendings(say, spendings(city[0].programmes, city[2], city[0].plan.rule, DAY)),
        programmes.budget(say, list(programmes.by_programme(city[2], DAY))),
    ],
    "Indikator": lambda say, city: [outcomes(say, city[0], city[1])],
    "one Indikator": lambda say, city: workbooks.indicator_tables(say, city[0], city[1][0]),
    "Linimasa": lambda say, city: workbooks.timeline_tables(
        say,
        upcoming_milestones(city[0].milestones, DAY, 30),
        overdue_milestones(city[0].milestones),
        promises(city[0].milestones, city[3]),
        Forecasts(city[0]),
        lambda name, _at: name,
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BOOKS)
def test_every_heading_has_its_definition(name: str, language: str, city: City) -> None:
    say = Formatter(Words(language), DAY, CITY_ZONE.key)  # type: ignore[arg-type]
    sheets = BOOKS[name](say, city)
    content = figure_workbook(say.words, name, workbooks.facts(say, city[0], None), sheets)
    *pages, definitions = load_workbook(BytesIO(content)).worksheets
    defined = {(sheet, column): meaning for sheet, column, meaning in definitions.iter_rows(values_only=True)}
    assert [page.title for page in pages] == [tab_of(sheet.title) for sheet in sheets]
    for page in pages:
        headings = [str(cell.value) for cell in page[1]]
        assert len(set(headings)) == len(headings), f"{page.title}: a heading stands there twice"
        for heading in headings:
            meaning = defined[page.title, heading]
            assert meaning, f"{page.title}: {heading}"
            assert str(meaning).rstrip(".").lower() != heading.lower(), f"{heading} says no more than its name"
