"""Periode: what is open, until when, and for whom is it opened again?"""

import streamlit as st

from smartcity.domain.operations.year_setup import next_period_names
from smartcity.presentation import headlines
from smartcity.presentation.tables.groups import periods as period_table
from smartcity.queries import compliance
from smartcity.ui import periods
from smartcity.ui.compliance import open_exceptions
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import query
from smartcity.ui.frame.commands import now
from smartcity.ui.frame.portfolio import current_portfolio
from smartcity.ui.frame.request_context import current_context

say, plan, calendar = show.formatter(), current_portfolio(), query(compliance.reporting_calendar)
newest_first, today = list(reversed(calendar.periods)), calendar.today(now())

show.headline(headlines.periods(say, calendar, plan.period), say("periods.sub"))
if not current_context().is_past:
    for lack in periods.years_to_prepare(plan):
        key, is_lacking = f"year-{lack.year}", not lack.is_empty
        with st.expander(
            say("year.prepare", year=lack.year), key=key, icon=":material/event_repeat:", expanded=is_lacking
        ):
            periods.periods_of_year(lack.year, calendar)
            periods.values_of_year(lack)

listing(period_table(say, newest_first))
open_exceptions(calendar, plan.agencies)
if not current_context().is_past:
    if next_period_names(calendar.periods, today):
        with st.expander(say("periods.open"), key="open-part", icon=":material/event_available:"):
            periods.open_form(calendar)
    if unlocked := [period for period in newest_first if not period.dates.is_locked(today)]:
        with st.expander(say("periods.move"), key="move-part", icon=":material/edit_calendar:"):
            periods.move_form(unlocked)
    begun = [period for period in newest_first if period.dates.opens_on <= today]
    if begun and (names := periods.may_be_excepted(plan.agencies)):
        with st.expander(say("periods.except"), key="except-part", icon=":material/lock_open:"):
            periods.exception_form(begun, names, today)
    if periods.exceptions_to_end(calendar):
        with st.expander(say("periods.end"), key="end-part", icon=":material/lock:"):
            periods.end_exception_form(calendar, plan.agencies)
