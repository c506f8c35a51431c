"""The frame of every screen: style, navigation, header; then the chosen page runs."""

import logging

import streamlit as st
from sqlalchemy.exc import DatabaseError

from smartcity.domain.refusals import Refused
from smartcity.domain.roles import Act, Actor, is_allowed
from smartcity.domain.zone import CITY_ZONE
from smartcity.i18n.speech import Words
from smartcity.queries import portfolio
from smartcity.settings import settings
from smartcity.store.current import current_engine
from smartcity.ui import field_drafts, gate, server, show
from smartcity.ui.actor import current_actor
from smartcity.ui.answers import ask, came_after, newest_entry, snapshot_card, standing_on, zone_at
from smartcity.ui.header import header
from smartcity.ui.moment import Moment, asked_snapshot, keep_address, language, start
from smartcity.ui.once import checked, settled
from smartcity.ui.refusals import other_refusals
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
from smartcity.ui.verifying.waiting import waiting_count

log = logging.getLogger(__name__)
Pages = dict[str, list[st.Page]]
_PAGES = "pages"


def _pages(actor: Actor, waiting: int) -> Pages:
    """Every screen has its address; those the actor may not use are left out of the menu and refuse when opened.

    Kept in the session: Streamlit looks up the path of each on the disk when it is made.
    """
    key = (actor.role, language(), waiting)
    if st.session_state.get(_PAGES, (None,))[0] != key:
        st.session_state[_PAGES] = (key, _made_pages(actor, waiting))
    found: Pages = st.session_state[_PAGES][1]
    return found


def _made_pages(actor: Actor, waiting: int) -> Pages:
    """The verifier's desk is named with how much `waiting` lies on it."""
    words, sections = Words(language()), Pages()
    for screen in in_menu(actor.role):
        page = st.Page(
            screen.address,
            title=words.say(f"screen.{screen.key}") + (f" ({waiting})" if waiting and screen is VERIFICATION else ""),
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
    actor, entry = current_actor(), newest_entry()
    moment, unopened = _moment(*entry)
    page = st.navigation(_pages(actor, waiting_count()), position="top")
    screen = next(screen for screen in SCREENS if screen.path == page.url_path)
    field_drafts.begin_run()
    st.html(STYLE)
    if unopened is not None:
        show.unopened(unopened)
        return
    keep_address(moment)
    header(screen, of_plan=gate.lets_look())
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
    elsewhere = show.place()
    page.run()
    with elsewhere:
        other_refusals()
    field_drafts.place_return()
    settled(page.url_path)


def _moment(audit_id: int, seal: str) -> tuple[Moment, Refused | None]:
    """The moment of the run; and why the frozen data that the address names cannot be opened.

    Who may not look is not even told whether they are there.
    """
    moment = start(audit_id, seal, zone_at(audit_id, seal))
    number = asked_snapshot()
    if number is None or not gate.lets_look():
        return moment, None
    try:
        return start(audit_id, seal, moment.zone, snapshot_card(number)), None
    except Refused as no:
        return moment, no


run()
