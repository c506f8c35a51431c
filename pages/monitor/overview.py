"""Ringkasan: where do we stand, what needs me?"""

import streamlit as st

from smartcity.domain.ahead import upcoming
from smartcity.domain.order import AGENCY_ORDERS, ordered_agencies
from smartcity.exchange import screen_books as books
from smartcity.queries import meetings
from smartcity.telling import foresight as telling
from smartcity.telling import sentences
from smartcity.ui import pictures, show
from smartcity.ui.answers import ask, changes_since, draw, foresight, needs_attention, standing_on, standing_then
from smartcity.ui.download import workbook
from smartcity.ui.filters import switch
from smartcity.ui.moment import here
from smartcity.ui.overview import city_figures
from smartcity.ui.reporting.reminder import reminder

plan = standing_on()
say, moment = show.said(), here()
held = ask(meetings.held)
before = standing_then(held[-1].held_on) if held else None
moved = changes_since(held[-1].held_on) if held else None
seen = {"today": plan.as_of, "narrow": moment.is_narrow}
last_meeting = say.words.short_day(held[-1].held_on) if held else None

reminder()
show.headline(sentences.city(say, plan), sentences.city_basis(say, plan, moved, last_meeting))
city_figures(plan, before)

with st.container(key="body"):
    left, right = st.columns([3, 2], gap="large")
with right:
    show.block("concerns", concerns=needs_attention(), explain=lambda found: sentences.concern(say, found, plan))
    due = upcoming(plan.milestones, plan.as_of, 30)
    show.upcoming(say("overview.next_30"), due, nothing=say("overview.next_30.none"))
with left:
    show.heading(say("overview.dimensions"))
    show.chart("dimensions", draw(pictures.group_standings, groups=plan.by_dimension, **seen))
    show.legend(ages=[group.freshness for group in plan.by_dimension])
    show.note(telling.year_end(say, foresight()))
    with show.row():
        show.heading(say("overview.agencies"))
        order = switch(say("filter.order"), "urut", {name: say(f"order.{name}") for name in AGENCY_ORDERS})
    agencies = ordered_agencies(plan.by_agency, order)
    show.chart("agencies", draw(pictures.agency_distributions, order, groups=agencies, narrow=moment.is_narrow))
    show.legend([health for health, _ in plan.city.healths], shares=False)

workbook(plan, "ringkasan", lambda: books.of_overview(say, plan))
