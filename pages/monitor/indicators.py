"""Indikator: do the outcomes move?"""

import streamlit as st

from smartcity.domain.indicators.outcomes import Outcome, lineage
from smartcity.domain.portfolio.freshness import of_outcome
from smartcity.exchange.downloads import screens as workbooks
from smartcity.presentation import headlines
from smartcity.presentation.tables import indicators as tables
from smartcity.ui.components import chart_data
from smartcity.ui.components.download import workbook
from smartcity.ui.components.filters import chosen
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import chart
from smartcity.ui.frame.portfolio import all_outcomes, current_portfolio
from smartcity.ui.frame.sitemap import INDICATORS
from smartcity.ui.indicators import (
    areas,
    definition_card,
    filtered_outcomes,
    impacts,
    indicator_figures,
    mean_of,
    outcome_table,
    own_impact,
    ranked,
    silence_title,
    trends,
)

plan = current_portfolio()
say = show.formatter()
outcomes = {outcome.card.code: outcome for outcome in all_outcomes()}


def everything() -> None:
    top = st.container()
    matching = filtered_outcomes(plan, ranked())
    with top:
        mean = headlines.mean(say, "indicator.mean", mean_of(matching))
        basis = mean if outcomes else say("indicator.none")
        title = headlines.indicators(say, matching) if matching or not outcomes else say("empty.filter")
        show.headline(title, basis)
    trends(plan, matching)
    title = silence_title(plan, matching)
    show.heading(say("indicator.all_kinds"), " · ".join(filter(None, (say("indicator.list.note"), title))))
    outcome_table(plan, matching, is_whole=True)
    impacts(plan, matching)
    workbook(plan, "indikator", tables.outcomes(say, plan, matching))


def indicator(outcome: Outcome) -> None:
    show.headline(headlines.indicator(say, outcome), headlines.indicator_basis(say, outcome))
    indicator_figures(plan, outcome)
    own_impact(plan, outcome)
    line = lineage(outcome, outcomes)
    left, right = st.columns([3, 2], gap="large")
    with right:
        show.heading(say("card.definition"))
        definition_card(plan, outcome, line)
    with left:
        show.heading(say("indicator.trend"))
        age = of_outcome(outcome, plan.period, plan.as_of)
        facts = {"line": line, "code": outcome.card.code, "freshness": age}
        show.chart("trend", chart(chart_data.outcome_trend, outcome.card.code, **facts))
        areas(outcome)
        show.heading(say("indicator.quarters"))
        listing(tables.quarters(say, outcome))
    workbook(plan, f"indikator-{outcome.card.code}", lambda: workbooks.indicator_tables(say, plan, outcome))


code = chosen(say("indicator.choose"), {code: o.card.name for code, o in outcomes.items()}, "indicators")
if code is None:
    everything()
elif code not in outcomes:
    show.unknown_code(code, INDICATORS)
else:
    indicator(outcomes[code])
