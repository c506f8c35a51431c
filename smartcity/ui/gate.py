"""The gate before every screen: who may pass, and the designed state that tells the others why and what to do."""

from urllib.parse import urlencode

import streamlit as st

from smartcity.domain.roles import is_allowed
from smartcity.queries import people
from smartcity.settings import settings
from smartcity.ui import show
from smartcity.ui.actor import Standing, me, standing
from smartcity.ui.answers import known
from smartcity.ui.moment import language
from smartcity.ui.sitemap import OVERVIEW, Screen, address


def is_open(screen: Screen) -> bool:
    """Whether the screen may be run; if not, it has been said."""
    actor, stands = me(), standing()
    if stands is Standing.ENDED:
        _ended(screen)
    elif stands is Standing.ONE_TIME:
        _one_time(screen)
    elif stands is Standing.GUEST and not (guests_may_look() and is_allowed(actor, screen.act)):
        _closed(screen)
    elif not is_allowed(actor, screen.act):
        _forbidden(screen)
    else:
        return True
    return False


def lets_look() -> bool:
    """Whether anything of the plan may be shown to this browser."""
    return standing() is Standing.SIGNED_IN or guests_may_look()


def guests_may_look() -> bool:
    """As the settings say; by default while only sample data is loaded."""
    asked = settings().guests
    return known(people.has_only_sample) if asked == "auto" else asked == "on"


def door(path: str, screen: Screen) -> str:
    """The address of one of the door's pages, which leads back here, in the language of the screen."""
    here = address(screen, **st.query_params.to_dict())
    return f"{path}?{urlencode({'next': here, 'bahasa': language()})}"


def _ended(screen: Screen) -> None:
    say = show.said()
    aside = (door("/keluar", screen), say("gate.ended.look")) if guests_may_look() else None
    _state("gate.ended", door("/masuk", screen), aside)


def _one_time(screen: Screen) -> None:
    _state("gate.own_password", door("/sandi", screen))


def _closed(screen: Screen) -> None:
    _state("gate", door("/masuk", screen))


def _state(key: str, href: str, aside: tuple[str, str] | None = None) -> None:
    say = show.said()
    show.block("gate", title=say(f"{key}.title"), text=say(f"{key}.text"), href=href, go=say(f"{key}.go"), aside=aside)


def _forbidden(screen: Screen) -> None:
    """The account's role has no use of this screen."""
    say = show.said()
    text = say("forbidden.text", screen=say(f"screen.{screen.key}"))
    show.empty(say("forbidden.title"), text, screen=OVERVIEW, go=say("forbidden.go"))
