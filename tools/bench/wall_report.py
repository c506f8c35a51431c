"""What a wall weighs, what its poll costs, and what an hour of ten walls leaves behind."""

from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import typer
from rich.table import Table

from smartcity.cli.console import one_sentence, out, words
from smartcity.commands.ledger import append
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.rounding import points_alone
from smartcity.store.engine import make_engine, writing
from tools.bench.servers import dashboard
from tools.bench.watching import Wall
from tools.generated_plans.filling import fill_with_sample


def register(app: typer.Typer) -> None:
    app.command("bench-walls", help=words().say("bench.walls.help"))(bench_walls)


def bench_walls() -> None:
    from tools.bench.browser import chromium, first_load  # a development dependency
    from tools.bench.walls import hour, poll_cost

    with one_sentence(), TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder)}/walls.db")
        fill_with_sample(engine)

        def write() -> None:
            with writing(engine) as session:
                append(session, ADMINISTRATOR_AT_TERMINAL, "bench.write", "bench", at=datetime.now(UTC))

        with dashboard(str(engine.url)) as host, chromium() as browser:
            wall = Wall(host)
            wall.show()
            weight = first_load(browser, f"http://{host}/layar", 0)
            poll = poll_cost(host, wall.idle_poll)
            result = hour(browser, host, write)
    say, number = words().say, words().number
    table = Table(say("bench.head.walls"), "", title=say("bench.walls"), title_justify="left")
    table.add_row(say("bench.walls.weight"), f"{number(round(weight.bytes / 1024), 0)} KB")
    table.add_row(say("bench.walls.poll"), f"{number(round(poll.milliseconds, 2), 2)} ms, {poll.bytes} B")
    table.add_row(say("bench.walls.heaps"), _grown(result.first.heaps, result.last.heaps))
    table.add_row(say("bench.walls.server"), _grown(result.first.server, result.last.server))
    table.add_row(say("bench.walls.turns"), number(result.turns, 0))
    out().print(table)


def _grown(first: float, last: float) -> str:
    """From, to, and by how much."""
    by = words().percent(points_alone((last / first - 1) * 100).rounded)
    return f"{words().number(round(first, 1), 1)} → {words().number(round(last, 1), 1)} MB ({by})"
