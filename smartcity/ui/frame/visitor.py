"""Who looks: the signed-in account of this browser, or a guest; read anew on every run. What evidence it may open."""

from datetime import UTC, datetime
from enum import StrEnum

import streamlit as st

from smartcity.commands.access.credentials import digest
from smartcity.domain.access.roles import GUEST, Act, Actor, is_allowed
from smartcity.domain.errors import instance_of
from smartcity.domain.facts.history import Proof
from smartcity.queries import sign_ins
from smartcity.settings import settings
from smartcity.store.engine import current_engine, reading

COOKIE = "smartcity_sesi"
_ACTOR, _STATE = "actor", "standing"


class SignInState(StrEnum):
    """How this browser stands before the door."""

    GUEST = "guest"
    SIGNED_IN = "signed_in"
    ENDED = "ended"
    ONE_TIME = "one_time"


def token() -> str | None:
    """The random id in the browser's cookie; tests put theirs in its place."""
    cookie = st.context.cookies.get(settings().cookie(COOKIE))
    return cookie if isinstance(cookie, str) else None


def current_actor() -> Actor:
    """Reads the sign-in; called by the frame once per run."""
    actor, state = _read(token())
    st.session_state[_ACTOR], st.session_state[_STATE] = actor, state
    return actor


def _read(sign_in_token: str | None) -> tuple[Actor, SignInState]:
    if not sign_in_token:
        return GUEST, SignInState.GUEST
    with reading(current_engine()) as session:
        holder = sign_ins.signed_in_account(session, digest(sign_in_token), datetime.now(UTC))
    if holder is None:
        return GUEST, SignInState.ENDED
    return (GUEST, SignInState.ONE_TIME) if holder.must_change_password else (holder.actor, SignInState.SIGNED_IN)


def me() -> Actor:
    """The actor of this run."""
    return instance_of(Actor, st.session_state[_ACTOR])


def sign_in_state() -> SignInState:
    """How the browser of this run stands before the door."""
    return SignInState(st.session_state[_STATE])


def may(act: Act, *, agency: str | None = None) -> bool:
    return is_allowed(me(), act, agency=agency)


def may_open(proof: Proof) -> bool:
    """Whether whoever looks may see it."""
    return proof.is_open_to(me())
