"""The frame of every screen: style, navigation, as-of day and language; then the chosen page runs."""

import gc

import streamlit as st

from smartcity.domain.refusals import Refused
from smartcity.queries import portfolio
from smartcity.settings import settings
from smartcity.store.current import current_engine
from smartcity.store.migration import require_current
from smartcity.ui import show
from smartcity.ui.answers import ask, newest_audit_id
from smartcity.ui.moment import Moment, language, start
from smartcity.ui.sitemap import OVERVIEW, SCREENS, address
from smartcity.ui.style import style
from smartcity.words.catalog import LANGUAGES
from smartcity.words.speech import Words


@st.cache_resource(show_spinner=False)
def _checked(url: str) -> bool:
    """Once per process and database; what refuses is not kept and asked again."""
    require_current(current_engine())
    return bool(url)


def _strip(moment: Moment) -> None:
    """City, sample badge, as-of day, language."""
    say = show.said()
    plan = ask(portfolio.standing)
    with st.container(horizontal=True, vertical_alignment="center", key="strip", gap="small"):
        city = plan.plan.city if plan else ""
        show.block("strip", city=city, is_sample=plan is not None and plan.plan.is_sample)
        with st.popover(say("frame.as_of", day=moment.words.short_day(moment.as_of)), type="tertiary", key="as-of"):
            st.date_input(
                say("frame.as_of.label"),
                value=moment.today,
                max_value=moment.today,
                key="per",
                format="DD/MM/YYYY",
                bind="query-params",
                persist_state="session",
                help=say("frame.as_of.help"),
            )
        st.segmented_control(
            say("frame.language"),
            LANGUAGES,
            default=settings().language,
            format_func=str.upper,
            key="bahasa",
            required=True,
            label_visibility="collapsed",
            bind="query-params",
            persist_state="session",
        )


def _page() -> st.Page:
    words = Words(language())
    pages = [
        st.Page(
            screen.address, title=words.say(f"screen.{screen.key}"), url_path=screen.path, default=screen is OVERVIEW
        )
        for screen in SCREENS
    ]
    return st.navigation(pages, position="top")


def _broken(no: Refused) -> None:
    """The database cannot be used: a page of its own, with the command to run."""
    words = Words(language())
    st.html(style(start(0).theme))
    show.empty(words.say("empty.broken.title"), words.say(no.key, **no.facts))


def run() -> None:
    words = Words(language())
    st.set_page_config(page_title=words.say("frame.title"), layout="wide", initial_sidebar_state="collapsed")
    page = _page()
    try:
        _checked(settings().database_url)
    except Refused as no:
        _broken(no)
        return
    moment = start(newest_audit_id())
    st.html(style(moment.theme))
    _strip(moment)
    if ask(portfolio.standing) is None:
        show.no_plan()
        return
    if moment.is_past:
        show.block("past", now=address(OVERVIEW))
    page.run()
    _settled(page.url_path)


@st.cache_resource(show_spinner=False)
def _settled(path: str) -> None:
    """Once per process and screen: what it imported and answered leaves the collector's way; `path` is the key."""
    gc.collect()
    gc.freeze()


run()
