"""Beside the navigation, in the same row: the city at its left; as-of day, language and account at its right.

And the same row with the first words, as the page of a screen is served before its first run.
"""

from collections.abc import Hashable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

import streamlit as st
from sqlmodel import Session
from starlette.requests import Request

from smartcity.domain.access.roles import Act, Actor
from smartcity.domain.addresses import AddressKey
from smartcity.i18n.catalog import LANGUAGES
from smartcity.i18n.words import ZONE_NAMES, Words
from smartcity.queries import ledger, portfolio
from smartcity.queries.answers import LedgerEnd, dated_question, kept_answers
from smartcity.settings import settings
from smartcity.store.masterplan import zone_name
from smartcity.ui.frame import assets, gate, show
from smartcity.ui.frame.cache import database, query
from smartcity.ui.frame.formatter import LinkedFormatter
from smartcity.ui.frame.request_context import current_context, is_phone
from smartcity.ui.frame.sitemap import MEETING, MINE, OVERVIEW, SCREENS, Screen, address
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


# What else stands in an address may filter the headline, or open what is frozen.
_PLAIN_KEYS = {AddressKey.AS_OF, AddressKey.CODE, AddressKey.LANGUAGE}
_OTHER_DAYS = {AddressKey.AS_OF, AddressKey.SNAPSHOT}


def opening_key(
    reader: Actor, screen: Screen, language: str, today: date, asked: Mapping[str, str]
) -> tuple[Hashable, ...] | None:
    """What the first words of a page are kept by: what it shows to whom. None where they are not kept.

    A meeting's headline may be confidential; what else than looking shows is the account's own.
    """
    if screen.section == MEETING.section or not asked.keys() <= _PLAIN_KEYS:
        return None
    rights = (reader.role, reader.agency, None if screen.act is Act.LOOK else reader.account_id)
    rest = tuple(sorted((key, value) for key, value in asked.items() if key != AddressKey.LANGUAGE))
    return (database(), "opening", screen.key, language, today, rest, rights)


def opening(session: Session, reader: Actor | None, request: Request, words: Words) -> str:
    """The row and, where they are kept and true, the first words. Without a reader nothing of the plan."""
    end, asked = LedgerEnd(database(), *ledger.newest_entry(session)), dict(request.query_params)
    zone = zone_name(session)
    today = datetime.now(ZoneInfo(zone)).date()
    plan, blocks = None, None
    if reader is not None:
        screen = next(screen for screen in SCREENS if address(screen) == request.url.path)
        plan = kept_answers().answer(dated_question(end.url, portfolio.masterplan_card, today, ZoneInfo(zone)), end)
        key = opening_key(reader, screen, words.language, today, asked)
        blocks = kept_answers().recall(key, end) if key else None
    narrow = is_phone(request.headers.get("User-Agent"))
    return assets.rendered(
        "frame/opening",
        s=LinkedFormatter(words, today, zone),
        city=plan.city if plan else words.say("frame.title"),
        product=words.say("frame.title") if plan else "",
        is_sample=bool(plan and plan.is_sample),
        shown=words.short_day(today, with_year=not narrow) if not asked.keys() & _OTHER_DAYS else None,
        languages=LANGUAGES,
        label=reader.label if reader else "",
        blocks=blocks or (),
    )
