"""The card of one programme, part by part in reading order."""

from itertools import groupby

import streamlit as st

from smartcity.domain.ages import inputs_of_programme
from smartcity.domain.freshness import age_of_milestone, age_of_programme, of_milestone
from smartcity.domain.history import History
from smartcity.domain.origins import Origin, PhysicalOrigin, origin_of_milestones, origin_of_physical
from smartcity.domain.plan import ActionPlan, Milestone, Programme
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.progress import Figure
from smartcity.exchange import screen_books
from smartcity.exchange.figure_book import Sheet
from smartcity.presentation import foresight as telling
from smartcity.presentation import healths, sentences
from smartcity.queries import history
from smartcity.ui import money, pictures, promises, show
from smartcity.ui.answers import all_outcomes, ask, draw, foresight
from smartcity.ui.comments import comments
from smartcity.ui.download import workbook
from smartcity.ui.figures import progress_figures
from smartcity.ui.moment import here
from smartcity.ui.outcomes import outcome_table
from smartcity.ui.physical import physical_history, physical_part
from smartcity.ui.proposing import proposing
from smartcity.ui.revoking import revoking


def programme_card(plan: Portfolio, programme: Programme) -> None:
    say = show.said()
    told = ask(history.of_programme, programme.id, tuple(m.id for m in programme.milestones))
    show.headline(sentences.group(say, programme.name, programme.progress, [programme]), _flag(programme))
    _figures(plan, programme)
    physical_part(plan, programme)
    _timeline(plan, programme)
    _milestones(plan, programme, told)
    left, right = st.columns([3, 2], gap="large")
    with left:
        show.heading(say("programme.reports"))
        show.block("reports", reports=told.reports[:4], of=programme)
    with right:
        _definition(programme)
    _outcomes(plan, programme)
    money.of_programme(programme)
    comments(programme.code, told.comments)
    _history(programme, told)
    _workbook(plan, programme)


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
        show.said().silent(age_of_programme(programme, plan.period, plan.as_of)),
        show.said().cap(programme),
        programme.measure,
    )


def _flag(programme: Programme) -> str | None:
    return healths.remarks(show.said(), programme) or programme.long_name


def _timeline(plan: Portfolio, programme: Programme) -> None:
    say = show.said()
    show.heading(say("programme.timeline"), say("timeline.note"))
    facts = {"found": programme.milestones, "plan": plan, "narrow": here().is_narrow}
    show.chart("timeline", draw(pictures.milestones, programme.code, **facts))
    show.fading(of_milestone(milestone, plan.period, plan.as_of) for milestone in programme.milestones)
    if not programme.is_physical and any(m.id in foresight().open_ids for m in programme.milestones):
        show.note(telling.programme_end(say, foresight(), foresight().programme(programme)))


def _milestones(plan: Portfolio, programme: Programme, told: History) -> None:
    say = show.said()
    show.heading(say("programme.milestones"))
    if programme.milestones:
        silent = {m.id: say.silent(age_of_milestone(m, plan.period, plan.as_of)) for m in programme.milestones}
        facts = {"parts": _parts(programme), "history": told, "silent": silent}
        show.block("milestones", **facts)
    else:
        show.note(say("programme.no_milestones"))


def _parts(programme: Programme) -> list[tuple[ActionPlan, list[Milestone]]]:
    ordered = sorted(programme.milestones, key=lambda m: (m.action_plan.code, m.facts.due_on))
    return [(plan, list(found)) for plan, found in groupby(ordered, key=lambda m: m.action_plan)]


def _definition(programme: Programme) -> None:
    say = show.said()
    span = f"{say.words.short_day(programme.starts_on)} – {say.words.short_day(programme.ends_on)}"
    pairs = (
        ("long_name", programme.long_name),
        ("description", programme.description),
        ("dimension", f"{programme.dimension.name} · {programme.sub_dimension.name}"),
        ("lead", say.agency(programme.lead.code, programme.lead.name)),
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
    show.block("definition", pairs=[(say(f"card.{name}"), value) for name, value in pairs])


def _outcomes(plan: Portfolio, programme: Programme) -> None:
    say = show.said()
    found = [o for o in all_outcomes() if programme.code in o.card.programmes]
    if found:
        show.heading(say("programme.indicators"))
        outcome_table(plan, found)


def _workbook(plan: Portfolio, programme: Programme) -> None:
    say = show.said()

    def sheets() -> list[Sheet]:
        measured = [o for o in all_outcomes() if programme.code in o.card.programmes]
        return [*screen_books.of_programme(say, plan, programme, measured), *money.sheets([programme])]

    workbook(plan, f"program-{programme.code}", sheets)


def _history(programme: Programme, told: History) -> None:
    say = show.said()
    by_id = {milestone.id: milestone for milestone in programme.milestones}
    promises.of_programme([(programme, milestone) for milestone in programme.milestones], told.changes)
    proposing(programme)
    with st.expander(say("programme.history")):
        physical_history(told)
        show.block("updates", updates=[(u, by_id[u.milestone_id]) for u in told.updates])
    revoking(programme, told)
