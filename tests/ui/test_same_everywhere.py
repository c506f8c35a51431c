"""Every number has one source: ten random figures are the same on screen, in chart, workbook and domain."""

import random
from io import BytesIO

import pytest
from openpyxl import load_workbook
from plotly.io import from_json
from streamlit.testing.v1 import AppTest

from smartcity.domain.portfolio import Group, Portfolio
from smartcity.domain.rounding import honest_percent, rounded
from smartcity.exchange import screen_books
from smartcity.exchange.figure_book import figure_book
from smartcity.queries import portfolio
from smartcity.store.engine import make_engine, reading
from smartcity.telling.said import Said
from smartcity.ui.sitemap import AGENCIES, DIMENSIONS, OVERVIEW, PROGRAMMES
from smartcity.words.speech import Words
from tests.commands.test_snapshots import DAY
from tests.sample import sample_database
from tests.ui.test_screens import html, visit

FIGURES = 10
SAY = Said(Words("id"), DAY)


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> str:
    return sample_database(tmp_path_factory.mktemp("same"))


@pytest.fixture(scope="module")
def plan(sample: str) -> Portfolio:
    engine = make_engine(sample)
    with reading(engine) as session:
        found = portfolio.standing(session, DAY)
    engine.dispose()
    assert found is not None
    return found


def cells(plan: Portfolio) -> dict[str, dict[str, object]]:
    """The workbook of Ringkasan, opened again: by name in the first columns, heading → value."""
    content = figure_book(
        SAY.words, "Ringkasan", screen_books.facts(SAY, plan, None), screen_books.of_overview(SAY, plan)
    )
    book = load_workbook(BytesIO(content), data_only=True)
    found: dict[str, dict[str, object]] = {}
    for sheet in book.worksheets[:-1]:
        rows = list(sheet.iter_rows(values_only=True))
        for row in rows[1:]:
            told = dict(zip(rows[0], row, strict=True))
            found[str(told.get("Program") if "Kode" in told else row[0])] = told
    return found


def drawn(page: AppTest) -> list[float]:
    """Every length drawn in the charts of a page."""
    traces = [trace for chart in page.get("plotly_chart") for trace in from_json(chart.proto.spec).data]
    lengths = [x for trace in traces for x in (trace.x if trace.x is not None else ())]
    return [float(x) for x in lengths if isinstance(x, (int, float))]


def test_ten_random_figures(
    sample: str, plan: Portfolio, monkeypatch: pytest.MonkeyPatch, record_property: object
) -> None:
    seed = random.randrange(10**6)
    record_property("seed", seed)  # type: ignore[operator]
    groups: list[Group] = [*plan.by_dimension, *(g for g in plan.by_agency if g.programmes)]
    chosen = random.Random(seed).sample([*groups, *plan.programmes], FIGURES)
    book, overview = cells(plan), visit(sample, OVERVIEW, monkeypatch)
    lengths = drawn(overview) + drawn(visit(sample, AGENCIES, monkeypatch))
    for found in chosen:
        is_group = isinstance(found, Group)
        progress = found.roll_up.progress if is_group else found.progress
        name = getattr(found, "agency", found).name
        if progress is None:
            assert book[name]["Terverifikasi"] is None, f"seed {seed}: {name}"
            continue
        share = honest_percent(progress.verified)
        screen = DIMENSIONS if found in plan.by_dimension else AGENCIES if is_group else PROGRAMMES
        text = html(visit(sample, screen, monkeypatch, kode=found.code))
        assert f"<strong>{SAY.percent(progress.verified)}</strong>" in text, f"seed {seed}: {name} on screen"
        assert float(str(book[name]["Terverifikasi"])) == float(share), f"seed {seed}: {name} in the workbook"
        assert float(str(book[name]["Deviasi"])) == float(rounded(progress.deviation, 1)), f"seed {seed}: {name}"
        if is_group:
            near = min(abs(length - float(progress.verified)) for length in lengths)
            assert near < 1e-6, f"seed {seed}: {name} in the chart"
