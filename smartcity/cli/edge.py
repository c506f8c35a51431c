"""The edge of the terminal: opens the database, and turns every kind of no into one sentence and exit status 1."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer
from pydantic import ValidationError
from rich.console import Console
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from smartcity.domain.refusals import Forbidden, Refused
from smartcity.i18n.speech import Words
from smartcity.settings import settings
from smartcity.store.current import current_engine
from smartcity.store.full_disk import FULL, is_full
from smartcity.store.migration import require_current


def words() -> Words:
    """In the language of the settings; where these cannot be read, in Indonesian."""
    try:
        return Words(settings().language)
    except Refused:
        return Words("id")


def out() -> Console:
    return Console(highlight=False)


def failed(sentence: str) -> typer.Exit:
    Console(stderr=True, highlight=False, soft_wrap=True).print(sentence, style="bold red", markup=False)
    return typer.Exit(1)


@contextmanager
def one_sentence() -> Iterator[None]:
    """What refuses inside leaves one sentence on stderr and exit status 1."""
    try:
        yield
    except Refused as no:
        raise failed(words().say(no.key, **no.facts)) from no
    except Forbidden as no:
        raise failed(words().say("refused.forbidden", act=no.act, role=no.role)) from no
    except ValidationError as no:
        first = no.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise failed(words().say("refused.invalid", field=where, why=first["msg"])) from no
    except OSError as no:
        if not is_full(no):
            raise
        raise failed(words().say(FULL)) from no
    except DatabaseError as no:
        raise failed(words().say("store.unreachable", why=str(no.orig).splitlines()[0])) from no


@contextmanager
def database() -> Iterator[Engine]:
    """The configured database at the newest migration, under `one_sentence`."""
    with one_sentence():
        engine = current_engine()
        require_current(engine)
        yield engine
