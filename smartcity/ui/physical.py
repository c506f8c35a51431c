"""A programme measured physically on its page: planned curve and reported percentages, as a picture and as a table."""

import streamlit as st

from smartcity.domain.curve import Weighted, s_curve
from smartcity.domain.history import History
from smartcity.domain.physical import PhysicalFacts
from smartcity.domain.plan import Programme
from smartcity.domain.portfolio import Portfolio, course_of
from smartcity.presentation.physical import expectation
from smartcity.ui import pictures, show
from smartcity.ui.answers import draw


def physical_part(plan: Portfolio, programme: Programme) -> None:
    """Nothing where milestones measure the programme."""
    say = show.said()
    if not programme.is_physical:
        return
    show.heading(say("physical.curve"), say("physical.curve.note"))
    if not programme.physical.has_curve:
        show.note(say("physical.no_curve"))
        return
    points = s_curve([Weighted(programme.weight, course_of(programme, plan.plan.rule))], plan.as_of)
    show.chart("curve", draw(pictures.curve, programme.code, points=points, today=plan.as_of))
    told = expectation(say, programme.physical, plan.as_of)
    if told:
        show.note(told)
    _table(programme.physical, plan)


def _table(facts: PhysicalFacts, plan: Portfolio) -> None:
    with st.expander(show.said()("physical.table")):
        show.block("physical_values", rows=facts.rows_by(max(plan.as_of, facts.days[-1])))


def physical_history(told: History) -> None:
    """What was reported, newest first, with the answers to it."""
    if told.physical:
        show.block("physical_updates", updates=told.physical)
