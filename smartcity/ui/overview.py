"""The four figures of the city, with their change since the last meeting."""

import streamlit as st
from markupsafe import Markup

from smartcity.domain.changes import verified_change
from smartcity.domain.kinds import Reporting
from smartcity.domain.origins import Origin, origin_of_programmes, reporting_count
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.progress import Figure
from smartcity.ui import show
from smartcity.ui.explain import why, why_reported
from smartcity.words.speech import UNKNOWN


def city_figures(plan: Portfolio, before: Portfolio | None) -> None:
    """`before` is the plan as known at the last meeting."""
    with st.container(key="figures"):
        verified, planned, deviation, reported = st.columns([4, 4, 5, 4], gap="medium")
    with verified:
        _verified(plan, before)
    with planned:
        _planned(plan)
    with deviation:
        _deviation(plan, before)
    with reported:
        _reported(plan)


def _origin(plan: Portfolio, figure: Figure) -> Origin:
    return origin_of_programmes(figure, plan.plan.rule, plan.programmes)


def _verified(plan: Portfolio, before: Portfolio | None) -> None:
    say, progress = show.said(), plan.city.progress
    change = verified_change(before, plan)
    note = None if change is None else say("overview.since_meeting", points=say.points(change))
    share, inputs = say.percent(progress.verified if progress else None), plan.inputs[Figure.VERIFIED]
    show.figure(say("overview.verified"), share, note=note, age=say.ages(inputs))
    why("verified", lambda: _origin(plan, Figure.VERIFIED), inputs)


def _planned(plan: Portfolio) -> None:
    say, progress = show.said(), plan.city.progress
    share, inputs = say.percent(progress.planned if progress else None), plan.inputs[Figure.PLANNED]
    show.figure(say("overview.planned"), share, note=say("overview.due"), age=say.ages(inputs, "promises"))
    why("planned", lambda: _origin(plan, Figure.PLANNED), inputs)


def _deviation(plan: Portfolio, before: Portfolio | None) -> None:
    say = show.said()
    note = say.chip(plan.health)
    if before is not None:
        note += Markup(" · {}").format(say("overview.before", deviation=say.deviation(before.city.progress)))
    inputs, deviation = plan.inputs[Figure.DEVIATION], say.deviation(plan.city.progress)
    show.figure(say("overview.deviation"), deviation, note=note, age=say.ages(inputs), is_text=True)
    why("deviation", lambda: _origin(plan, Figure.DEVIATION), inputs)


def _reported(plan: Portfolio) -> None:
    say, count = show.said(), reporting_count(plan.by_agency)
    label = say("overview.reported", period=say.period(plan.period.name if plan.period else None))
    if not count.owing:
        show.figure(label, UNKNOWN, note=say("overview.owing_none"))
        return
    value = say.words.number(count.reported, 0)
    note = (
        say.chip(Reporting.SILENT, say("overview.missing", count=count.missing))
        if count.missing
        else say.chip(Reporting.ON_TIME, say("overview.all_reported"))
    )
    show.figure(label, value, unit=f"/ {count.owing}", note=note, age=say.ages(plan.reports))
    why_reported(plan)
