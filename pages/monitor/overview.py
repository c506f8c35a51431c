"""Ringkasan: where do we stand, what needs me?"""

import streamlit as st

from smartcity.domain.order import AGENCY_ORDERS, ordered_agencies
from smartcity.exchange import screen_books as books
from smartcity.presentation import foresight as telling
from smartcity.ui import new_year, overview, pictures, show
from smartcity.ui.answers import draw, foresight, standing_on
from smartcity.ui.download import workbook
from smartcity.ui.filters import switch
from smartcity.ui.moment import here
from smartcity.ui.reporting.reminder import reminder
from smartcity.ui.verifying import waiting

plan = standing_on()
say, moment = show.said(), here()

reminder()
waiting.note()
new_year.note(plan)
overview.headline(plan)
overview.city_figures(plan)

with st.container(key="body"):
    left, right = st.columns([3, 2], gap="large")
with right:
    overview.concerns(plan)
    overview.upcoming(plan)
with left:
    show.heading(say("overview.dimensions"))
    show.chart("dimensions", draw(pictures.group_standings, groups=plan.by_dimension, narrow=moment.is_narrow))
    show.legend(ages=[group.freshness for group in plan.by_dimension], note=telling.year_end(say, foresight()))
    with show.row():
        show.heading(say("overview.agencies"))
        order = switch(say("filter.order"), "urut", {name: say(f"order.{name}") for name in AGENCY_ORDERS})
    agencies = ordered_agencies(plan.by_agency, order)
    show.chart("agencies", draw(pictures.agency_distributions, order, groups=agencies, narrow=moment.is_narrow))
    show.legend([health for health, _ in plan.city.healths], shares=False)

workbook(plan, "ringkasan", lambda: books.of_overview(say, plan))
