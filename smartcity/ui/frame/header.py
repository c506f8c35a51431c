"""Beside the navigation, in the same row: the city at its left; as-of day, language and account at its right."""

import streamlit as st

from smartcity.domain.addresses import AddressKey
from smartcity.i18n.catalog import LANGUAGES
from smartcity.i18n.words import ZONE_NAMES
from smartcity.queries import portfolio
from smartcity.settings import settings
from smartcity.ui.frame import assets, gate, show
from smartcity.ui.frame.cache import query
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.sitemap import MINE, OVERVIEW, SCREENS, Screen, address
from smartcity.ui.frame.visitor import me

# Other screens hold what was typed: they begin anew, except from their own list to one of its forms and back.
LOOKING = [address(screen) for screen in SCREENS if screen.section == OVERVIEW.section]
LISTS = [address(MINE)]
SENTENCES = ("saving", "saved", "waiting", "refused", "full", "cut", "upload", "upload_held")


def header(screen: Screen, *, of_plan: bool) -> None:
    """The city and its sample mark only where the plan may be looked at."""
    plan = query(portfolio.masterplan_card) if of_plan else None
    product = show.formatter()("frame.title")
    city, is_sample = (plan.city, plan.is_sample) if plan else (product, False)
    with st.container(horizontal=True, vertical_alignment="center", key="header", gap="small"):
        show.render("frame/city", city=city, is_sample=is_sample, product=product if plan else "")
        _as_of()
        _language()
        _account(screen, is_sample=is_sample)


def _account(screen: Screen, *, is_sample: bool) -> None:
    """That it is sample data; the way in, or who is in and the way out. And the script of the page: what language it
    speaks, for readers for the blind, and links from screen to screen without a new page, as in the menu."""
    label = me().label or None
    href = gate.sign_in_address("/keluar" if label else "/masuk", screen)
    links = {"screens": LOOKING, "lists": LISTS, "script": assets.SCRIPT_ADDRESS}
    show.render_script("frame/account", label=label, href=href, is_sample=is_sample, **links, **_script_settings())


def _script_settings() -> dict[str, object]:
    """Whose words are kept while they are typed, and what the script says of it."""
    say, zone = show.formatter(), current_context().zone
    sentences = {name: say(f"field_draft.{name}", clock="{clock}", percent="{percent}") for name in SENTENCES}
    names = {"zone": zone, "zone_name": ZONE_NAMES.get(zone, "")}
    return {"account": me().account_id, "sentences": sentences, **names}


def _as_of() -> None:
    say, context = show.formatter(), current_context()
    shown = context.words.short_day(context.as_of, with_year=not context.is_narrow)
    with st.popover(say("frame.as_of", day=shown), type="tertiary", key="as-of"):
        st.date_input(
            say("frame.as_of.label"),
            value=context.today,
            max_value=context.today,
            key=AddressKey.AS_OF,
            format="DD/MM/YYYY",
            bind="query-params",
            persist_state="session",
            help=say("frame.as_of.help"),
        )


def _language() -> None:
    st.segmented_control(
        show.formatter()("frame.language"),
        LANGUAGES,
        default=settings().language,
        key=AddressKey.LANGUAGE,
        required=True,
        label_visibility="collapsed",
        bind="query-params",
        persist_state="session",
    )
