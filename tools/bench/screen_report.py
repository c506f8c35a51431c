"""The product beside stock pages, in one run, as figures and ratios."""

import shutil
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.table import Table

from smartcity.cli.console import one_sentence, out, words
from smartcity.store.engine import make_engine
from tools.bench import sealing
from tools.bench.servers import EMPTY, SIX_CHARTS, dashboard, stock
from tools.generated_plans.filling import fill_with_generated_plan, fill_with_sample

TEN_TIMES = 460


def register(app: typer.Typer) -> None:
    app.command("bench", help=words().say("bench.help"))(bench)


def bench(
    *,
    browser: Annotated[bool, typer.Option("--browser", help=words().say("bench.help.browser"))] = False,
) -> None:
    with one_sentence(), TemporaryDirectory() as folder, ExitStack() as open_:
        sample, large = _databases(Path(folder))
        _sealing(sample, large, Path(folder))
        if browser:
            hosts = (dashboard(sample), stock(SIX_CHARTS), stock(EMPTY))
            _browser(*(open_.enter_context(host) for host in hosts))


def _databases(folder: Path) -> tuple[str, str]:
    """The sample, and a generated plan of ten times as many programmes."""
    urls = (f"sqlite:///{folder}/sample.db", f"sqlite:///{folder}/large.db")
    fill_with_sample(make_engine(urls[0]))
    fill_with_generated_plan(make_engine(urls[1]), TEN_TIMES, 1)
    return urls


def _table(key: str, *heads: str) -> Table:
    return Table(*(words().say(f"bench.head.{head}") for head in heads), title=words().say(key), title_justify="left")


def _ms(value: float) -> str:
    return f"{words().number(round(value, 1), 1)} ms"


def _times(value: float) -> str:
    return f"{words().number(round(value, 2), 2)} ×"


def _sealing(sample: str, large: str, folder: Path) -> None:
    """Before the servers start; on a copy where rows are left unsealed."""
    rows, seconds = sealing.verify_seconds(make_engine(sample))
    table = _table("bench.sealing", "work", "sealed", "unsealed", "ratio")
    shutil.copy(folder / "sample.db", folder / "submissions.db")
    submissions = make_engine(f"sqlite:///{folder}/submissions.db")
    for key, cost in (
        ("import", sealing.import_cost(make_engine(large), folder)),
        ("submission", sealing.submission_cost(submissions, folder)),
    ):
        figures = (_ms(1000 * cost.sealed), _ms(1000 * cost.plain), _times(cost.ratio))
        table.add_row(words().say(f"bench.sealing.{key}"), *figures)
    table.add_row(words().say("bench.sealing.verify", rows=words().number(rows, 0)), _ms(1000 * seconds), "", "")
    out().print(table)


def _browser(ours: str, six: str, empty: str) -> None:
    from tools.bench.browser import chromium, filter_redraw, first_load, warm_reload  # a development dependency

    with chromium() as browser:
        weights = {
            "bench.with_charts": first_load(browser, f"http://{ours}/", 2),
            "bench.without_charts": first_load(browser, f"http://{ours}/quick-win", 0),
            "bench.stock": first_load(browser, f"http://{six}/", 6),
        }
        mine, bare = warm_reload(browser, f"http://{ours}/", 2), warm_reload(browser, f"http://{six}/", 6)
        nothing = warm_reload(browser, f"http://{empty}/", 0)
        redraw = filter_redraw(browser, f"http://{ours}/", ("Deviasi", "Nama", "Pelaporan"))
    table = _table("bench.first_load", "page", "bytes", "requests")
    for key, weight in weights.items():
        table.add_row(words().say(key), f"{words().number(weight.bytes / 2**20, 2)} MB", str(weight.requests))
    out().print(table)
    table = _table("bench.warm", "page", "ours", "stock", "ratio")
    table.add_row(words().say("bench.text"), _ms(mine.text), _ms(nothing.title), _times(mine.text / nothing.title))
    table.add_row(words().say("bench.charts"), _ms(mine.charts), _ms(bare.charts), _times(mine.charts / bare.charts))
    table.add_row(words().say("bench.redraw"), _ms(redraw), "", "")
    out().print(table)
