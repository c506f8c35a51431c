"""The gate before every screen: who may pass, and the designed state that tells the others why and what to do."""

from urllib.parse import urlencode

import streamlit as st

from smartcity.domain.access.roles import is_allowed
from smartcity.domain.addresses import AddressKey
from smartcity.queries import sign_ins
from smartcity.settings import settings
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import query_latest
from smartcity.ui.frame.request_context import language
from smartcity.ui.frame.sitemap import OVERVIEW, Screen, address
from smartcity.ui.frame.visitor import SignInState, me, sign_in_state


def is_open(screen: Screen) -> bool:
    """Whether the screen may be run; if not, it has been said."""
    actor, state = me(), sign_in_state()
    if state is SignInState.ENDED:
        _session_ended(screen)
    elif state is SignInState.ONE_TIME:
        _one_time(screen)
    elif state is SignInState.GUEST and not (guests_may_look() and is_allowed(actor, screen.act)):
        _closed(screen)
    elif not is_allowed(actor, screen.act):
        _forbidden(screen)
    else:
        return True
    return False


def lets_look() -> bool:
    """Whether anything of the plan may be shown to this browser."""
    return sign_in_state() is SignInState.SIGNED_IN or guests_may_look()


def guests_may_look() -> bool:
    """As the settings say; by default while only sample data is loaded."""
    asked = settings().guests
    return query_latest(sign_ins.is_nothing_but_sample) if asked == "auto" else asked == "on"


def sign_in_address(path: str, screen: Screen) -> str:
    """The address of one of the door's pages, which leads back here, in the language of the screen."""
    here = address(screen, st.query_params.to_dict())
    return f"{path}?{urlencode({AddressKey.NEXT.value: here, AddressKey.LANGUAGE.value: language()})}"


def _session_ended(screen: Screen) -> None:
    say = show.formatter()
    aside = (sign_in_address("/keluar", screen), say("gate.ended.look")) if guests_may_look() else None
    _state("gate.ended", sign_in_address("/masuk", screen), aside)


def _one_time(screen: Screen) -> None:
    _state("gate.own_password", sign_in_address("/sandi", screen))


def _closed(screen: Screen) -> None:
    _state("gate", sign_in_address("/masuk", screen))


def _state(key: str, href: str, aside: tuple[str, str] | None = None) -> None:
    say = show.formatter()
    show.render(
        "frame/gate", title=say(f"{key}.title"), text=say(f"{key}.text"), href=href, go=say(f"{key}.go"), aside=aside
    )


def _forbidden(screen: Screen) -> None:
    """The account's role has no use of this screen."""
    say = show.formatter()
    text = say("forbidden.text", screen=say(f"screen.{screen.key}"))
    show.empty(say("forbidden.title"), text, screen=OVERVIEW, go=say("forbidden.go"))
