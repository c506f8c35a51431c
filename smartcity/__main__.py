"""The command line: python -m smartcity <verb>."""

import typer

from smartcity.cli import (
    account,
    backup,
    database,
    figures,
    plan,
    remind,
    seal,
    snapshots,
)
from smartcity.cli.console import Verbs, words

TOPICS = (database, plan, account, backup, remind, seal, figures, snapshots)


def cli() -> typer.Typer:
    """The whole command line."""
    app = typer.Typer(
        cls=Verbs,
        name="smartcity",
        help=words().say("terminal.help"),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    for topic in TOPICS:
        topic.register(app)
    return app


if __name__ == "__main__":
    cli()(prog_name="python -m smartcity")
