"""The frame of every screen: style, navigation, header; then the chosen page runs."""

import logging

import streamlit as st
from sqlalchemy.exc import DatabaseError

from smartcity.domain.refusals import Refused
from smartcity.domain.roles import Act, Actor, is_allowed
from smartcity.domain.zone import CITY_ZONE
from smartcity.queries import portfolio
from smartcity.settings import settings
from smartcity.store.current import current_engine
from smartcity.ui import gate, server, show
from smartcity.ui.actor import current_actor
from smartcity.ui.answers import ask, came_after, newest_entry, snapshot_card, standing_on, zone_at
from smartcity.ui.header import header
from smartcity.ui.moment import asked_snapshot, keep_address, language, start
from smartcity.ui.once import checked, settled
from smartcity.ui.sitemap import (
    MINE,
    NEED_NO_PLAN,
    NEED_PROGRAMMES,
    OVERVIEW,
    SCREENS,
    VERIFICATION,
    address,
    in_menu,
)
from smartcity.ui.style import STYLE
from smartcity.words.speech import Words

log = logging.getLogger(__name__)
Pages = dict[str, list[st.Page]]
_PAGES = "pages"


def _pages(actor: Actor) -> Pages:
    """Every screen has its address; those the actor may not use are left out of the menu and refuse when opened.

    Made once per session, role and language: Streamlit looks up the path of each on the disk when it is made.
    """
    key = f"{_PAGES}-{actor.role}-{language()}"
    if key not in st.session_state:
        st.session_state[key] = _made_pages(actor)
    found: Pages = st.session_state[key]
    return found


def _made_pages(actor: Actor) -> Pages:
    words, sections = Words(language()), Pages()
    for screen in in_menu(actor.role):
        page = st.Page(
            screen.address,
            title=words.say(f"screen.{screen.key}"),
            url_path=screen.path,
            default=screen is OVERVIEW,
            visibility="visible" if is_allowed(actor, screen.act) else "hidden",
        )
        is_plain = screen.section == OVERVIEW.section or screen in (MINE, VERIFICATION)
        heading = "" if is_plain else words.say(f"section.{screen.section}")
        sections.setdefault(heading, []).append(page)
    return sections


def _broken(no: Refused) -> None:
    """The database cannot be used: a page of its own, with the command to run."""
    words = Words(language())
    start(0, "", CITY_ZONE.key)
    st.html(STYLE)
    show.empty(words.say("empty.broken.title"), words.say(no.key, **no.facts))


def run() -> None:
    words = Words(language())
    st.set_page_config(page_title=words.say("frame.title"), layout="wide", initial_sidebar_state="collapsed")
    try:
        checked(settings().database_url)
        if not _asked_for_provider():
            _framed()
    except Refused as no:
        log.error("The database cannot be used: %s", no)
        _broken(no)
    except DatabaseError as error:
        log.error("The database failed", exc_info=error)
        checked.clear()
        current_engine().dispose()
        _broken(Refused("store.unreachable", why=str(error.orig).splitlines()[0]))


def _asked_for_provider() -> bool:
    """Whether this run only leads to the city's own identity provider; its answer comes back to /masuk/kota/selesai."""
    if st.query_params.get("masuk") != "kota" or not server.StreamlitProvider().is_set_up():
        return False
    st.login()
    return True


def _framed() -> None:
    page = st.navigation(_pages(current_actor()), position="top")
    screen = next(screen for screen in SCREENS if screen.path == page.url_path)
    entry = newest_entry()
    moment = start(*entry, zone_at(*entry))
    st.html(STYLE)
    if (number := asked_snapshot()) is not None:
        try:
            moment = start(*entry, moment.zone, snapshot_card(number))
        except Refused as no:
            show.unopened(no)
            return
    keep_address(moment)
    header(screen)
    if not gate.is_open(screen):
        return
    plan = ask(portfolio.card)
    if plan is None and screen not in NEED_NO_PLAN:
        show.no_plan()
        return
    if moment.snapshot is not None:
        show.frozen(moment.snapshot, came_after(moment.snapshot))
    elif moment.is_past and screen.act is Act.LOOK:
        show.block("past", now=address(OVERVIEW))
    if plan is not None and screen in NEED_PROGRAMMES and not standing_on().programmes:
        show.no_programmes(standing_on())
        return
    page.run()
    settled(page.url_path)


run()
