"""Riwayat: filters that live in the address, entries with old and new side by side, and the check of the chain."""

import re
from collections.abc import Mapping
from datetime import date

import streamlit as st
from markupsafe import Markup

from smartcity.domain.ledger import Entry
from smartcity.exchange.layout import SHEETS
from smartcity.queries import integrity, ledger, portfolio
from smartcity.queries.ledger import Asked
from smartcity.telling.integrity import breach_text
from smartcity.ui import show
from smartcity.ui.answers import ask, ask_now
from smartcity.ui.filters import picked
from smartcity.ui.moment import here
from smartcity.ui.plain import plain_label
from smartcity.ui.sitemap import SCREENS

PAGE_SIZE = 25
LONGEST = 400
ALL = ""
DAY = re.compile(r"\d{4}-[01]\d-[0-3]\d")
FIELDS = {column.field: column.heading for sheet in SHEETS for column in sheet.columns}
# What an entry is about → the path of the screen that shows it, and the name its address knows it by.
PLACES: Mapping[str, tuple[str, str]] = {
    "programme": ("program", "kode"),
    "agency": ("opd", "kode"),
    "indicator": ("indikator", "kode"),
    "decision": ("arahan", "kode"),
    "meeting": ("rapat", "kode"),
    "snapshot": ("", "beku"),
    "batch": ("impor", "nomor"),
    "account": ("pengguna", "nama"),
    "period": ("periode", "periode"),
}


def asked() -> Asked:
    """What the filters ask for."""
    say = show.said()
    actors, actions = ask_now(ledger.names)
    door = st.expander(say("ledger.filter")) if here().is_narrow else st.container()
    with door:
        first, last, actor, action, subject = st.columns([1, 1, 1.2, 1.6, 1.2], vertical_alignment="bottom")
    with first:
        since = _day(say("ledger.since"), "dari")
    with last:
        until = _day(say("ledger.until"), "sampai")
    with actor:
        who = picked(say("ledger.actor"), "pelaku", {ALL: say("ledger.all"), **{name: name for name in actors}})
    with action:
        what = picked(say("ledger.action"), "tindakan", {ALL: say("ledger.all"), **{a: told(a) for a in actions}})
    with subject:
        of = st.text_input(
            say("ledger.subject"), key="hal", bind="query-params", placeholder=say("ledger.subject.hint")
        )
    return Asked(since, until, who or None, what or None, (of or "").strip() or None)


def _day(label: str, key: str) -> date | None:
    found = st.date_input(plain_label(label), value=None, key=key, format="DD/MM/YYYY", bind="query-params")
    return found if isinstance(found, date) else None


def entries(wanted: Asked) -> int:
    """One page of what is asked for, the newest first; how many there are in all."""
    top = st.container()
    number = int(st.session_state.get("halaman") or 1)
    found = ask_now(ledger.page, wanted, number, PAGE_SIZE)
    pages = -(-found.total // PAGE_SIZE)
    if number > max(pages, 1):
        found = ask_now(ledger.page, wanted, 1, PAGE_SIZE)
    if pages > 1:
        st.pagination(pages, key="halaman", bind="query-params")
    with top:
        if found.entries:
            show.block("ledger", entries=found.entries, told=told, field=field, value=value, subject=subject)
        else:
            show.note(show.said()("empty.filter"))
    return found.total


def told(action: str) -> str:
    """What was done, in words; an action of a later version stands as it is."""
    return show.said().words.say_or(f"action.{action}", action)


def field(name: str) -> str:
    """A word of our own, or the heading under which the workbook knows the field."""
    return show.said().words.say_or(f"field.{name}", FIELDS.get(name, name))


def value(found: object) -> str:
    """One line of a value, however deep; inside, what is nothing is left out."""
    if isinstance(found, Mapping):
        told = ((str(name), value(inner)) for name, inner in found.items() if inner)
        text = ", ".join(f"{field(name)} {inner}" for name, inner in told if inner)
    elif isinstance(found, list):
        text = ", ".join(value(inner) for inner in found)
    elif isinstance(found, bool):
        text = show.said()("import.yes" if found else "import.no")
    else:
        text = "—" if found is None else _day_or(str(found))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _day_or(text: str) -> str:
    """A day as people write it; any other text as it is."""
    if not DAY.fullmatch(text):
        return text
    return show.said().words.short_day(date.fromisoformat(text))


def subject(entry: Entry) -> str | Markup:
    """The name, leading to the screen that shows it where there is one."""
    say, kind, name = show.said(), entry.kind, entry.name
    if kind == "milestone":
        plan = ask(portfolio.standing)
        programme = next((p for p, m in plan.milestones if m.code == name), None) if plan else None
        return say.programme(programme.code, name) if programme else name
    path, key = PLACES.get(kind, (None, ""))
    screen = next((screen for screen in SCREENS if screen.path == path), None)
    label = f"{say.words.say_or(f'subject.{kind}', kind)} {name}"
    if screen is None or not name:
        return label
    return say.link(screen, label, **{key: name})


def chain_check() -> None:
    """Reads every entry and every sealed row when asked to, and says whether they fit."""
    say = show.said()
    if not st.button(say("ledger.check"), icon=":material/verified:"):
        return
    with st.spinner(say("ledger.checking")):
        found = ask_now(integrity.verify)
    if found.breach is None:
        whole = say("terminal.verify_log.whole", count=say.words.number(found.entries, 0))
        rows = say("integrity.rows", rows=say.words.number(found.rows, 0))
        st.success(f"{whole} {rows} {say('integrity.proves')}", icon=":material/check_circle:")
    else:
        told = breach_text(say.words, found.breach)
        st.error(f"{told} {say('ledger.broken')}", icon=":material/error:")
