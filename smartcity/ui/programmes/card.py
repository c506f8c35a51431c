"""The card of one programme, part by part in reading order."""

from typing import Any

import streamlit as st

from smartcity.domain.facts.history import History
from smartcity.domain.plan.curve import WeightedCurve, s_curve
from smartcity.domain.plan.due_dates import ProgrammeMilestone
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.plan.progress import Figure
from smartcity.domain.portfolio.ages import inputs_of_programme
from smartcity.domain.portfolio.freshness import age_of_programme, of_milestone
from smartcity.domain.portfolio.origins import Origin, PhysicalOrigin, origin_of_milestones, origin_of_physical
from smartcity.domain.portfolio.portfolio import Portfolio, progress_curve_of
from smartcity.exchange.downloads import screens
from smartcity.presentation import headlines, programme_texts
from smartcity.presentation.labels import card_label
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
from smartcity.ui.components.figures import progress_figures
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import chart, query
from smartcity.ui.frame.portfolio import all_outcomes, forecasts
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.visitor import may_open
from smartcity.ui.indicators import outcome_table
from smartcity.ui.programmes.actions import comments, proposal_form, revoke_form


def physical_part(plan: Portfolio, programme: Programme) -> None:
    """Nothing where milestones measure the programme."""
    say = show.formatter()
    if not programme.is_physical:
        return
    show.heading(say("physical.curve"), say("physical.curve.note"))
    if not programme.physical.has_curve:
        show.note(say("physical.no_curve"))
        return
    points = s_curve([WeightedCurve(programme.weight, progress_curve_of(programme, plan.plan.rule))], plan.as_of)
    show.chart("curve", chart(chart_data.curve, programme.code, points=points, today=plan.as_of))
    expectation_text = finish_expectation(say, programme.physical, plan.as_of)
    if expectation_text:
        show.note(expectation_text)
    _table(programme, plan)


def _table(programme: Programme, plan: Portfolio) -> None:
    with st.expander(show.formatter()("physical.table")):
        listing(physical(show.formatter(), programme, plan.as_of))


def physical_history(history: History) -> None:
    """What was reported, newest first, with the answers to it."""
    if history.physical:
        show.render("programmes/physical_updates", updates=history.physical)


def programme_card(plan: Portfolio, programme: Programme) -> None:
    say = show.formatter()
    history_known = query(history.programme_history, programme.id, tuple(m.id for m in programme.milestones))
    show.headline(headlines.group(say, programme.name, programme.progress, [programme]), _remarks(programme))
    _figures(plan, programme)
    physical_part(plan, programme)
    _timeline(plan, programme)
    _milestones(plan, programme, history_known)
    left, right = st.columns([3, 2], gap="large")
    with left:
        show.heading(say("programme.reports"))
        show.render("components/reports", reports=history_known.reports[:4], of=programme)
    with right:
        _definition(programme)
    _outcomes(plan, programme)
    money.programme_money(programme)
    comments(programme.code, history_known.comments)
    _history(programme, history_known)
    _workbook(plan, programme, history_known)


def _figures(plan: Portfolio, programme: Programme) -> None:
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


def _remarks(programme: Programme) -> str | None:
    return programme_texts.remarks(show.formatter(), programme) or programme.long_name


def _timeline(plan: Portfolio, programme: Programme) -> None:
    say = show.formatter()
    show.heading(say("programme.timeline"), say("timeline.note"))
    facts = {"listed": programme.milestones, "plan": plan, "narrow": current_context().is_narrow}
    show.chart("timeline", chart(chart_data.milestone_timeline, programme.code, **facts))
    show.fading(of_milestone(milestone, plan.period, plan.as_of) for milestone in programme.milestones)
    if not programme.is_physical and any(m.id in forecasts().open_ids for m in programme.milestones):
        show.note(programme_texts.forecast_programme_end(say, forecasts(), forecasts().programme(programme)))


def _milestones(plan: Portfolio, programme: Programme, history_known: History) -> None:
    say = show.formatter()
    show.heading(say("programme.milestones"))
    if programme.milestones:
        listing(_steps(plan, programme, history_known))
    else:
        show.note(say("programme.no_milestones"))


def _steps(plan: Portfolio, programme: Programme, history_known: History) -> Table[ProgrammeMilestone]:
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


def _definition(programme: Programme) -> None:
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
    show.heading(say("card.definition"))
    show.render(
        "components/definition", pairs=[(card_label(say.words, name, "programme"), value) for name, value in pairs]
    )


def _outcomes(plan: Portfolio, programme: Programme) -> None:
    say = show.formatter()
    outcomes = [o for o in all_outcomes() if programme.code in o.card.programmes]
    if outcomes:
        show.heading(say("programme.indicators"))
        outcome_table(plan, outcomes)


def _workbook(plan: Portfolio, programme: Programme, history_known: History) -> None:
    say = show.formatter()

    def tables() -> list[Table[Any]]:
        measured = [o for o in all_outcomes() if programme.code in o.card.programmes]
        steps = _steps(plan, programme, history_known)
        return [*screens.programme_tables(say, plan, programme, steps, measured), *money.money_tables([programme])]

    workbook(plan, f"program-{programme.code}", tables)


def _history(programme: Programme, history_known: History) -> None:
    say = show.formatter()
    by_id = {milestone.id: milestone for milestone in programme.milestones}
    timeline.promises_of_programme(
        [(programme, milestone) for milestone in programme.milestones], history_known.changes
    )
    proposal_form(programme)
    with st.expander(say("programme.history")):
        physical_history(history_known)
        show.render("programmes/updates", updates=[(u, by_id[u.milestone_id]) for u in history_known.updates])
    revoke_form(programme, history_known)
