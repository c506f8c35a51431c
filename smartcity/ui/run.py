"""The script of every run: style, navigation, header; then the chosen page."""

import logging

import streamlit as st
from sqlalchemy.exc import DatabaseError

from smartcity.domain.access.roles import Act, Actor, is_allowed
from smartcity.domain.addresses import AddressKey
from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.errors import Refused
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.i18n.words import Words
from smartcity.queries import portfolio
from smartcity.queries.snapshots import SnapshotCard
from smartcity.settings import settings
from smartcity.store.engine import current_engine
from smartcity.ui.components import input_fields
from smartcity.ui.frame import gate, server, show
from smartcity.ui.frame.assets import STYLE
from smartcity.ui.frame.cache import keeping_opening, newest_entry, query, zone_at
from smartcity.ui.frame.commands import other_refusals
from smartcity.ui.frame.header import header, opening_key
from smartcity.ui.frame.portfolio import changes_after, current_portfolio, snapshot_card
from smartcity.ui.frame.request_context import (
    RequestContext,
    asked_snapshot,
    current_context,
    keep_address,
    language,
    start_context,
)
from smartcity.ui.frame.server import check_database, freeze_objects
from smartcity.ui.frame.sitemap import (
    MINE,
    NEED_NO_PLAN,
    NEED_PROGRAMMES,
    OVERVIEW,
    SCREENS,
    VERIFICATION,
    in_menu,
)
from smartcity.ui.frame.visitor import current_actor
from smartcity.ui.verification.queue import waiting_count

log = logging.getLogger(__name__)
Pages = dict[str, list[st.Page]]
_PAGES = "pages"
LOAD = "python -m smartcity import rencana.xlsx"


def _pages(actor: Actor, waiting: int) -> Pages:
    """Every screen has its address; those the actor may not use are left out of the menu and refuse when opened.

    Kept in the session: Streamlit looks up the path of each on the disk when it is made.
    """
    key = (actor.role, language(), waiting)
    if st.session_state.get(_PAGES, (None,))[0] != key:
        st.session_state[_PAGES] = (key, _build_pages(actor, waiting))
    pages: Pages = st.session_state[_PAGES][1]
    return pages


def _build_pages(actor: Actor, waiting: int) -> Pages:
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


def _database_unusable(no: Refused) -> None:
    """The database cannot be used: a page of its own, with the command to run."""
    words = Words(language())
    start_context(0, "", CITY_ZONE.key)
    st.html(STYLE)
    show.empty(words.say("empty.broken.title"), words.say(no.key, **no.facts))


def run() -> None:
    words = Words(language())
    st.set_page_config(page_title=words.say("frame.title"), layout="wide", initial_sidebar_state="collapsed")
    try:
        check_database(settings().database_url)
        if not _redirects_to_provider():
            _run_page()
    except Refused as no:
        log.error("The database cannot be used: %s", no)
        _database_unusable(no)
    except DatabaseError as error:
        log.error("The database failed", exc_info=error)
        check_database.clear()
        current_engine().dispose()
        _database_unusable(Refused("store.unreachable", why=str(error.orig).splitlines()[0]))


def _redirects_to_provider() -> bool:
    """Whether this run only leads to the city's own identity provider; its answer comes back to /masuk/kota/selesai."""
    if st.query_params.get(AddressKey.SIGN_IN) != "kota" or not server.StreamlitProvider().is_set_up():
        return False
    st.login()
    return True


def _run_page() -> None:
    actor, entry = current_actor(), newest_entry()
    context, unopened = _context(*entry)
    page = st.navigation(_pages(actor, waiting_count()), position="top")
    screen = next(screen for screen in SCREENS if screen.path == page.url_path)
    input_fields.begin_run()
    st.html(STYLE)
    if unopened is not None:
        _snapshot_unopened(unopened)
        return
    keep_address(context)
    header(screen, of_plan=gate.lets_look())
    if not gate.is_open(screen):
        return
    plan = query(portfolio.masterplan_card)
    if plan is None and screen not in NEED_NO_PLAN:
        _no_plan()
        return
    if context.snapshot is not None:
        _frozen_banner(context.snapshot, changes_after(context.snapshot))
    elif context.is_past and screen.act is Act.LOOK:
        _past_banner()
    if plan is not None and screen in NEED_PROGRAMMES and not current_portfolio().programmes:
        _no_programmes(current_portfolio())
        return
    elsewhere = st.container()
    with keeping_opening(opening_key(actor, screen, context.language, context.today, st.query_params.to_dict())):
        page.run()
    with elsewhere:
        other_refusals()
    input_fields.return_button()
    freeze_objects(page.url_path)


def _frozen_banner(card: SnapshotCard, later: int) -> None:
    """Says that the page shows frozen data, of when, and how much came in since."""
    say, context = show.formatter(), current_context()
    facts = {"day": context.words.day(card.as_of), "clock": say.clock(card.at)}
    after = say("snapshot.banner.after", count=say.words.number(later, 0)) if later else say("snapshot.banner.none")
    show.banner(
        f"{after}.", OVERVIEW, say("frame.back_to_today"), title=say("snapshot.banner", number=card.number, **facts)
    )


def _past_banner() -> None:
    say = show.formatter()
    show.banner(say("frame.past", day=say.words.day(say.today)), OVERVIEW, say("frame.back_to_today"))


def _snapshot_unopened(no: Refused) -> None:
    """The address names frozen data that is not there, or not whole."""
    say = show.formatter()
    show.empty(say("snapshot.unopened"), say(no.key, **no.facts), screen=OVERVIEW, go=say("frame.back_to_today"))


def _no_plan() -> None:
    if current_context().is_past:
        _not_yet("empty.not_yet")
    else:
        show.empty(show.formatter()("empty.plan.title"), show.formatter()("empty.plan.text"), code=LOAD)


def _no_programmes(plan: Portfolio) -> None:
    """What is loaded already, and what comes next."""
    if current_context().is_past:
        _not_yet("empty.not_yet_programmes")
        return
    counts = {"dimensions": plan.dimensions, "subs": plan.sub_dimensions, "agencies": plan.agencies}
    text = show.formatter()("empty.programmes.text", **{name: len(listed) for name, listed in counts.items()})
    show.empty(show.formatter()("empty.programmes.title"), text, code=LOAD)


def _not_yet(key: str) -> None:
    """It had not begun on the day that is looked at."""
    say, context = show.formatter(), current_context()
    text = say(f"{key}.text", day=context.words.day(context.as_of))
    show.empty(say(f"{key}.title"), text, screen=OVERVIEW, go=say("frame.back_to_today"))


def _context(audit_id: int, seal: str) -> tuple[RequestContext, Refused | None]:
    """The moment of the run; and why the frozen data that the address names cannot be opened.

    Who may not look is not even told whether they are there.
    """
    context = start_context(audit_id, seal, zone_at(audit_id, seal))
    number = asked_snapshot()
    if number is None or not gate.lets_look():
        return context, None
    try:
        return start_context(audit_id, seal, context.zone, snapshot_card(number)), None
    except Refused as no:
        return context, no


run()
