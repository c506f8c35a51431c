"""Ringkasan: where do we stand, what needs me?"""

import streamlit as st

from smartcity.domain.addresses import AddressKey
from smartcity.domain.portfolio.agencies import AGENCY_ORDERS, ordered_agencies
from smartcity.exchange.downloads import screens as workbooks
from smartcity.presentation import programme_texts
from smartcity.ui import overview, periods
from smartcity.ui.components import chart_data
from smartcity.ui.components.download import workbook
from smartcity.ui.components.filters import switch
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import chart
from smartcity.ui.frame.portfolio import current_portfolio, forecasts
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.reporting.tasks import reminder
from smartcity.ui.verification import queue

plan = current_portfolio()
say, context = show.formatter(), current_context()

reminder()
queue.waiting_note()
periods.year_gaps_note(plan)
overview.headline(plan)
overview.city_figures(plan)

with st.container(key="body"):
    left, right = st.columns([3, 2], gap="large")
with right:
    overview.concerns(plan)
    overview.upcoming(plan)
with left:
    show.heading(say("overview.dimensions"))
    show.chart("dimensions", chart(chart_data.group_standings, groups=plan.by_dimension, narrow=context.is_narrow))
    show.legend(
        ages=[group.freshness for group in plan.by_dimension], note=programme_texts.forecast_year_end(say, forecasts())
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        show.heading(say("overview.agencies"))
        order = switch(say("filter.order"), AddressKey.ORDER, {name: say(f"order.{name}") for name in AGENCY_ORDERS})
    agencies = ordered_agencies(plan.by_agency, order)
    show.chart("agencies", chart(chart_data.agency_distributions, order, groups=agencies, narrow=context.is_narrow))
    show.legend([health for health, _ in plan.city.healths], shares=False)

workbook(plan, "ringkasan", lambda: workbooks.overview_tables(say, plan))
