"""Periode: open one, move one, except an agency; what a new year lacks and its preparation."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

import streamlit as st

from smartcity.commands import periods as period_commands
from smartcity.commands.plan.rules import MOST_GRACE
from smartcity.domain.access.roles import Act
from smartcity.domain.calendar import Calendar, LockException, Period, PeriodDates, PeriodName
from smartcity.domain.operations.year_setup import (
    YearGap,
    copied_periods,
    lacking_periods,
    next_period_names,
    usual_dates,
    year_gaps,
    years_to_check,
)
from smartcity.domain.plan.programmes import Agency
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.reporting.drafts import DraftForm, FieldPlace
from smartcity.domain.text import LONGEST_NOTE
from smartcity.exchange.workbook.templates import year_book
from smartcity.queries import budgets, compliance, indicators, workbook
from smartcity.ui.components import input_fields
from smartcity.ui.components.download import offer
from smartcity.ui.components.input_fields import chosen, day, one_of
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import database, made_from, query, query_on
from smartcity.ui.frame.commands import now, refusal_slot, submit_at
from smartcity.ui.frame.plain_text import distinct_names, plain_label, plain_option, plain_sentence
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.sitemap import PERIODS
from smartcity.ui.frame.visitor import may


def year_gaps_of(plan: Portfolio) -> tuple[YearGap, ...]:
    """By year, as known on the day of the plan."""
    calendar = query(compliance.reporting_calendar)
    facts = (plan, calendar.periods, query(indicators.outcomes), query(budgets.budget_lines), plan.as_of)
    return made_from((database(), "year_gaps", plan.as_of), facts, lambda: year_gaps(*facts))


def year_gaps_note(plan: Portfolio) -> None:
    """On the front page, for whoever can bring in targets and budgets; nothing where nothing is lacking."""
    if current_context().is_past or not may(Act.IMPORT_PLAN):
        return
    say = show.formatter()
    for lack in year_gaps_of(plan):
        title = say("year.lacks", year=lack.year, parts=", ".join(_parts(lack)))
        show.next_step(title, PERIODS, say("year.lacks.go"))


def _parts(lack: YearGap) -> list[str]:
    counts = {"periods": len(lack.periods), "targets": len(lack.indicators), "budgets": len(lack.programmes)}
    return [show.formatter()(f"year.lacks.{name}", count=count) for name, count in counts.items() if count]


def years_to_prepare(plan: Portfolio) -> list[YearGap]:
    """Years that lack something, and those that have not begun."""
    lack_by_year = {lack.year: lack for lack in year_gaps_of(plan)}
    gaps = (lack_by_year.get(year, YearGap(year)) for year in years_to_check(plan.plan, plan.as_of))
    return [lack for lack in gaps if lack.year > plan.as_of.year or not lack.is_empty]


def periods_of_year(year: int, calendar: Calendar) -> None:
    """Copied at once from the year before."""
    say, place = show.formatter(), f"year-{year}"
    refusal_slot(place)
    names = [say.period(name) for name, _ in copied_periods(calendar.periods, year, calendar.today(now()))]
    facts = {"year": year, "before": year - 1}
    if not names:
        is_lacking = lacking_periods(calendar.periods, year, calendar.today(now()))
        show.note(say("year.periods.by_hand" if is_lacking else "year.complete", **facts))
        return
    show.note(say("year.periods", count=len(names), names=", ".join(names), **facts))
    st.button(
        plain_label(say("year.go", **facts)), type="primary", key=f"{place}-go", on_click=_copy, args=(year, place)
    )


def _copy(year: int, place: str) -> None:
    say, count = (
        show.formatter(),
        len(copied_periods(query(compliance.reporting_calendar).periods, year, current_context().today)),
    )
    if submit_at(place, period_commands.copy_year, year):
        st.toast(say("year.copied", count=count, year=year), icon=":material/task_alt:")


def values_of_year(lack: YearGap) -> None:
    """Targets and budgets are a proposal to fill in."""
    say = show.formatter()
    if not may(Act.IMPORT_PLAN):
        return
    if not (lack.indicators or lack.programmes):
        show.note(say("year.values.complete", year=lack.year))
        return
    show.note(say("year.values", targets=len(lack.indicators), budgets=len(lack.programmes), year=lack.year))
    offer(
        f"year-{lack.year}",
        say("year.book", year=lack.year),
        f"isian-{lack.year}.xlsx",
        lambda: year_book(
            query_on(current_context().today, workbook.workbook_rows), lack, say.words, current_context().zone
        ),
    )


WEEK = timedelta(days=7)


def open_form(calendar: Calendar) -> None:
    """The next period, with the dates it would usually have."""
    say, names = show.formatter(), next_period_names(calendar.periods, calendar.today(now()))
    name = st.selectbox(say("column.period"), names, format_func=say.period, key="open-name")
    dates = usual_dates(name, calendar.periods)
    with st.form("open", border=False):
        refusal_slot("open")
        opens, closes, grace = st.columns(3)
        opens.date_input(say("periods.opens"), dates.opens_on, key=f"opens-{name}", format="DD/MM/YYYY")
        closes.date_input(say("periods.closes"), dates.closes_on, key=f"closes-{name}", format="DD/MM/YYYY")
        grace.number_input(say("periods.grace"), 0, MOST_GRACE, dates.grace_days, key=f"grace-{name}")
        st.form_submit_button(say("periods.open.go"), type="primary", on_click=_open, args=(name,))


def _open(name: PeriodName) -> None:
    days = PeriodDates(*(st.session_state[f"{part}-{name}"] for part in ("opens", "closes", "grace")))
    if submit_at("open", period_commands.open_period, name, days):
        _toast("periods.opened", name)


def move_form(unlocked: Sequence[Period]) -> None:
    """Other dates for one of them."""
    say, period = show.formatter(), _chosen(unlocked, "move")
    key = f"move-{period.id}-"
    left, right = st.columns(2)
    closes = chosen(_place(key, "closes"), f"{key}closes", period.dates.closes_on, day)
    left.date_input(say("periods.closes"), format="DD/MM/YYYY", **closes)
    days = one_of(range(MOST_GRACE + 1))
    grace = chosen(_place(key, "grace"), f"{key}grace", period.dates.grace_days, days)
    right.number_input(say("periods.grace"), 0, MOST_GRACE, **grace)
    with st.form("move", border=False):
        refusal_slot("move")
        _reason(key)
        st.form_submit_button(say("periods.move.go"), type="primary", on_click=_move, args=(period, key))


def _move(period: Period, key: str) -> None:
    words = (st.session_state[f"{key}{part}"] for part in ("closes", "grace", "reason"))
    if submit_at("move", period_commands.move_period, period.id, *words):
        input_fields.end(DraftForm.PERIOD, key, f"{key}reason")
        _toast("periods.moved", period.name)


def may_be_excepted(agencies: Sequence[Agency]) -> dict[str, str]:
    """Names by code, of those that this account may except."""
    return {a.code: a.name for a in agencies if a.ended_on is None and may(Act.GRANT_EXCEPTION, agency=a.code)}


def exception_form(begun: Sequence[Period], names: Mapping[str, str], today: date) -> None:
    """One agency, one period, until when, why."""
    say = show.formatter()
    with st.form("except", border=False):
        refusal_slot("except")
        agency, period, until = st.columns(3)
        agency.selectbox(
            say("column.agency"),
            list(names),
            format_func=distinct_names(names, lambda code: names[code]),
            key="except-agency",
        )
        with period:
            _chosen(begun, "except")
        until.date_input(say("periods.until"), today + WEEK, key="except-until", format="DD/MM/YYYY")
        _reason("except-")
        st.form_submit_button(say("periods.except.go"), type="primary", on_click=_except)


def _except() -> None:
    typed = {part: st.session_state[f"except-{part}"] for part in ("period", "agency", "until", "reason")}
    if submit_at(
        "except", period_commands.grant_exception, typed["period"].id, typed["agency"], typed["until"], typed["reason"]
    ):
        _toast("periods.excepted", typed["period"].name)
        input_fields.end(DraftForm.PERIOD, "except-", "except-reason")


def exceptions_to_end(calendar: Calendar) -> list[LockException]:
    """Those in force that this account may end."""
    return [e for e in calendar.in_force(now()) if may(Act.GRANT_EXCEPTION, agency=e.agency)]


def end_exception_form(calendar: Calendar, agencies: Sequence[Agency]) -> None:
    """Exceptions in force may be ended before their time."""
    say, names = show.formatter(), {agency.code: agency.short_name for agency in agencies}
    exceptions = exceptions_to_end(calendar)
    periods = {period.id: say.period(period.name) for period in calendar.periods}
    labels = {(e.period_id, e.agency): f"{names.get(e.agency, e.agency)} · {periods[e.period_id]}" for e in exceptions}
    with st.form("end", border=False):
        refusal_slot("end")
        st.selectbox(
            say("periods.exception"),
            list(labels),
            format_func=distinct_names(labels, lambda which: labels[which]),
            key="end-which",
        )
        _reason("end-")
        st.form_submit_button(say("periods.end.go"), on_click=_end)


def _end() -> None:
    period, agency = st.session_state["end-which"]
    if submit_at("end", period_commands.end_exception, period, agency, st.session_state["end-reason"]):
        input_fields.end(DraftForm.PERIOD, "end-", "end-reason")
        st.toast(show.formatter()("periods.ended"), icon=":material/task_alt:")


def _chosen(periods: Sequence[Period], key: str) -> Period:
    say = show.formatter()
    name = f"{key}-period"
    return st.selectbox(
        say("column.period"), periods, format_func=lambda period: plain_option(say.period(period.name)), key=name
    )


def _place(key: str, field: str) -> FieldPlace:
    return FieldPlace(DraftForm.PERIOD, key, field)


def _reason(key: str) -> None:
    place = _place(key, "reason")
    input_fields.text_input(place, show.formatter()("column.reason"), key=f"{key}reason", max_chars=LONGEST_NOTE)


def _toast(key: str, name: PeriodName) -> None:
    say = show.formatter()
    st.toast(plain_sentence(say(key, period=say.period(name))), icon=":material/task_alt:")
