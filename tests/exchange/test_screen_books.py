"""The workbooks of the six screens: every column is defined, in both languages, and none is there twice."""

from collections.abc import Callable, Iterator
from io import BytesIO

import pytest
from openpyxl import load_workbook

from smartcity.domain.ahead import overdue, upcoming
from smartcity.domain.balances import spendings
from smartcity.domain.history import Change
from smartcity.domain.outcomes import Outcome
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.promises import promises
from smartcity.domain.zone import CITY_ZONE
from smartcity.exchange import money_books
from smartcity.exchange import screen_books as books
from smartcity.exchange.figure_book import Sheet, figure_book
from smartcity.i18n.catalog import LANGUAGES
from smartcity.i18n.speech import Words
from smartcity.presentation.said import Said
from smartcity.queries import budgets, history, indicators, portfolio
from smartcity.store.engine import make_engine, reading
from tests.commands.test_snapshots import DAY
from tests.sample import sample_database

City = tuple[Portfolio, tuple[Outcome, ...], tuple[budgets.Line, ...], tuple[Change, ...]]


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    engine = make_engine(sample_database(tmp_path_factory.mktemp("books")))
    with reading(engine) as session:
        plan = portfolio.standing(session, DAY)
        assert plan is not None
        lines, changes = tuple(budgets.lines(session, DAY)), history.changes(session, DAY)
        yield plan, indicators.outcomes(session, DAY), lines, changes
    engine.dispose()


Book = Callable[[Said, City], list[Sheet]]
BOOKS: dict[str, Book] = {
    "Ringkasan": lambda say, city: books.of_overview(say, city[0]),
    "Dimensi": lambda say, city: books.of_dimension(
        say, city[0], city[0].by_dimension[0], city[0].by_sub_dimension(city[0].by_dimension[0].code), city[1]
    ),
    "OPD": lambda say, city: books.of_agencies(say, city[0], city[0].by_agency),
    "one OPD": lambda say, city: books.of_agency(say, city[0], city[0].by_agency[0]),
    "Program": lambda say, city: [books.programmes(say, city[0], city[0].programmes)],
    "one Program": lambda say, city: [
        *books.of_programme(say, city[0], city[0].programmes[0], city[1]),
        money_books.balances(say, spendings(city[0].programmes, city[2], city[0].plan.rule, DAY)),
        money_books.lines(say, city[2], DAY),
    ],
    "Indikator": lambda say, city: [books.outcomes(say, city[0], city[1])],
    "one Indikator": lambda say, city: books.of_outcome(say, city[0], city[1][0]),
    "Linimasa": lambda say, city: books.of_timeline(
        say,
        upcoming(city[0].milestones, DAY, 30),
        overdue(city[0].milestones),
        promises(city[0].milestones, city[3]),
        lambda name, at: name,
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BOOKS)
def test_every_heading_has_its_definition(name: str, language: str, city: City) -> None:
    say = Said(Words(language), DAY, CITY_ZONE.key)  # type: ignore[arg-type]
    sheets = BOOKS[name](say, city)
    content = figure_book(say.words, name, books.facts(say, city[0], None), sheets)
    *pages, definitions = load_workbook(BytesIO(content)).worksheets
    defined = {(sheet, column): meaning for sheet, column, meaning in definitions.iter_rows(values_only=True)}
    assert [page.title for page in pages] == [sheet.tab for sheet in sheets]
    for page in pages:
        headings = [str(cell.value) for cell in page[1]]
        assert len(set(headings)) == len(headings), f"{page.title}: a heading stands there twice"
        for heading in headings:
            meaning = defined[page.title, heading]
            assert meaning, f"{page.title}: {heading}"
            assert str(meaning).rstrip(".").lower() != heading.lower(), f"{heading} says no more than its name"
