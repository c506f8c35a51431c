"""Who looks: the signed-in account of this browser, or a guest. Asked anew on every run, so that ended means ended."""

import hashlib
from datetime import UTC, datetime

import streamlit as st

from smartcity.domain.roles import GUEST, Act, Actor, is_allowed
from smartcity.queries import people
from smartcity.settings import settings
from smartcity.store.current import current_engine
from smartcity.store.engine import reading

COOKIE = "smartcity_sesi"
_HERE = "actor"


def token() -> str | None:
    """The random id in the browser's cookie; tests put theirs in its place."""
    kept = st.context.cookies.get(COOKIE)
    return kept if isinstance(kept, str) else None


def current_actor() -> Actor:
    """Reads the sign-in; called by the frame once per run."""
    kept = token()
    actor = None
    if kept:
        with reading(current_engine()) as session:
            actor = people.signed_in(session, hashlib.sha256(kept.encode()).hexdigest(), datetime.now(UTC))
    st.session_state[_HERE] = actor or GUEST
    return actor or GUEST


def me() -> Actor:
    """The actor of this run."""
    found = st.session_state[_HERE]
    assert isinstance(found, Actor)
    return found


def may(act: Act, *, agency: str | None = None) -> bool:
    return is_allowed(me(), act, agency=agency)


def guests_may_look() -> bool:
    """As the settings say; by default while only sample data is loaded."""
    if settings().guests != "auto":
        return settings().guests == "on"
    with reading(current_engine()) as session:
        return people.has_only_sample(session)
