"""The command line: python -m smartcity <verb>."""

from collections.abc import Callable, Mapping

import typer

from smartcity.cli import account, backup, database, figures, plan, remind, seal, snapshots
from smartcity.cli.console import Verbs, words

Verb = Callable[..., None]
VERBS: Mapping[str, Verb] = {
    "init": database.init,
    "verify-log": database.verify_log,
    "import": plan.import_plan,
    "export": plan.export_plan,
    "template": plan.template,
    "backup": backup.backup,
    "restore": backup.restore,
    "remind": remind.remind,
    "seal": seal.seal,
    "figures": figures.figures,
}
TOPICS: Mapping[str, Mapping[str, Verb]] = {
    "account": {
        "add": account.add,
        "disable": account.disable,
        "enable": account.enable,
        "password": account.password,
        "hand-over": account.hand_over,
        "close": account.close,
        "list": account.show,
    },
    "snapshot": {"list": snapshots.list_all, "show": snapshots.show, "verify": snapshots.verify},
}


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
    _add(app, "terminal", VERBS)
    app.command("welcome", hidden=True)(database.welcome)
    for topic, verbs in TOPICS.items():
        group = typer.Typer(help=words().say(f"terminal.{topic}.help"), no_args_is_help=True)
        _add(group, f"terminal.{topic}", verbs)
        app.add_typer(group, name=topic)
    return app


def _add(app: typer.Typer, topic: str, verbs: Mapping[str, Verb]) -> None:
    for name, verb in verbs.items():
        app.command(name, help=words().say(f"{topic}.{name}.help"))(verb)


if __name__ == "__main__":
    cli()(prog_name="python -m smartcity")
