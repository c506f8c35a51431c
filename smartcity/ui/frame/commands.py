"""The transaction seam: one command in one transaction; a refusal is kept and shown beside the form that earned it."""

import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Concatenate, ParamSpec, TypeVar

import streamlit as st
from pydantic import ValidationError
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from smartcity.domain.access.roles import Actor
from smartcity.domain.errors import AlreadyDone, Forbidden, Refused
from smartcity.store.engine import current_engine, writing
from smartcity.ui.frame.formatter import office
from smartcity.ui.frame.plain_text import plain_sentence
from smartcity.ui.frame.show import formatter
from smartcity.ui.frame.visitor import current_actor

Given = ParamSpec("Given")
Result = TypeVar("Result")
Refusal = Refused | Forbidden | ValidationError | DatabaseError
log = logging.getLogger(__name__)


def run_command(
    command: Callable[Concatenate[Session, Actor, Given], Result], *args: Given.args, **kwargs: Given.kwargs
) -> Result | None:
    """Runs `command(session, actor, …)` and commits; None, with one sentence on the screen, when it was refused."""
    done, no = attempt(command, *args, **kwargs)
    if no is not None:
        show_refusal(sentence(no), is_news=isinstance(no, AlreadyDone))
    return done


def show_refusal(text: str, *, is_news: bool) -> None:
    """Why nothing was done: an error, or the news that it is done already."""
    if is_news:
        st.info(plain_sentence(text), icon=":material/task_alt:")
    else:
        st.error(plain_sentence(text), icon=":material/block:")


def run_with_reason(
    command: Callable[Concatenate[Session, Actor, Given], Result], *args: Given.args, **kwargs: Given.kwargs
) -> tuple[Result | None, str | None]:
    """The same with the sentence for the screen to place."""
    done, no = attempt(command, *args, **kwargs)
    return done, None if no is None else sentence(no)


def attempt(
    command: Callable[Concatenate[Session, Actor, Given], Result], *args: Given.args, **kwargs: Given.kwargs
) -> tuple[Result | None, Refusal | None]:
    """The same with the no itself. Who acts is asked anew: a callback runs before the frame."""
    try:
        actor = current_actor()
        with writing(current_engine()) as session:
            return command(session, actor, *args, **kwargs), None
    except (Refused, Forbidden, ValidationError, DatabaseError) as no:
        return None, no


def submit(command: Callable[..., object], *args: object, **kwargs: object) -> bool:
    """For buttons: `command(session, actor, …, at=now)`; whether it is done, now or already before."""
    no = refusal_of(now(), command, *args, **kwargs)
    if no is not None:
        show_refusal(sentence(no), is_news=isinstance(no, AlreadyDone))
    return no is None or isinstance(no, AlreadyDone)


def refusal_of(at: datetime, command: Callable[..., object], *args: object, **kwargs: object) -> Refusal | None:
    """`command(session, actor, …, at=at)`: why it was not done."""

    def with_instant(session: Session, actor: Actor) -> None:
        command(session, actor, *args, at=at, **kwargs)

    _, no = attempt(with_instant)
    return no


def on_click(command: Callable[..., object], *args: object, **kwargs: object) -> None:
    """`carry_out` as the callback of a button."""
    submit(command, *args, **kwargs)


def sentence(no: Refusal) -> str:
    """The one sentence of a no, in the language of the screen."""
    say = formatter()
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


_PREFIX = "refusal-"


def submit_at(
    place: str, command: Callable[..., object], *args: object, at: datetime | None = None, **kwargs: object
) -> bool:
    """For callbacks: `command(session, actor, …, at=now)`; whether it is done. A no waits for `refusal(place)`."""
    no = refusal_at(place, command, *args, at=at, **kwargs)
    return no is None or isinstance(no, AlreadyDone)


def on_click_at(place: str, command: Callable[..., object], *args: object) -> None:
    """`done_at` as the callback of a button."""
    submit_at(place, command, *args)


def refusal_at(
    place: str, command: Callable[..., object], *args: object, at: datetime | None = None, **kwargs: object
) -> Refusal | None:
    """The same with the no itself."""
    no = refusal_of(at or now(), command, *args, **kwargs)
    keep_refusal(place, no)
    return no


def keep_refusal(place: str, no: Refusal | None) -> None:
    """For callbacks: a no waits for `refusal(place)`."""
    if no is not None:
        st.session_state[_PREFIX + place] = (sentence(no), isinstance(no, AlreadyDone))


def refuse_at(place: str, no: str) -> None:
    """For callbacks: a sentence that waits for `refusal(place)`, where something is refused before any command runs."""
    st.session_state[_PREFIX + place] = (no, False)


def refusal_slot(place: str) -> None:
    """Shows what was refused here, once. Its place is there before: nothing around it moves, no door closes."""
    slot, no = st.empty(), st.session_state.pop(_PREFIX + place, None)
    if no is not None:
        text, is_news = no
        with slot:
            show_refusal(text, is_news=is_news)


def other_refusals() -> None:
    """Those whose place is gone, because somebody else was faster."""
    for key in [key for key in st.session_state if str(key).startswith(_PREFIX)]:
        refusal_slot(str(key).removeprefix(_PREFIX))
