"""Indikator: do the outcomes move?"""

import streamlit as st

from smartcity.domain.freshness import age_of_outcome, of_outcome, silence
from smartcity.domain.means import mean_achievement
from smartcity.domain.outcomes import Outcome, lineage
from smartcity.exchange import screen_books as books
from smartcity.i18n.figures import silence_text
from smartcity.presentation import sentences
from smartcity.ui import pictures, show
from smartcity.ui.answers import all_outcomes, draw, standing_on
from smartcity.ui.download import workbook
from smartcity.ui.filters import chosen
from smartcity.ui.indicator import areas, definition, figures, impacts, own_impact
from smartcity.ui.outcomes import narrowed, outcome_table, ranked, trends
from smartcity.ui.sitemap import INDICATORS

plan = standing_on()
say = show.said()
outcomes = {outcome.card.code: outcome for outcome in all_outcomes()}


def everything() -> None:
    top = show.place()
    found = narrowed(plan, ranked())
    with top:
        mean = sentences.mean(say, "indicator.mean", mean_achievement(found))
        basis = mean if outcomes else say("indicator.none")
        told = sentences.indicators(say, found) if found or not outcomes else say("empty.filter")
        show.headline(told, basis)
    trends(plan, found)
    silent = silence(age_of_outcome(outcome, plan.period, plan.as_of) for outcome in found)
    told = silence_text(say.words, silent.count, silent.longest, "indicators")
    show.heading(say("indicator.list"), " · ".join(filter(None, (say("indicator.list.note"), told))))
    outcome_table(plan, found, is_whole=True)
    impacts(plan, found)
    workbook(plan, "indikator", lambda: [books.outcomes(say, plan, found)])


def indicator(outcome: Outcome) -> None:
    show.headline(sentences.indicator_headline(say, outcome), sentences.indicator(say, outcome))
    figures(plan, outcome)
    own_impact(plan, outcome)
    line = lineage(outcome, outcomes)
    left, right = st.columns([3, 2], gap="large")
    with right:
        definition(plan, outcome, line)
    with left:
        show.heading(say("indicator.trend"))
        age = of_outcome(outcome, plan.period, plan.as_of)
        facts = {"line": line, "code": outcome.card.code, "freshness": age}
        show.chart("trend", draw(pictures.outcome, outcome.card.code, **facts))
        areas(outcome)
        show.heading(say("indicator.quarters"))
        show.block("quarters", quarters=list(reversed(outcome.rows)), end=outcome)
    workbook(plan, f"indikator-{outcome.card.code}", lambda: books.of_outcome(say, plan, outcome))


code = chosen(say("indicator.choose"), {code: o.card.name for code, o in outcomes.items()}, "indicators")
if code is None:
    everything()
elif code not in outcomes:
    show.unknown_code(code, INDICATORS)
else:
    indicator(outcomes[code])
