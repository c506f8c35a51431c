"""The list of indicators: what is chosen of them, their small trends, and their table with the age of each figure."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

import streamlit as st
from markupsafe import Markup

from smartcity.domain.freshness import age_of_outcome
from smartcity.domain.kinds import Direction
from smartcity.domain.outcomes import Outcome
from smartcity.domain.portfolio import Portfolio
from smartcity.presentation import orders
from smartcity.ui import pictures, show
from smartcity.ui.answers import all_outcomes, derived, draw
from smartcity.ui.filters import picked, switch
from smartcity.ui.indicator import behind
from smartcity.ui.moment import here

ALL, KEY, LOWEST = "semua", "iku", "terendah"
MOST_TRENDS, MOST_AT_ONCE = 8, 60


def ranked() -> tuple[Outcome, ...]:
    """Every indicator, the lowest achievement first; put in order once per moment."""
    return derived(partial(_ranked, all_outcomes()))


def _ranked(outcomes: Iterable[Outcome], _plan: Portfolio) -> tuple[Outcome, ...]:
    return tuple(orders.lowest_first(tuple(outcomes)))


def narrowed(plan: Portfolio, outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Those of the dimension, the agency and the kind that the address names."""
    say, found = show.said(), list(outcomes)
    owners = {o.card.agency.code: o.card.owner for o in found if o.card.agency}
    with st.container(horizontal=True, vertical_alignment="bottom", key="narrowing"):
        options = {ALL: say("indicator.all_dimensions"), **{d.code: d.name for d in plan.dimensions}}
        dimension = picked(say("column.dimension"), "dimensi", options)
        agencies = {ALL: say("indicator.all_agencies"), **dict(sorted(owners.items(), key=lambda one: one[1]))}
        agency = picked(say("column.agency"), "opd", agencies)
        kinds = {ALL: say("indicator.all_kinds"), KEY: say("indicator.key_only")}
        kind = switch(say("indicator.kind"), "jenis", kinds)
    return [
        outcome
        for outcome in found
        if dimension in (ALL, outcome.card.sub_dimension.dimension.code)
        and agency in (ALL, *_agencies(outcome))
        and (kind == ALL or outcome.card.is_key)
    ]


def _agencies(outcome: Outcome) -> list[str]:
    """The codes of those that answer for it or support it."""
    found = (outcome.card.agency, *outcome.card.supports)
    return [agency.code for agency in found if agency]


def trends(plan: Portfolio, outcomes: Sequence[Outcome]) -> None:
    """Readings against targets, small, the lowest or all of them; texts and retired indicators have no trend."""
    say = show.said()
    trended = [o for o in outcomes if o.card.retired_on is None and o.card.direction is not Direction.TEXT]
    drawn = trended[:MOST_AT_ONCE]
    if not drawn:
        return
    show.heading(say("indicator.trends"), say("indicator.trends.note"))
    shown = drawn[:MOST_TRENDS]
    if len(drawn) > MOST_TRENDS and _how_many(len(drawn), len(trended)) == ALL:
        shown = drawn
    key = tuple(outcome.card.code for outcome in shown)
    show.chart("trends", draw(pictures.outcome_multiples, key, found=shown, plan=plan, narrow=here().is_narrow))


def _how_many(most: int, of: int) -> str:
    """The lowest few, or as many as can be drawn at once."""
    say = show.said()
    whole = say("indicator.trends.all" if most == of else "indicator.trends.lowest", count=most, of=of)
    options = {LOWEST: say("indicator.trends.lowest", count=MOST_TRENDS, of=of), ALL: whole}
    return switch(say("indicator.trends"), "tren", options)


def outcome_table(plan: Portfolio, outcomes: Sequence[Outcome], *, is_whole: bool = False) -> None:
    """A page of it, written once; `is_whole` names the programmes behind each too."""
    say = show.said()
    if not outcomes:
        show.note(say("empty.rows"))
        return

    def silent(outcome: Outcome) -> str | Markup:
        return say.silent(age_of_outcome(outcome, plan.period, plan.as_of))

    def values() -> Mapping[str, object]:
        programmes = {outcome.card.code: behind(plan, outcome) if is_whole else [] for outcome in shown}
        return {"outcomes": shown, "silent": silent, "behind": programmes}

    top = show.place()
    shown = show.page_of("outcomes", outcomes, show.MOST_ROWS)
    codes = tuple(outcome.card.code for outcome in shown)
    with top:
        show.lasting("outcomes", codes, is_whole, make=values)
