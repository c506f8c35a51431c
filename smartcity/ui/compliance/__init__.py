"""Who has reported: the league with today's drafts in it, and the desk of reminders."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

import streamlit as st

from smartcity.domain.addresses import AddressKey
from smartcity.domain.calendar import Calendar, Period
from smartcity.domain.plan.programmes import Agency
from smartcity.domain.reporting.compliance import Column, Row, awaited, next_step, ranking
from smartcity.presentation.reporting import due_text, next_step_text, report_reminder
from smartcity.presentation.tables import groups as tables
from smartcity.queries import accounts, compliance
from smartcity.queries.compliance import ProgrammesById
from smartcity.settings import settings
from smartcity.ui.components.filters import picked
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import database, made_from, query, query_on, query_uncached
from smartcity.ui.frame.plain_text import plain_label
from smartcity.ui.frame.portfolio import current_portfolio, portfolio_on
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.visitor import me

NARROW_PERIODS, MOST_NAMES = 2, 12


def _column(period: Period, day: date) -> Column:
    """Made of parts that other days share, or that are renewed by programmes."""
    programmes, first = _led_programmes(day), query(compliance.first_reports)
    key, facts = (database(), "column", day, period.id), (period, programmes, first)
    return made_from(key, facts, lambda: compliance.column(period, day, programmes.values(), first))


def _led_programmes(day: date) -> ProgrammesById:
    """Of the day that is shown from the plan, which is kept for other screens; of others only what is needed here."""
    if day < current_context().as_of:
        return query_on(day, compliance.led_programmes)
    plan = portfolio_on(day)
    return made_from((database(), "led", day), plan, lambda: compliance.led_by_id(plan.programmes if plan else ()))


def reporting_league() -> tuple[Row, ...]:
    """Every agency through the last periods, who has reported first."""
    context = current_context()
    drafts = frozenset() if context.is_past else query_uncached(compliance.begun_reports)
    columns = [_column(period, day) for period, day in query(compliance.periods_shown)]
    return ranking(columns, current_portfolio().agencies, context.as_of, drafts)


def league_table(rows: Sequence[Row], mine: Row | None) -> None:
    """A phone shows the newest periods; the count of times on time goes over all of them."""
    most = NARROW_PERIODS if current_context().is_narrow else len(rows[0].cells)
    listing(tables.league(show.formatter(), rows, mine, most))


def awaited_names(rows: Sequence[Row]) -> str | None:
    """Names who is still awaited, or missed the period that is locked, while they are few enough to be read."""
    rows_awaited = awaited(rows)
    if not 0 < len(rows_awaited) <= MOST_NAMES:
        return None
    say, names = show.formatter(), ", ".join(row.agency.short_name for row in rows_awaited)
    period = rows_awaited[0].now.period
    if period.dates.is_locked(current_context().as_of):
        return say("compliance.missed", period=say.period(period.name), names=names)
    return say("compliance.waiting", names=names)


def own_reporting(rows: Sequence[Row]) -> Row | None:
    """Where the agency whose account looks stands, and its next step; None for everybody else."""
    mine = next((row for row in rows if row.agency.code == me().agency), None)
    if mine is not None:
        say, calendar = show.formatter(), query(compliance.reporting_calendar)
        step = next_step_of(rows, mine)
        now = datetime.now(UTC)
        is_open = not calendar.is_locked(mine.now.period, mine.agency.code, now)
        show.render(
            "compliance/own_reporting", row=mine, until=due_text(say, mine, calendar, now), step=step, is_open=is_open
        )
    return mine


def next_step_of(rows: Sequence[Row], mine: Row) -> str | None:
    """What would lift the agency to its next step in the league; None where it never owed anything."""
    exception = query(compliance.reporting_calendar).excepted(mine.now.period, mine.agency.code, datetime.now(UTC))
    step = next_step(rows, mine, current_context().as_of, excepted_until=exception.until.date() if exception else None)
    return next_step_text(show.formatter(), mine, step) if step else None


def next_step_of_agency(agency: str) -> None:
    """The same on the agency's own page."""
    rows = reporting_league()
    mine = next((row for row in rows if row.agency.code == agency), None)
    text = next_step_of(rows, mine) if mine else None
    if text is not None:
        show.heading(show.formatter()("next_step.title"), text)


def open_exceptions(calendar: Calendar, agencies: Sequence[Agency]) -> None:
    """Exceptions in force, listed openly."""
    names = {agency.code: agency.short_name for agency in agencies}
    say, in_force = show.formatter(), calendar.in_force(datetime.now(UTC))
    show.heading(say("compliance.exceptions"))
    if in_force:
        listing(tables.exceptions(say, calendar, in_force, names))
    else:
        show.note(say("compliance.exceptions.none"))


def reminder_desk(rows: Sequence[Row]) -> None:
    """One agency's reminder at a time, ready to copy or to open in WhatsApp."""
    say, waiting = show.formatter(), {row.agency.code: row for row in awaited(rows)}
    if not waiting:
        return
    with st.expander(say("compliance.remind", count=len(waiting)), icon=":material/forward_to_inbox:"):
        _desk(waiting)


def _desk(waiting: Mapping[str, Row]) -> None:
    say = show.formatter()
    options = {code: row.agency.name for code, row in waiting.items()}
    _letter(waiting[picked(say("column.agency"), AddressKey.CODE, options)], query(compliance.reporting_calendar))


def _letter(row: Row, calendar: Calendar) -> None:
    say = show.formatter()
    letter = report_reminder(say, row, calendar, datetime.now(UTC), settings().public_url)
    st.code(letter.text, language=None, wrap_lines=True)
    contacts_known = query_uncached(accounts.contacts_by_agency).get(row.agency.code, ())
    with st.container(horizontal=True, gap="small"):
        for contact in contacts_known:
            if contact.phone:
                label = say("compliance.chat.to", label=contact.label)
                st.link_button(plain_label(label), letter.whatsapp_link(contact.phone), icon=":material/chat:")
        st.link_button(say("compliance.chat"), letter.whatsapp_link(), icon=":material/chat:")
    addresses = ", ".join(contact.email for contact in contacts_known if contact.email)
    show.note(say("compliance.mail", addresses=addresses) if addresses else say("compliance.no_contact"))
