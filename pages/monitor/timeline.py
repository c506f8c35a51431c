"""Linimasa: what is coming, what slipped?"""

import streamlit as st

from smartcity.domain.addresses import AddressKey
from smartcity.domain.portfolio.freshness import of_milestone
from smartcity.exchange.downloads import screens as workbooks
from smartcity.presentation import empty_states
from smartcity.ui import timeline
from smartcity.ui.components import chart_data
from smartcity.ui.components.download import workbook
from smartcity.ui.components.filters import picked, switch
from smartcity.ui.components.listing import due_table
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import chart
from smartcity.ui.frame.formatter import office
from smartcity.ui.frame.portfolio import current_portfolio, forecasts
from smartcity.ui.frame.request_context import current_context

SPANS = ("30", "60", "90")
MOST_DRAWN = 25

plan = current_portfolio()
say, context = show.formatter(), current_context()
leads = {programme.lead.code: programme.lead.name for programme in plan.programmes}
agencies = {agency.code: agency.name for agency in plan.agencies if agency.code in leads}

top = st.container()
span, whose, where = st.columns([2, 2, 2], vertical_alignment="bottom")
with span:
    days = int(switch(say("timeline.span"), AddressKey.DAYS_AHEAD, {days: say(f"timeline.{days}") for days in SPANS}))
with whose:
    agency = picked(say("column.agency"), AddressKey.AGENCY, {"": say("indicator.all_agencies"), **agencies})
with where:
    dimensions = {"": say("indicator.all_dimensions"), **{d.code: d.name for d in plan.dimensions}}
    dimension = picked(say("programme.filter.dimension"), AddressKey.DIMENSION, dimensions)

shown = timeline.timeline_view(agency, dimension, days)
with top:
    timeline.headline(plan, shown)

show.heading(say("timeline.coming"), say("timeline.note"))
if shown.due:
    ages = {"period": plan.period, "today": plan.as_of}
    nearest = [m for _, m in shown.due[:MOST_DRAWN]]
    show.chart(
        "timeline",
        chart(chart_data.milestone_timeline, *shown.key, listed=nearest, **ages, narrow=context.is_narrow),
    )
    show.fading(of_milestone(m, plan.period, plan.as_of) for m in nearest)
unplanned = "" if shown.all_milestones else empty_states.sentence(say("empty.milestones"))
nothing = unplanned or say("overview.next_30.none" if days == 30 else "empty.filter")
due_table("due", say("timeline.coming"), shown.due, nothing=nothing, of=shown.key)

show.heading(say("timeline.overdue"), say("timeline.overdue.note", count=len(shown.late)) if shown.late else None)
nothing = unplanned or say("agency.late.none")
due_table("late", say("timeline.overdue"), shown.late, nothing=nothing, of=shown.key)

timeline.promise_ledger(shown)
dates = (shown.due, shown.late, shown.moved, forecasts())
workbook(plan, "linimasa", lambda: workbooks.timeline_tables(say, *dates, office))
