"""The workbooks of the six screens: every column is defined, in both languages, and none is there twice."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

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
from smartcity.exchange.downloads.files import csv_archive, csv_file, figure_workbook, tab_of
from smartcity.i18n.catalog import LANGUAGES
from smartcity.i18n.words import UNKNOWN, Words
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.tables import programmes
from smartcity.presentation.tables.formats import Value
from smartcity.presentation.tables.indicators import outcomes
from smartcity.presentation.tables.milestones import milestones
from smartcity.presentation.tables.table import Table
from smartcity.queries import budgets, history, indicators, portfolio
from smartcity.store.engine import make_engine, reading
from smartcity.ui.frame.assets import rendered
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


MOST_ROWS = 30


def plain(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def on_screen(table: Table[Any]) -> tuple[list[str], list[list[str]]]:
    """Headings and cells as a reader gets them."""
    markup = rendered("components/table", table=table, shown=table.rows, words={}, total=len(table.rows))
    head, body = markup.split("<tbody>")
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in body.split("<tr")[1:] if "colspan" not in row]
    return [plain(cell) for cell in re.findall(r"<th[^>]*>.*?</th>", head, re.DOTALL)], [
        [plain(cell) for cell in row] for row in rows
    ]


def in_csv(table: Table[Any]) -> list[list[str]]:
    text = csv_file(table).decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=";" if table.say.words.language == "id" else ","))


def as_typed(value: Value, table: Table[Any]) -> str:
    """What stands in a CSV for a value: days as ISO, decimals with the mark of the language."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(("=", "+", "-", "@")) else value
    return table.say.words.bare(value) if isinstance(value, Decimal | int) else str(value or "")


def is_written(cell: object, value: Value, text: str) -> bool:
    """Unknown is an empty cell, a number a number, a day a day, a text itself."""
    if value is None:
        return cell is None
    if isinstance(value, Decimal | int):
        return cell == pytest.approx(float(value))
    return str(cell).startswith(str(value)) if isinstance(value, date) else cell == text


def check_columns(table: Table[Any], headings: list[str]) -> None:
    """Each stands on the screen in the order of the files, or in the cell of one that does, or gives its reason."""
    keys = [column.key for column in table.columns]
    assert headings == [table.heading(column) for column in table.on_screen]
    for column in table.columns:
        assert (
            column in table.on_screen
            or column.within in keys
            or column.file_only
            or column.is_part
            or (column.key in table.hidden)
        ), f"{table.key}: {column.key} is nowhere"


def check_cells(table: Table[Any], shown: list[list[str]], book: list[Any], lines: list[list[str]]) -> None:
    for row, screen, sheet, line in zip(table.rows, shown, book, lines, strict=True):
        for column, cell, text in zip(table.columns, sheet, line, strict=True):
            value = table.in_file(column, row)
            assert text == as_typed(value, table)
            assert is_written(cell, value, text), f"{table.key}, {column.key}: {cell} for {value}"
        for column, text in zip(table.on_screen, screen, strict=True):
            value = column.value(row)
            expected = UNKNOWN if value is None or value == "" else plain(column.format.shown(table.say, value))
            assert column.shown is not None or expected in text, f"{table.key}, {column.key}: {text} for {expected}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", BOOKS)
def test_screen_workbook_and_csv_of_every_table_say_the_same(name: str, language: str, city: City) -> None:
    """The same columns in the same order; each cell is the exact value as its format writes it, or shows it."""
    say = Formatter(Words(language), DAY, CITY_ZONE.key)  # type: ignore[arg-type]
    tables = [replace(table, rows=table.rows[:MOST_ROWS]) for table in BOOKS[name](say, city)]
    book = load_workbook(BytesIO(figure_workbook(say.words, name, [], tables)))
    for table, page in zip(tables, book.worksheets, strict=False):
        headings, shown = on_screen(table)
        check_columns(table, headings)
        columns, *rows = page.iter_rows(values_only=True, max_col=len(table.columns))
        written, *lines = in_csv(table)
        assert list(columns) == written == [table.heading(column) for column in table.columns]
        check_cells(table, shown, rows, lines)


def test_several_tables_are_an_archive_of_csv(city: City) -> None:
    say = Formatter(Words("id"), DAY, CITY_ZONE.key)
    tables = BOOKS["Ringkasan"](say, city)
    with ZipFile(BytesIO(csv_archive(tables))) as archive:
        assert archive.namelist() == [f"{tab_of(table.title)}.csv" for table in tables]
        assert archive.read("Program.csv") == csv_file(tables[-1])
