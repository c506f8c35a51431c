"""What the terminal answers to words it does not know: one sentence and exit status 1, as to every other no."""

import sys
from typing import Any

from typer.core import TyperGroup
from typer.exceptions import Abort, TyperException

from smartcity.cli.edge import failed, words


class Verbs(TyperGroup):
    """Typer's own answer is English, and its status 2."""

    def main(self, *args: Any, **named: Any) -> Any:
        try:
            ended = super().main(*args, **named | {"standalone_mode": False})
        except TyperException as no:
            ended = _answered(no)
        except Abort:
            ended = 1
        sys.exit(ended if isinstance(ended, int) else 0)


def _answered(no: Any) -> int:
    """Without any words Typer has shown its help by now, and raises what says nothing."""
    wrong = getattr(no, "param", None)
    if wrong is not None:
        hint = wrong.get_error_hint().strip("'")
        name = hint if hint.startswith("-") else hint.upper()
        return failed(words().say("terminal.usage.value", path=no.ctx.command_path, name=name)).exit_code
    return failed(words().say("terminal.usage", path=no.ctx.command_path)).exit_code if no.message else 0
