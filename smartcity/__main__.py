"""The back door: python -m smartcity <verb>."""

import typer

from smartcity.cli import (
    account,
    backup,
    bench,
    bench_walls,
    database,
    figures,
    generate,
    plan,
    remind,
    seal,
    snapshots,
    welcome,
)
from smartcity.cli.edge import words
from smartcity.cli.usage import Verbs


def door() -> typer.Typer:
    """The whole command line."""
    app = typer.Typer(
        cls=Verbs,
        name="smartcity",
        help=words().say("terminal.help"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    for topic in (
        database,
        plan,
        account,
        backup,
        generate,
        bench,
        bench_walls,
        remind,
        seal,
        figures,
        snapshots,
        welcome,
    ):
        topic.register(app)
    return app


if __name__ == "__main__":
    door()(prog_name="python -m smartcity")
