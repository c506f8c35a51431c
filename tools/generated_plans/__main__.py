"""python -m tools.generated_plans URL [--programmes N] [--seed N]."""

import typer

from tools.generated_plans import filling


def app() -> typer.Typer:
    """The one verb, without a name of its own."""
    verbs = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    filling.register(verbs)
    return verbs


if __name__ == "__main__":
    app()(prog_name="python -m tools.generated_plans")
