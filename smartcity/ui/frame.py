"""The frame of every screen: style, navigation, header; then the chosen page runs."""

import gc
import logging

import streamlit as st
from sqlalchemy.exc import DatabaseError

from smartcity.domain.refusals import Refused
from smartcity.domain.roles import Act, Actor, is_allowed
from smartcity.queries import portfolio
from smartcity.settings import settings
from smartcity.store.current import current_engine
from smartcity.store.migration import require_current
from smartcity.ui import gate, server, show
from smartcity.ui.actor import current_actor
from smartcity.ui.answers import ask, came_after, newest_entry, snapshot_card, standing_on
from smartcity.ui.header import header
from smartcity.ui.moment import asked_snapshot, language, start
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
from smartcity.ui.style import style
from smartcity.words.speech import Words

log = logging.getLogger(__name__)


@st.cache_resource(show_spinner=False)
def _checked(url: str) -> bool:
    """Once per process and database; what refuses is not kept and asked again."""
    require_current(current_engine())
    return bool(url)


def _page(actor: Actor) -> st.Page:
    """Every screen has its address; those the actor may not use are left out of the menu and refuse when opened."""
    words, sections = Words(language()), dict[str, list[st.Page]]()
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
    return st.navigation(sections, position="top")


def _broken(no: Refused) -> None:
    """The database cannot be used: a page of its own, with the command to run."""
    words = Words(language())
    st.html(style(start(0, "").theme))
    show.empty(words.say("empty.broken.title"), words.say(no.key, **no.facts))


def run() -> None:
    words = Words(language())
    st.set_page_config(page_title=words.say("frame.title"), layout="wide", initial_sidebar_state="collapsed")
    try:
        _checked(settings().database_url)
        if not _asked_for_provider():
            _framed()
    except Refused as no:
        log.error("The database cannot be used: %s", no)
        _broken(no)
    except DatabaseError as error:
        log.error("The database failed", exc_info=error)
        _checked.clear()
        current_engine().dispose()
        _broken(Refused("store.unreachable", why=str(error.orig).splitlines()[0]))


def _asked_for_provider() -> bool:
    """Whether this run only leads to the city's own identity provider; its answer comes back to /masuk/kota/selesai."""
    if st.query_params.get("masuk") != "kota" or not server.StreamlitProvider().is_set_up():
        return False
    st.login()
    return True


def _framed() -> None:
    page = _page(current_actor())
    screen = next(screen for screen in SCREENS if screen.path == page.url_path)
    moment = start(*newest_entry())
    st.html(style(moment.theme))
    if (number := asked_snapshot()) is not None:
        try:
            moment = start(moment.audit_id, moment.seal, snapshot_card(number))
        except Refused as no:
            show.unopened(no)
            return
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
    _settled(page.url_path)


@st.cache_resource(show_spinner=False)
def _settled(path: str) -> None:
    """Once per process and screen: what it imported and answered leaves the collector's way; `path` is the key."""
    gc.collect()
    gc.freeze()


run()
