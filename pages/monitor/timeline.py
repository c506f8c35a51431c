"""Linimasa: what is coming, what slipped?"""

import streamlit as st

from smartcity.domain.ahead import overdue, upcoming
from smartcity.domain.freshness import of_milestone
from smartcity.exchange import screen_books as books
from smartcity.queries import history
from smartcity.telling import sentences
from smartcity.ui import pictures, promises, show
from smartcity.ui.answers import ask, draw, foresight, standing_on
from smartcity.ui.download import workbook
from smartcity.ui.filters import picked, switch
from smartcity.ui.moment import here

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

found = [
    (programme, milestone)
    for programme, milestone in plan.milestones
    if agency in ("", programme.lead.code) and dimension in ("", programme.dimension.code)
]
late, due = overdue(found), upcoming(found, plan.as_of, days)
with top:
    show.headline(sentences.ahead(say, found, plan.as_of, days), sentences.slipped(say, found))

show.heading(say("timeline.coming"), say("timeline.note"))
if due:
    facts = {"found": [m for _, m in due[: show.MOST_ROWS]], "plan": plan, "narrow": moment.is_narrow}
    show.chart("timeline", draw(pictures.milestones, days, agency, dimension, **facts))
    show.fading(of_milestone(m, plan.period, plan.as_of) for _, m in due[: show.MOST_ROWS])
show.due("due", due, foresight(), nothing=say("overview.next_30.none") if days == 30 else say("empty.filter"))

show.heading(say("timeline.overdue"), say("timeline.overdue.note", count=len(late)) if late else None)
show.due("late", late, foresight(), nothing=say("timeline.overdue.none"))

moved = promises.ledger(found, ask(history.changes))
workbook(plan, "linimasa", lambda: books.of_timeline(say, due, late, moved))
