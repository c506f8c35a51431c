"""Opens the database for the verbs; every kind of no, and unknown words, become one sentence and exit status 1."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import typer
from pydantic import ValidationError
from rich.console import Console
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError
from typer.core import TyperGroup
from typer.exceptions import Abort, TyperException

from smartcity.domain.errors import Forbidden, Refused
from smartcity.i18n.words import Words
from smartcity.settings import settings
from smartcity.store.engine import current_engine
from smartcity.store.schema_version import require_current
from smartcity.store.storage_errors import refusal


def words() -> Words:
    """In the language of the settings; where these cannot be read, in Indonesian."""
    try:
        return Words(settings().language)
    except Refused:
        return Words("id")


def out() -> Console:
    return Console(highlight=False)


def tell(key: str, style: str | None = None, /, **facts: object) -> None:
    """The sentence in one line, however long: nothing in it is taken for markup."""
    out().print(words().say(key, **facts), style=style, markup=False, soft_wrap=True)


def option(name: str, key: str, **limits: Any) -> Any:
    return typer.Option(name, help=words().say(key), **limits)


def argument(key: str, **limits: Any) -> Any:
    return typer.Argument(help=words().say(key), **limits)


def failed(sentence: str) -> typer.Exit:
    Console(stderr=True, highlight=False, soft_wrap=True).print(sentence, style="bold red", markup=False)
    return typer.Exit(1)


@contextmanager
def one_sentence() -> Iterator[None]:
    """What refuses inside leaves one sentence on stderr and exit status 1."""
    try:
        yield
    except Forbidden as no:
        raise failed(words().say("refused.forbidden", act=no.act, role=no.role)) from no
    except ValidationError as no:
        first = no.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise failed(words().say("refused.invalid", field=where, why=first["msg"])) from no
    except (Refused, OSError, DatabaseError) as error:
        why = refusal(error)
        if why is None:
            raise
        raise failed(words().say(why.key, **why.facts)) from error


@contextmanager
def database() -> Iterator[Engine]:
    """The configured database at the newest migration, under `one_sentence`."""
    with one_sentence():
        engine = current_engine()
        require_current(engine)
        yield engine


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
