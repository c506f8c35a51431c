"""What the page of one programme is made of: its figures, curves, milestones, definition and history."""

from typing import Any

import streamlit as st

from smartcity.domain.facts.history import History
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.plan.curve import WeightedCurve, s_curve
from smartcity.domain.plan.due_dates import ProgrammeMilestone
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.ages import inputs_of_programme
from smartcity.domain.portfolio.freshness import age_of_programme, of_milestone
from smartcity.domain.portfolio.origins import Origin, PhysicalOrigin, origin_of_milestones, origin_of_physical
from smartcity.domain.portfolio.portfolio import Portfolio, progress_curve_of
from smartcity.domain.reasons import Figure
from smartcity.exchange.downloads import screens
from smartcity.presentation import programme_texts
from smartcity.presentation.programme_texts import finish_expectation
from smartcity.presentation.tables import formats
from smartcity.presentation.tables.milestones import milestones
from smartcity.presentation.tables.programmes import physical
from smartcity.presentation.tables.table import Column, Table
from smartcity.queries import history
from smartcity.ui import timeline
from smartcity.ui.components import chart_data, money
from smartcity.ui.components.download import workbook
from smartcity.ui.components.evidence import evidence_cell
from smartcity.ui.components.figures import definition, progress_figures
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import chart, query
from smartcity.ui.frame.portfolio import all_outcomes, forecasts
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.visitor import may_open


def history_of(programme: Programme) -> History:
    return query(history.programme_history, programme.id, tuple(m.id for m in programme.milestones))


def outcomes_of(programme: Programme) -> list[Outcome]:
    """The indicators that it is meant to move."""
    return [outcome for outcome in all_outcomes() if programme.code in outcome.card.programmes]


def figures(plan: Portfolio, programme: Programme) -> None:
    def origin(figure: Figure) -> Origin | PhysicalOrigin:
        is_physical = programme.is_physical
        return (origin_of_physical if is_physical else origin_of_milestones)(figure, plan, programme)

    progress_figures(
        "programme",
        programme.code,
        programme.progress,
        programme.health,
        origin,
        {figure: inputs_of_programme(figure, programme, plan.as_of) for figure in Figure},
        show.formatter().silent(age_of_programme(programme, plan.period, plan.as_of)),
        show.formatter().cap(programme),
        programme.measure,
    )


def physical_curve(plan: Portfolio, programme: Programme) -> None:
    """The curve with what it lets expect, and its figures folded away."""
    say = show.formatter()
    if not programme.physical.has_curve:
        show.note(say("physical.no_curve"))
        return
    points = s_curve([WeightedCurve(programme.weight, progress_curve_of(programme, plan.plan.rule))], plan.as_of)
    show.chart("curve", chart(chart_data.curve, programme.code, points=points, today=plan.as_of))
    if expectation := finish_expectation(say, programme.physical, plan.as_of):
        show.note(expectation)
    with st.expander(say("physical.table")):
        listing(physical(say, programme, plan.as_of))


def milestone_timeline(plan: Portfolio, programme: Programme) -> None:
    """The milestones on a line of time; how they fade, and when the last one can be expected."""
    facts = {
        "listed": programme.milestones,
        "period": plan.period,
        "today": plan.as_of,
        "narrow": current_context().is_narrow,
    }
    show.chart("timeline", chart(chart_data.milestone_timeline, programme.code, **facts))
    show.fading(of_milestone(milestone, plan.period, plan.as_of) for milestone in programme.milestones)
    if not programme.is_physical and any(map(forecasts().is_open, programme.milestones)):
        forecast = forecasts().programme(programme)
        show.note(programme_texts.forecast_programme_end(show.formatter(), forecasts(), forecast))


def steps(plan: Portfolio, programme: Programme, history_known: History) -> Table[ProgrammeMilestone]:
    """Its milestones by action plan and date, with their evidence as far as the reader may see it."""
    ordered = sorted(programme.milestones, key=lambda m: (m.action_plan.code, m.facts.due_on))
    evidence: Column[ProgrammeMilestone] = Column(
        "evidence",
        formats.TEXT,
        lambda row: "; ".join(proof.title for proof in history_known.proofs(row[1].id) if may_open(proof)),
        lambda row: evidence_cell(history_known.proofs(row[1].id)),
    )
    rows = [(programme, milestone) for milestone in ordered]
    return milestones(show.formatter(), plan, rows, timeline.OF_PROGRAMME, (evidence,))


def definition_card(programme: Programme) -> None:
    say = show.formatter()
    span = f"{say.words.short_day(programme.starts_on)} – {say.words.short_day(programme.ends_on)}"
    pairs = (
        ("long_name", programme.long_name),
        ("description", programme.description),
        ("dimension", f"{programme.dimension.name} · {programme.sub_dimension.name}"),
        ("lead_agency", say.agency(programme.lead.code, programme.lead.name)),
        ("responsible_position", programme.responsible_position),
        ("supports", ", ".join(agency.short_name for agency in programme.supports)),
        ("horizon", say.words.label(programme.horizon)),
        ("span", span),
        ("weight", say.weight(programme.weight)),
        ("measure", say.words.label(programme.measure)),
        ("reporting", say.chip(programme.reporting)),
        ("source", programme.source),
        ("code", programme.code),
    )
    definition("programme", pairs)


def updates(programme: Programme, history_known: History) -> None:
    """What was reported of the whole and of its milestones, newest first, with the answers to it."""
    by_id = {milestone.id: milestone for milestone in programme.milestones}
    if history_known.physical:
        show.render("programmes/physical_updates", updates=history_known.physical)
    show.render(
        "programmes/updates", updates=[(update, by_id[update.milestone_id]) for update in history_known.updates]
    )


def programme_workbook(plan: Portfolio, programme: Programme, history_known: History) -> None:
    def tables() -> list[Table[Any]]:
        listed, measured = steps(plan, programme, history_known), outcomes_of(programme)
        sheets = screens.programme_tables(show.formatter(), plan, programme, listed, measured)
        return [*sheets, *money.money_tables([programme])]

    workbook(plan, f"program-{programme.code}", tables)
