"""Riwayat: filters that live in the address, entries with old and new side by side, and the check of the chain."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import streamlit as st
from markupsafe import Markup

from smartcity.domain.addresses import AddressKey
from smartcity.domain.ledger import Entry
from smartcity.presentation.integrity import breach_text
from smartcity.presentation.labels import field_label
from smartcity.presentation.tables import formats
from smartcity.presentation.tables.table import Column, Table, muted
from smartcity.queries import integrity, ledger, portfolio
from smartcity.queries.ledger import EntryFilter, Page
from smartcity.ui.components.filters import picked
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import query, query_uncached
from smartcity.ui.frame.commands import now
from smartcity.ui.frame.formatter import called_now, office
from smartcity.ui.frame.plain_text import plain_label, plain_sentence
from smartcity.ui.frame.sitemap import (
    ACCOUNTS,
    AGENCIES,
    DECISIONS,
    IMPORTS,
    INDICATORS,
    MEETING,
    OVERVIEW,
    PERIODS,
    PROGRAMMES,
    Screen,
)

PAGE_SIZE = 25
LONGEST = 400
ALL = ""
ACCOUNT = "account"
DAY = re.compile(r"\d{4}-[01]\d-[0-3]\d")
MEMBER = re.compile(r"[a-z][a-z_]*")
THING = re.compile(r"([a-z_]+):(\S.*)")
OF_A_THING = re.compile(r"([a-z_]+):(\S.*) ([a-z_]+)")
# Closed lists whose members stand in entries, by the first part of their labels' keys.
LISTS = (
    "verdict",
    "claim",
    "role",
    "change_kind",
    "own_rating",
    "horizon",
    "measure",
    "direction",
    "calculation",
    "credit_rule",
    "action_kind",
    "quick_win_state",
    "period_kind",
    "budget_source",
    "meeting_state",
    "decision_state",
    "agenda.rule",
)
# What an entry is about → the screen that shows it, and the key of its address.
PLACES: Mapping[str, tuple[Screen, AddressKey]] = {
    "programme": (PROGRAMMES, AddressKey.CODE),
    "agency": (AGENCIES, AddressKey.CODE),
    "indicator": (INDICATORS, AddressKey.CODE),
    "decision": (DECISIONS, AddressKey.CODE),
    "meeting": (MEETING, AddressKey.CODE),
    "snapshot": (OVERVIEW, AddressKey.SNAPSHOT),
    "batch": (IMPORTS, AddressKey.BATCH),
    "account": (ACCOUNTS, AddressKey.CODE),
    "period": (PERIODS, AddressKey.PERIOD),
}


def actor_choice(label: str, actors: Sequence[str]) -> str | None:
    offices = {name: office(name, now()) for name in actors}
    return picked(label, AddressKey.ACTOR, {ALL: show.formatter()("decision.filter.semua"), **offices}) or None


def action_choice(label: str, actions: Sequence[str]) -> str | None:
    labels = {action: action_label(action) for action in actions}
    return picked(label, AddressKey.ACTION, {ALL: show.formatter()("decision.filter.semua"), **labels}) or None


def day_field(label: str, key: AddressKey) -> date | None:
    day = st.date_input(plain_label(label), value=None, key=key, format="DD/MM/YYYY", bind="query-params")
    return day if isinstance(day, date) else None


def chosen_page(wanted: EntryFilter) -> Page:
    """The newest entries first; the buttons stand only where there is more than one page."""
    number = int(st.session_state.get(AddressKey.PAGE) or 1)
    page = query_uncached(ledger.page, wanted, number, PAGE_SIZE)
    pages = -(-page.total // PAGE_SIZE)
    if number > max(pages, 1):
        page = query_uncached(ledger.page, wanted, 1, PAGE_SIZE)
    if pages > 1:
        st.pagination(pages, key=AddressKey.PAGE, bind="query-params")
    return page


def entry_table(listed: Sequence[Entry]) -> Table[Entry]:
    """When and by whom, what was done and why, to what, and each value before and after."""
    say = show.formatter()

    def at(entry: Entry) -> Markup:
        return Markup("{}<br>{}").format(
            say.instant(entry.at), muted(f"#{entry.number} · {office(entry.actor, entry.at)}")
        )

    def action(entry: Entry) -> Markup:
        reason = Markup("<br>") + muted(entry.reason) if entry.reason else ""
        return Markup("<b>{}</b>{}").format(action_label(entry.action), reason)

    def values(entry: Entry) -> Markup:
        return (
            Markup('<dl class="pairs">{}</dl>').format(Markup("").join(_values(entry))) if entry.changes else muted("—")
        )

    columns: tuple[Column[Entry], ...] = (
        Column("at", formats.INSTANT, lambda entry: entry.at, at),
        Column("action", formats.NAME, lambda entry: action_label(entry.action), action),
        Column("subject", formats.NAME, lambda entry: entry.name, subject),
        Column("values", formats.NAME, lambda entry: len(entry.changes), values),
    )
    return Table("ledger", say("screen.ledger"), say, listed, columns, style="ledger", prefix="ledger")


def _values(entry: Entry) -> Iterator[Markup]:
    """The name of each field, its old value struck through, and its new one."""
    for name, old, new in entry.changes:
        struck = Markup('<s class="muted">{}</s>').format(value_text(old)) if name in entry.before else ""
        known = value_text(new) if name in entry.after else ""
        line = Markup(" → ").join(part for part in (struck, known) if part)
        yield Markup("<dt>{}</dt><dd>{}</dd>").format(field_name(name), line)


def action_label(action: str) -> str:
    """What was done, in words; an action of a later version without its code."""
    return show.formatter().words.say_or(f"action.{action}", _plain(action.partition(".")[2] or action))


def field_name(name: str) -> str:
    """Its name on the screens; a field of one of several things with that thing before it."""
    whole = OF_A_THING.fullmatch(name)
    if whole is None:
        return field_label(show.formatter().words, name)
    return f"{_thing(whole[1], whole[2])}: {field_label(show.formatter().words, whole[3])}"


def value_text(stored: object) -> str:
    """One line of a value, however deep; inside, what is nothing is left out."""
    if isinstance(stored, Mapping):
        parts = ((str(name), value_text(inner)) for name, inner in stored.items() if inner)
        text = ", ".join(f"{field_name(name)} {inner}" for name, inner in parts if inner)
    elif isinstance(stored, list):
        text = ", ".join(value_text(inner) for inner in stored)
    elif isinstance(stored, bool):
        text = show.formatter()("import.yes" if stored else "import.no")
    else:
        text = "—" if stored is None else _text_value(str(stored))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _text_value(text: str) -> str:
    """A day as people write it, a member of a list by its label, a thing by what it is; any other text as it is."""
    if DAY.fullmatch(text):
        return show.formatter().words.short_day(date.fromisoformat(text))
    if MEMBER.fullmatch(text):
        labels = (show.formatter().words.say_or(f"{name}.{text}", "") for name in LISTS)
        return next((label for label in labels if label), _plain(text) if "_" in text else text)
    thing = THING.fullmatch(text)
    return _thing(thing[1], thing[2]) if thing else text


def _thing(kind: str, name: str) -> str:
    """`milestone:EN-02-A1` is "Tahapan EN-02-A1"; an account goes by its office."""
    say = show.formatter()
    if kind == ACCOUNT:
        name = office(name, now())
    label = say.words.say_or(f"subject.{kind}", field_label(say.words, kind))
    return f"{label} {name}".strip()


def _plain(code: str) -> str:
    return code.replace("_", " ").replace(".", " ")


def subject(entry: Entry) -> str | Markup:
    """The name, leading to the screen that shows it where there is one."""
    say, kind, name = show.formatter(), entry.kind, entry.name
    if kind == "milestone":
        plan = query(portfolio.load_portfolio)
        programme = next((p for p, m in plan.milestones if m.code == name), None) if plan else None
        return say.programme(programme.code, name) if programme else name
    label = _thing(kind, name)
    if kind not in PLACES or not name:
        return label
    screen, key = PLACES[kind]
    return say.link(screen, label, {key: called_now(name) if kind == ACCOUNT else name})


def chain_check() -> None:
    """Reads every entry and every sealed row when asked to, and says whether they fit."""
    say = show.formatter()
    if not st.button(say("ledger.check"), icon=":material/verified:"):
        return
    with st.spinner(say("ledger.checking")):
        check = query_uncached(integrity.verify)
    if check.breach is None:
        whole = say("terminal.verify_log.whole", count=say.words.number(check.entries, 0))
        rows = say("integrity.rows", rows=say.words.number(check.rows, 0))
        st.success(plain_sentence(f"{whole} {rows} {say('integrity.proves')}"), icon=":material/check_circle:")
    else:
        sentence = breach_text(say.words, check.breach)
        st.error(plain_sentence(f"{sentence} {say('ledger.broken')}"), icon=":material/error:")
