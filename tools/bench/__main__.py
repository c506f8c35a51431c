"""python -m tools.bench bench|bench-day|bench-walls."""

import typer

from tools.bench import day_report, screen_report, wall_report


def app() -> typer.Typer:
    """The measurements as verbs."""
    verbs = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
    for topic in (day_report, screen_report, wall_report):
        topic.register(verbs)
    return verbs


if __name__ == "__main__":
    app()(prog_name="python -m tools.bench")
