"""The transaction seam: one command in one transaction, and the one place where a screen is told no."""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Concatenate, ParamSpec, TypeVar

import streamlit as st
from pydantic import ValidationError
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from smartcity.domain.refusals import AlreadyDone, Forbidden, Refused
from smartcity.domain.roles import Actor
from smartcity.store.current import current_engine
from smartcity.store.engine import writing
from smartcity.ui.actor import current_actor
from smartcity.ui.offices import office
from smartcity.ui.plain import plain_sentence
from smartcity.ui.show import said

Given = ParamSpec("Given")
Result = TypeVar("Result")
No = Refused | Forbidden | ValidationError | DatabaseError
log = logging.getLogger(__name__)


def perform(
    command: Callable[Concatenate[Session, Actor, Given], Result], *args: Given.args, **kwargs: Given.kwargs
) -> Result | None:
    """Runs `command(session, actor, …)` and commits; None, with one sentence on the screen, when it was refused."""
    done, no = attempted(command, *args, **kwargs)
    if no is not None:
        answer(sentence(no), is_news=isinstance(no, AlreadyDone))
    return done


def answer(text: str, *, is_news: bool) -> None:
    """Why nothing was done: an error, or the news that it is done already."""
    if is_news:
        st.info(plain_sentence(text), icon=":material/task_alt:")
    else:
        st.error(plain_sentence(text), icon=":material/block:")


def tried(
    command: Callable[Concatenate[Session, Actor, Given], Result], *args: Given.args, **kwargs: Given.kwargs
) -> tuple[Result | None, str | None]:
    """The same with the sentence for the screen to place."""
    done, no = attempted(command, *args, **kwargs)
    return done, None if no is None else sentence(no)


def attempted(
    command: Callable[Concatenate[Session, Actor, Given], Result], *args: Given.args, **kwargs: Given.kwargs
) -> tuple[Result | None, No | None]:
    """The same with the no itself. Who acts is asked anew: a callback runs before the frame."""
    try:
        actor = current_actor()
        with writing(current_engine()) as session:
            return command(session, actor, *args, **kwargs), None
    except (Refused, Forbidden, ValidationError, DatabaseError) as no:
        return None, no


def carry_out(command: Callable[..., object], *args: object, **kwargs: object) -> bool:
    """For buttons: `command(session, actor, …, at=now)`; whether it is done, now or already before."""
    no = refused(now(), command, *args, **kwargs)
    if no is not None:
        answer(sentence(no), is_news=isinstance(no, AlreadyDone))
    return no is None or isinstance(no, AlreadyDone)


def refused(at: datetime, command: Callable[..., object], *args: object, **kwargs: object) -> No | None:
    """`command(session, actor, …, at=at)`: why it was not done."""

    def with_instant(session: Session, actor: Actor) -> None:
        command(session, actor, *args, at=at, **kwargs)

    _, no = attempted(with_instant)
    return no


def press(command: Callable[..., object], *args: object, **kwargs: object) -> None:
    """`carry_out` as the callback of a button."""
    carry_out(command, *args, **kwargs)


def sentence(no: No) -> str:
    """The one sentence of a no, in the language of the screen."""
    say = said()
    if isinstance(no, Refused):
        return say.filled(no.key, _by_office(no.facts))
    if isinstance(no, Forbidden):
        return say("refused.not_yours", act=say(f"act.{no.act}"))
    if isinstance(no, ValidationError):
        first = no.errors()[0]
        return say("refused.invalid", field=".".join(map(str, first["loc"])), why=first["msg"])
    log.error("The database refused a change", exc_info=no)
    return say("store.not_saved")


def _by_office(facts: Mapping[str, object]) -> Mapping[str, object]:
    """Whoever is named in a no is named by office."""
    who, at = facts.get("who"), facts.get("at")
    return {**facts, "who": office(who, at)} if isinstance(who, str) and isinstance(at, datetime) else facts


def now() -> datetime:
    """The instant of a change."""
    return datetime.now(UTC)
