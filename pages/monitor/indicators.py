"""Indikator: do the outcomes move?"""

import streamlit as st

from smartcity.domain.freshness import of_outcome
from smartcity.domain.outcomes import Outcome, mean_achievement
from smartcity.exchange import screen_books as books
from smartcity.telling import sentences
from smartcity.ui import pictures, show
from smartcity.ui.answers import all_outcomes, draw, standing_on
from smartcity.ui.download import workbook
from smartcity.ui.filters import chosen
from smartcity.ui.indicator import definition, impacts
from smartcity.ui.outcomes import outcome_table
from smartcity.ui.sitemap import INDICATORS

plan = standing_on()
say = show.said()
outcomes = {outcome.card.code: outcome for outcome in all_outcomes()}


def everything() -> None:
    mean = mean_achievement(tuple(o for o in outcomes.values() if o.card.retired_on is None))
    facts = {"share": say.percent(mean.share), "n": mean.n, "missing": mean.missing}
    basis = say("indicator.mean", **facts) if outcomes else say("indicator.none")
    show.headline(sentences.indicators(say, list(outcomes.values())), basis)
    outcome_table(plan, sentences.lowest_first(list(outcomes.values())))
    impacts(plan, outcomes.values())
    workbook(plan, "indikator", lambda: [books.outcomes(say, outcomes.values())])


def indicator(outcome: Outcome) -> None:
    card, newest = outcome.card, outcome.newest
    found = of_outcome(outcome, plan.period, plan.as_of)
    age = say.outcome_age(outcome, found)
    show.headline(sentences.indicator_headline(say, outcome), sentences.indicator(say, outcome))
    reading, to_date, of_year = st.columns(3, gap="medium")
    with reading:
        period = say.period(newest.period if newest else None)
        show.figure(say("indicator.newest"), say.measured(outcome.measured), unit=card.unit, note=period, age=age)
    with to_date:
        chip = say.chip(outcome.to_date.predicate) if outcome.to_date.predicate else None
        show.figure(say("indicator.to_date"), say.achieved(outcome.to_date.shown), note=chip, age=age)
    with of_year:
        note = say.words.label(outcome.of_year.note) if outcome.of_year.note else None
        show.figure(say("indicator.of_year"), say.achieved(outcome.of_year.shown), note=note, age=age)
    impacts(plan, [outcome], is_card=True)
    left, right = st.columns([3, 2], gap="large")
    with right:
        definition(plan, card, outcomes.get(card.replaced_by or ""))
    with left:
        show.heading(say("indicator.trend"))
        show.chart("trend", draw(pictures.outcome, card.code, found=outcome, freshness=found))
        show.heading(say("indicator.quarters"))
        show.block("quarters", quarters=list(reversed(outcome.quarters)))
    workbook(plan, f"indikator-{card.code}", lambda: books.of_outcome(say, outcome))


code = chosen(say("indicator.choose"), {code: o.card.name for code, o in outcomes.items()}, "indicators")
if code is None:
    everything()
elif code not in outcomes:
    show.unknown_code(code, INDICATORS)
else:
    indicator(outcomes[code])
