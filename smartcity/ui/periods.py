"""The desk of periods: open one, move one, except an agency."""

from collections.abc import Sequence
from datetime import timedelta

import streamlit as st

from smartcity.commands import periods as commands
from smartcity.commands.plan_rules import MOST_GRACE
from smartcity.domain.field_drafts import DraftForm, FieldPlace
from smartcity.domain.next_periods import next_names, usual_dates
from smartcity.domain.notes import MOST
from smartcity.domain.periods import Calendar, Period, PeriodDates, PeriodName
from smartcity.domain.plan import Agency
from smartcity.domain.roles import Act
from smartcity.ui import field_drafts, show
from smartcity.ui.act import now
from smartcity.ui.actor import may
from smartcity.ui.choice_drafts import chosen, day, one_of
from smartcity.ui.choices import named_apart
from smartcity.ui.plain import plain_option, plain_sentence
from smartcity.ui.refusals import done_at, refusal

WEEK = timedelta(days=7)


def opening(known: Calendar) -> None:
    """The next period, with the dates it would usually have."""
    say, names = show.said(), next_names(known.periods, known.today(now()))
    if not names:
        return
    with st.expander(say("periods.open"), key="open-part", icon=":material/event_available:"):
        name = st.selectbox(say("column.period"), names, format_func=say.period, key="open-name")
        dates = usual_dates(name, known.periods)
        with st.form("open", border=False):
            refusal("open")
            opens, closes, grace = st.columns(3)
            opens.date_input(say("periods.opens"), dates.opens_on, key=f"opens-{name}", format="DD/MM/YYYY")
            closes.date_input(say("periods.closes"), dates.closes_on, key=f"closes-{name}", format="DD/MM/YYYY")
            grace.number_input(say("periods.grace"), 0, MOST_GRACE, dates.grace_days, key=f"grace-{name}")
            st.form_submit_button(say("periods.open.go"), type="primary", on_click=_open, args=(name,))


def _open(name: PeriodName) -> None:
    days = PeriodDates(*(st.session_state[f"{part}-{name}"] for part in ("opens", "closes", "grace")))
    if done_at("open", commands.open_period, name, days):
        _told("periods.opened", name)


def moving(known: Calendar) -> None:
    """Other dates for a period that is not locked."""
    say, today = show.said(), known.today(now())
    unlocked = [period for period in reversed(known.periods) if not period.dates.is_locked(today)]
    if not unlocked:
        return
    with st.expander(say("periods.move"), key="move-part", icon=":material/edit_calendar:"):
        period = _chosen(unlocked, "move")
        key = f"move-{period.id}-"
        left, right = st.columns(2)
        closes = chosen(_place(key, "closes"), f"{key}closes", period.dates.closes_on, day)
        left.date_input(say("periods.closes"), format="DD/MM/YYYY", **closes)
        days = one_of(range(MOST_GRACE + 1))
        grace = chosen(_place(key, "grace"), f"{key}grace", period.dates.grace_days, days)
        right.number_input(say("periods.grace"), 0, MOST_GRACE, **grace)
        with st.form("move", border=False):
            refusal("move")
            _reason(key)
            st.form_submit_button(say("periods.move.go"), type="primary", on_click=_move, args=(period, key))


def _move(period: Period, key: str) -> None:
    words = (st.session_state[f"{key}{part}"] for part in ("closes", "grace", "reason"))
    if done_at("move", commands.move_period, period.id, *words):
        field_drafts.end(DraftForm.PERIOD, key, f"{key}reason")
        _told("periods.moved", period.name)


def excepting(known: Calendar, agencies: Sequence[Agency]) -> None:
    """One agency, one period, until when, why."""
    say, today = show.said(), known.today(now())
    names = {a.code: a.name for a in agencies if a.ended_on is None and may(Act.GRANT_EXCEPTION, agency=a.code)}
    begun = [period for period in reversed(known.periods) if period.dates.opens_on <= today]
    if not begun or not names:
        return
    with (
        st.expander(say("periods.except"), key="except-part", icon=":material/lock_open:"),
        st.form("except", border=False),
    ):
        refusal("except")
        agency, period, until = st.columns(3)
        agency.selectbox(
            say("column.agency"),
            list(names),
            format_func=named_apart(names, lambda code: names[code]),
            key="except-agency",
        )
        with period:
            _chosen(begun, "except")
        until.date_input(say("periods.until"), today + WEEK, key="except-until", format="DD/MM/YYYY")
        _reason("except-")
        st.form_submit_button(say("periods.except.go"), type="primary", on_click=_except)


def _except() -> None:
    typed = {part: st.session_state[f"except-{part}"] for part in ("period", "agency", "until", "reason")}
    if done_at(
        "except", commands.grant_exception, typed["period"].id, typed["agency"], typed["until"], typed["reason"]
    ):
        _told("periods.excepted", typed["period"].name)
        field_drafts.end(DraftForm.PERIOD, "except-", "except-reason")


def ending(known: Calendar, agencies: Sequence[Agency]) -> None:
    """Exceptions in force may be ended before their time."""
    say, names = show.said(), {agency.code: agency.short_name for agency in agencies}
    found = [e for e in known.in_force(now()) if may(Act.GRANT_EXCEPTION, agency=e.agency)]
    if not found:
        return
    periods = {period.id: say.period(period.name) for period in known.periods}
    labels = {(e.period_id, e.agency): f"{names.get(e.agency, e.agency)} · {periods[e.period_id]}" for e in found}
    with st.expander(say("periods.end"), key="end-part", icon=":material/lock:"), st.form("end", border=False):
        refusal("end")
        st.selectbox(
            say("periods.exception"),
            list(labels),
            format_func=named_apart(labels, lambda which: labels[which]),
            key="end-which",
        )
        _reason("end-")
        st.form_submit_button(say("periods.end.go"), on_click=_end)


def _end() -> None:
    period, agency = st.session_state["end-which"]
    if done_at("end", commands.end_exception, period, agency, st.session_state["end-reason"]):
        field_drafts.end(DraftForm.PERIOD, "end-", "end-reason")
        st.toast(show.said()("periods.ended"), icon=":material/task_alt:")


def _chosen(periods: Sequence[Period], key: str) -> Period:
    say = show.said()
    name = f"{key}-period"
    return st.selectbox(
        say("column.period"), periods, format_func=lambda period: plain_option(say.period(period.name)), key=name
    )


def _place(key: str, field: str) -> FieldPlace:
    return FieldPlace(DraftForm.PERIOD, key, field)


def _reason(key: str) -> None:
    place = _place(key, "reason")
    field_drafts.text_input(place, show.said()("column.reason"), key=f"{key}reason", max_chars=MOST)


def _told(key: str, name: PeriodName) -> None:
    say = show.said()
    st.toast(plain_sentence(say(key, period=say.period(name))), icon=":material/task_alt:")
