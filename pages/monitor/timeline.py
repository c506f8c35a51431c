"""Linimasa: what is coming, what slipped?"""

import streamlit as st

from smartcity.domain.freshness import of_milestone
from smartcity.exchange import screen_books as books
from smartcity.presentation import emptiness
from smartcity.ui import pictures, promises, show, timeline
from smartcity.ui.answers import draw, foresight, standing_on
from smartcity.ui.download import workbook
from smartcity.ui.filters import picked, switch
from smartcity.ui.moment import here
from smartcity.ui.offices import office

SPANS = ("30", "60", "90")

plan = standing_on()
say, moment = show.said(), here()
leads = {programme.lead.code: programme.lead.name for programme in plan.programmes}
agencies = {agency.code: agency.name for agency in plan.agencies if agency.code in leads}

top = show.place()
span, whose, where = st.columns([2, 2, 2], vertical_alignment="bottom")
with span:
    days = int(switch(say("timeline.span"), "hari", {days: say(f"timeline.{days}") for days in SPANS}))
with whose:
    agency = picked(say("column.agency"), "opd", {"": say("timeline.agencies"), **agencies})
with where:
    dimensions = {"": say("timeline.dimensions"), **{d.code: d.name for d in plan.dimensions}}
    dimension = picked(say("programme.filter.dimension"), "dimensi", dimensions)

shown = timeline.looked_ahead(agency, dimension, days)
with top:
    timeline.headline(plan, shown)

show.heading(say("timeline.coming"), say("timeline.note"))
if shown.due:
    nearest = [m for _, m in shown.due[: show.MOST_ROWS]]
    show.chart("timeline", draw(pictures.milestones, *shown.key, found=nearest, plan=plan, narrow=moment.is_narrow))
    show.fading(of_milestone(m, plan.period, plan.as_of) for m in nearest)
unplanned = "" if shown.found else emptiness.sentence(say("empty.milestones"))
nothing = unplanned or say("overview.next_30.none" if days == 30 else "empty.filter")
show.due("due", shown.due, foresight(), nothing=nothing, of=shown.key)

show.heading(say("timeline.overdue"), say("timeline.overdue.note", count=len(shown.late)) if shown.late else None)
show.due("late", shown.late, foresight(), nothing=unplanned or say("timeline.overdue.none"), of=shown.key)

promises.ledger(shown)
workbook(plan, "linimasa", lambda: books.of_timeline(say, shown.due, shown.late, shown.moved, office))
