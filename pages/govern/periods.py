"""Periode: what is open, until when, and for whom is it opened again?"""

from smartcity.presentation import headlines
from smartcity.presentation.tables.groups import periods
from smartcity.queries import compliance
from smartcity.ui.compliance import open_exceptions
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import query
from smartcity.ui.frame.portfolio import current_portfolio
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.periods import end_exception_form, exception_form, move_form, open_form, prepare_year

say, plan, calendar = show.formatter(), current_portfolio(), query(compliance.reporting_calendar)
show.headline(headlines.periods(say, calendar, plan.period), say("periods.sub"))
if not current_context().is_past:
    prepare_year(plan, calendar)

listing(periods(say, list(reversed(calendar.periods))))
open_exceptions(calendar, plan.agencies)
if not current_context().is_past:
    open_form(calendar)
    move_form(calendar)
    exception_form(calendar, plan.agencies)
    end_exception_form(calendar, plan.agencies)
