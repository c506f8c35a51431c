"""Who looks: the signed-in account of this browser, or a guest. Asked anew on every run, so that ended means ended."""

from datetime import UTC, datetime
from enum import StrEnum

import streamlit as st

from smartcity.commands.door import digest
from smartcity.domain.roles import GUEST, Act, Actor, is_allowed
from smartcity.queries import people
from smartcity.settings import settings
from smartcity.store.current import current_engine
from smartcity.store.engine import reading

COOKIE = "smartcity_sesi"
_HERE, _STANDING = "actor", "standing"


class Standing(StrEnum):
    """How this browser stands before the door."""

    GUEST = "guest"
    SIGNED_IN = "signed_in"
    ENDED = "ended"
    ONE_TIME = "one_time"


def token() -> str | None:
    """The random id in the browser's cookie; tests put theirs in its place."""
    kept = st.context.cookies.get(settings().cookie(COOKIE))
    return kept if isinstance(kept, str) else None


def current_actor() -> Actor:
    """Reads the sign-in; called by the frame once per run."""
    actor, standing = _read(token())
    st.session_state[_HERE], st.session_state[_STANDING] = actor, standing
    return actor


def _read(kept: str | None) -> tuple[Actor, Standing]:
    if not kept:
        return GUEST, Standing.GUEST
    with reading(current_engine()) as session:
        found = people.holder(session, digest(kept), datetime.now(UTC))
    if found is None:
        return GUEST, Standing.ENDED
    return (GUEST, Standing.ONE_TIME) if found.must_change_password else (found.actor, Standing.SIGNED_IN)


def me() -> Actor:
    """The actor of this run."""
    found = st.session_state[_HERE]
    assert isinstance(found, Actor)
    return found


def standing() -> Standing:
    """How the browser of this run stands before the door."""
    return Standing(st.session_state[_STANDING])


def may(act: Act, *, agency: str | None = None) -> bool:
    return is_allowed(me(), act, agency=agency)
