"""Program: what is going on in this one?"""

from functools import partial

import streamlit as st

from smartcity.domain.addresses import AddressKey
from smartcity.domain.plan.programmes import Programme
from smartcity.presentation import headlines, programme_texts
from smartcity.presentation.tables import programmes as tables
from smartcity.ui import timeline
from smartcity.ui.components import money
from smartcity.ui.components.download import workbook
from smartcity.ui.components.filters import chosen, switch
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.portfolio import current_portfolio, derive
from smartcity.ui.frame.sitemap import PROGRAMMES
from smartcity.ui.indicators import outcome_table
from smartcity.ui.programmes import actions, card

plan = current_portfolio()
say = show.formatter()


def everything() -> None:
    top = st.container()
    options = {"": say("programme.filter.all"), **{d.code: d.name for d in plan.dimensions}}
    dimension = switch(say("programme.filter.dimension"), AddressKey.DIMENSION, options)
    matching = derive(partial(tables.ranked, dimension), dimension)
    with top:
        show.headline(headlines.programmes(say, matching), say("programme.list"))
    if matching:
        listed = tables.programmes(say, plan, matching)
        listing(listed, of=dimension)
        workbook(plan, "program", listed)
    else:
        show.note(say("empty.filter"))


def one_programme(programme: Programme) -> None:
    known, outcomes = card.history_of(programme), card.outcomes_of(programme)
    remarks = programme_texts.remarks(say, programme) or programme.long_name
    show.headline(headlines.group(say, programme.name, programme.progress, [programme]), remarks)
    card.figures(plan, programme)
    if programme.is_physical:
        show.heading(say("physical.curve"), say("physical.curve.note"))
        card.physical_curve(plan, programme)
    show.heading(say("programme.timeline"), say("timeline.note"))
    card.milestone_timeline(plan, programme)
    show.heading(say("programme.milestones"))
    listing(card.steps(plan, programme, known)) if programme.milestones else show.note(say("programme.no_milestones"))
    left, right = st.columns([3, 2], gap="large")
    with left:
        show.heading(say("programme.reports"))
        show.render("components/reports", reports=known.reports[:4], of=programme)
    with right:
        show.heading(say("card.definition"))
        card.definition_card(programme)
    if outcomes:
        show.heading(say("programme.indicators"))
        outcome_table(plan, outcomes)
    money.programme_money(programme)
    actions.comments(programme.code, known.comments)
    timeline.promises_of_programme(programme, known.changes)
    actions.proposal_form(programme)
    with st.expander(say("programme.history")):
        card.updates(programme, known)
    actions.revoke_form(programme, known)
    card.programme_workbook(plan, programme, known)


code = chosen(say("programme.choose"), {p.code: p.name for p in plan.programmes}, "programmes")
programme = plan.programme(code) if code else None
if code is None:
    everything()
elif programme is None:
    show.unknown_code(code, PROGRAMMES)
else:
    one_programme(programme)
