"""The scripted day as tables: over two sizes of plan, and beside another checkout of the product in the same run."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, NamedTuple

import typer
from rich.table import Table

from smartcity.cli.console import one_sentence, out, words
from smartcity.i18n.words import UNKNOWN
from smartcity.settings import ROOT
from tools.bench import day, load
from tools.bench.day import City
from tools.bench.servers import dashboard, hand

SIZES = {"S": 200, "L": 2000}


class Part(StrEnum):
    """What a day is made of."""

    SCREENS = "screens"
    VERDICTS = "verdicts"
    REPORTING = "reporting"
    USERS = "users"
    MEMORY = "memory"


class Row(NamedTuple):
    """One figure of one thing. `unit` is that of the figure; smaller is better but for answers per second."""

    part: Part
    about: str
    figure: str
    value: float
    unit: str = "ms"


def register(app: typer.Typer) -> None:
    app.command("bench-day", help=words().say("bench.day.help"))(bench_day)


def bench_day(
    *,
    only: Annotated[list[Part] | None, typer.Option("--only", help=words().say("bench.day.only"))] = None,
    size: Annotated[list[str] | None, typer.Option("--size", help=words().say("bench.day.size"))] = None,
    against: Annotated[Path | None, typer.Option("--against", help=words().say("bench.day.against"))] = None,
    changes: Annotated[int, typer.Option("--changes", min=1, help=words().say("bench.day.changes"))] = 100,
) -> None:
    checkouts = [ROOT] if against is None else [ROOT, against.resolve()]
    for name in size or SIZES:
        with one_sentence(), TemporaryDirectory() as folder, ExitStack() as open_:
            plan = _plan(Path(folder), checkouts[-1], SIZES[name])
            cities = [open_.enter_context(_city(plan, checkout, SIZES[name])) for checkout in checkouts]
            for part in only or Part:
                _print(name, part, [list(_rows(part, city, changes)) for city in cities])


def _plan(folder: Path, checkout: Path, programmes: int) -> Path:
    """A database filled by the older code; the newer brings it to its own schema."""
    with hand(f"sqlite:///{folder}/plan.db", checkout) as filling:
        counts = filling.do("fill", programmes)
    out().print(words().say("bench.day.plan", **{key: words().number(count, 0) for key, count in counts.items()}))
    return folder / "plan.db"


@contextmanager
def _city(plan: Path, checkout: Path, programmes: int) -> Iterator[City]:
    url = f"sqlite:///{plan.parent}/{'now' if checkout == ROOT else 'before'}.db"
    shutil.copy(plan, url.removeprefix("sqlite:///"))
    with hand(url, checkout) as writer:
        tokens = writer.do("sign_in")
        with dashboard(url, checkout) as host:
            yield City(host, writer, tokens, programmes)


def _rows(part: Part, city: City, changes: int) -> Iterator[Row]:
    rows: dict[Part, Callable[[City], Iterator[Row]]] = {
        Part.SCREENS: _screens,
        Part.VERDICTS: lambda city: _figures(Part.VERDICTS, asyncio.run(day.verdicts(city))),
        Part.REPORTING: lambda city: _figures(Part.REPORTING, asyncio.run(load.reporting(city))),
        Part.USERS: lambda city: _figures(Part.USERS, asyncio.run(load.crowd(city))),
        Part.MEMORY: lambda city: _figures(Part.MEMORY, asyncio.run(load.memory(city, changes))),
    }
    return rows[part](city)


def _screens(city: City) -> Iterator[Row]:
    for place, looks in asyncio.run(day.screens(city)).items():
        about = " · ".join(filter(None, (words().say(f"screen.{place.screen.key}"), place.query, place.who)))
        for figure, value in looks._asdict().items():
            yield Row(Part.SCREENS, about, figure, value)


def _figures(part: Part, measured: NamedTuple) -> Iterator[Row]:
    for figure, value in measured._asdict().items():
        yield Row(part, words().say(f"bench.day.{part}"), figure, value, _UNITS.get(figure, "ms"))


_UNITS = {"unfinished": "", "refused": "", "per_second": "/s", "before": "MB", "after": "MB"}


def _print(size: str, part: Part, measured: list[list[Row]]) -> None:
    """A line for each thing, a column for each figure, and its ratio to the same day of the other checkout."""
    figures = list(dict.fromkeys(row.figure for row in measured[0]))
    heads = (words().say(f"bench.day.head.{figure}") for figure in figures)
    title = f"{size}: {words().say(f'bench.day.{part}')}"
    table = Table(words().say("bench.head.screen"), *heads, title=title, title_justify="left")
    for about in dict.fromkeys(row.about for row in measured[0]):
        lines = [{row.figure: row for row in rows if row.about == about} for rows in measured]
        table.add_row(about, *(_cell([line[figure] for line in lines], lines[0]) for figure in figures))
    out().print(table)


def _cell(rows: list[Row], line: dict[str, Row]) -> str:
    """The figure, what it is of the warm one of its line, and the other checkout's with its multiple of ours."""
    mine, warm = rows[0], line.get("warm")
    text = _said(mine)
    if warm is not None and mine is not warm:
        text += f" ({_times(mine.value, warm.value)})"
    return text + "".join(f" | {_said(other)} = {_times(other.value, mine.value)}" for other in rows[1:])


def _said(row: Row) -> str:
    return f"{words().number(round(row.value, 1), 1 if row.unit == '/s' else 0)} {row.unit}".strip()


def _times(value: float, base: float) -> str:
    return f"{words().number(round(value / base, 1), 1)} ×" if base else UNKNOWN
