"""Who has reported: the league with today's drafts in it, and the desk of reminders."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import streamlit as st

from smartcity.domain.compliance import Row, awaited, league
from smartcity.domain.next_steps import next_step
from smartcity.domain.periods import Calendar
from smartcity.domain.plan import Agency
from smartcity.presentation.next_steps import told
from smartcity.presentation.reminders import reminder, until
from smartcity.queries import compliance, contacts, locks
from smartcity.settings import settings
from smartcity.ui import show
from smartcity.ui.actor import me
from smartcity.ui.answers import ask, ask_now, standing_on
from smartcity.ui.filters import picked
from smartcity.ui.moment import here
from smartcity.ui.plain import plain_label

NARROW_PERIODS, MOST_NAMES = 2, 12


def standings() -> tuple[Row, ...]:
    """Every agency through the last periods, who has reported first."""
    moment = here()
    drafts = frozenset() if moment.is_past else ask_now(compliance.drafts)
    return league(ask(compliance.columns), standing_on().agencies, moment.as_of, drafts)


def matrix(rows: Sequence[Row], mine: Row | None) -> None:
    """A phone shows the newest periods; the count of times on time goes over all of them."""
    most = NARROW_PERIODS if here().is_narrow else len(rows[0].cells)
    show.block("league", rows=rows, mine=mine, periods=[cell.period.name for cell in rows[0].cells[-most:]])


def waiting(rows: Sequence[Row]) -> str | None:
    """Names who is still awaited, or missed the period that is locked, while they are few enough to be read."""
    found = awaited(rows)
    if not 0 < len(found) <= MOST_NAMES:
        return None
    say, names = show.said(), ", ".join(row.agency.short_name for row in found)
    period = found[0].now.period
    if period.dates.is_locked(here().as_of):
        return say("compliance.missed", period=say.period(period.name), names=names)
    return say("compliance.waiting", names=names)


def own(rows: Sequence[Row]) -> Row | None:
    """Where the agency whose account looks stands, and its next step; None for everybody else."""
    mine = next((row for row in rows if row.agency.code == me().agency), None)
    if mine is not None:
        say, calendar = show.said(), ask(locks.calendar)
        step = path(rows, mine)
        now = datetime.now(UTC)
        is_open = not calendar.is_locked(mine.now.period, mine.agency.code, now)
        show.block("own_reporting", row=mine, until=until(say, mine, calendar, now), step=step, is_open=is_open)
    return mine


def path(rows: Sequence[Row], mine: Row) -> str | None:
    """What would lift the agency to its next step in the league; None where it never owed anything."""
    exception = ask(locks.calendar).excepted(mine.now.period, mine.agency.code, datetime.now(UTC))
    step = next_step(rows, mine, here().as_of, excepted_until=exception.until.date() if exception else None)
    return told(show.said(), mine, step) if step else None


def path_of(agency: str) -> None:
    """The same on the agency's own page."""
    rows = standings()
    mine = next((row for row in rows if row.agency.code == agency), None)
    text = path(rows, mine) if mine else None
    if text is not None:
        show.heading(show.said()("next_step.title"), text)


def open_exceptions(known: Calendar, agencies: Sequence[Agency]) -> None:
    """Exceptions in force, listed openly."""
    names = {agency.code: agency.short_name for agency in agencies}
    periods = {period.id: period.name for period in known.periods}
    show.heading(show.said()("compliance.exceptions"))
    show.block("exceptions", exceptions=known.in_force(datetime.now(UTC)), names=names, periods=periods)


def reminder_desk(rows: Sequence[Row]) -> None:
    """One agency's reminder at a time, ready to copy or to open in WhatsApp."""
    say, waiting = show.said(), {row.agency.code: row for row in awaited(rows)}
    if not waiting:
        return
    with st.expander(say("compliance.remind", count=len(waiting)), icon=":material/forward_to_inbox:"):
        _desk(waiting)


def _desk(waiting: Mapping[str, Row]) -> None:
    say = show.said()
    options = {code: row.agency.name for code, row in waiting.items()}
    _letter(waiting[picked(say("column.agency"), "kode", options)], ask(locks.calendar))


def _letter(row: Row, calendar: Calendar) -> None:
    say = show.said()
    found = reminder(say, row, calendar, datetime.now(UTC), settings().public_url)
    st.code(found.text, language=None, wrap_lines=True)
    known = ask_now(contacts.by_agency).get(row.agency.code, ())
    with st.container(horizontal=True, gap="small"):
        for contact in known:
            if contact.phone:
                label = say("compliance.chat.to", label=contact.label)
                st.link_button(plain_label(label), found.chat(contact.phone), icon=":material/chat:")
        st.link_button(say("compliance.chat"), found.chat(), icon=":material/chat:")
    addresses = ", ".join(contact.email for contact in known if contact.email)
    show.note(say("compliance.mail", addresses=addresses) if addresses else say("compliance.no_contact"))
