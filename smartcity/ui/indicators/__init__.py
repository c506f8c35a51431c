"""Indikator: the card of one, the impact of programmes, the list with small trends and table."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

import streamlit as st
from markupsafe import Markup

from smartcity.domain.addresses import AddressKey
from smartcity.domain.enums import Direction
from smartcity.domain.indicators.achievement import Achievement
from smartcity.domain.indicators.means import MeanAchievement, mean_achievement
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.freshness import age_of_outcome, silence
from smartcity.domain.portfolio.impact import Impact, impact, is_judged
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.i18n.figures import silence_text
from smartcity.presentation.tables import indicators as tables
from smartcity.ui.components import chart_data
from smartcity.ui.components.figures import ShownFigure, definition
from smartcity.ui.components.filters import picked, switch
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import chart, database, made_from
from smartcity.ui.frame.portfolio import all_outcomes, derive
from smartcity.ui.frame.request_context import current_context


def programmes_behind(plan: Portfolio, outcome: Outcome) -> list[Programme]:
    """The programmes that are meant to move it."""
    behind = (plan.by_code.get(code) for code in outcome.card.programmes)
    return sorted((programme for programme in behind if programme), key=lambda programme: programme.id)


def indicator_figures(plan: Portfolio, outcome: Outcome) -> None:
    """The verified reading, its achievement to date and of the year; what waits is told apart."""
    say, counted = show.formatter(), outcome.counted
    silent = say.silent(age_of_outcome(outcome, plan.period, plan.as_of))
    period, unit = say.covered(counted.period, counted.span) if counted else None, outcome.card.unit
    newest = ShownFigure(say("indicator.newest"), say.measured(outcome.measured), note=period, age=silent, unit=unit)
    achieved = (
        _achieved("indicator.to_date", outcome.to_date),
        _achieved("indicator.of_year", outcome.of_year, outcome),
        _achieved("indicator.of_end", outcome.of_end, outcome),
    )
    show.render("components/figures", figures=[newest, *achieved])
    if outcome.waiting is not None:
        show.render("indicators/waiting_reading", o=outcome)


def _achieved(key: str, achievement: Achievement, outcome: Outcome | None = None) -> ShownFigure:
    """One achievement with its predicate, its target, and why it looks as it does."""
    say = show.formatter()
    chip = say.chip(achievement.predicate) if achievement.predicate and outcome is None else None
    until = (
        say("indicator.until", period=say.period(achievement.until)) if achievement.until and outcome is None else ""
    )
    goal = say("indicator.against", goal=say.goal(achievement.goal)) if achievement.goal else ""
    used = say.spent(outcome.spent(achievement)) if outcome else ""
    parts = [part for part in (chip, until, goal, used, say.note(achievement)) if part]
    return ShownFigure(say(key), say.achieved(achievement), note=Markup(" · ").join(parts))


def definition_card(plan: Portfolio, outcome: Outcome, line: Sequence[Outcome]) -> None:
    """`line` are the indicators that followed one another, oldest first."""
    say, card, place = show.formatter(), outcome.card, line.index(outcome)
    baseline = None if card.baseline is None else f"{say.value(card.baseline)} ({card.baseline_year or '—'})"
    bounds = (card.plausible_lower, card.plausible_upper)
    pairs = (
        ("definition", card.definition),
        ("formula", card.formula),
        ("unit", card.unit),
        ("direction", say.words.label(card.direction)),
        ("calculation", say.words.label(card.calculation)),
        ("baseline", baseline),
        ("plausible", "–".join(map(say.value, bounds)) if any(bound is not None for bound in bounds) else None),
        ("dimension", f"{card.sub_dimension.dimension.name} · {card.sub_dimension.name}"),
        ("lead_agency", card.agency.name if card.agency else say("indicator.of_city")),
        ("supports", ", ".join(agency.name for agency in card.supports) or None),
        (
            "programmes",
            Markup(", ").join(_programme_share(programme) for programme in programmes_behind(plan, outcome)),
        ),
        ("retired", say.words.day(card.retired_on) if card.retired_on else None),
        ("replaces", _indicator_link(line[:place][-1:])),
        ("replaced_by", _indicator_link(line[place + 1 :][:1]) or card.replaced_by),
        ("source", card.source),
        ("code", card.code),
    )
    definition("indicator", pairs)


def _indicator_link(outcomes: Sequence[Outcome]) -> Markup | None:
    return show.formatter().indicator(outcomes[0].card.code, outcomes[0].card.name) if outcomes else None


def _programme_share(programme: Programme) -> Markup:
    say = show.formatter()
    share = say.percent(programme.progress.verified if programme.progress else None)
    return Markup("{} {}").format(say.programme(programme.code, programme.name), share)


def areas(outcome: Outcome) -> None:
    """The newest quarters by area; nothing for an indicator that is not read by area."""
    say, count = show.formatter(), len({part.period for part in outcome.areas})
    if count:
        facts = {"shown": tables.MOST_QUARTERS, "count": count}
        note = say("indicator.areas.newest", **facts) if count > tables.MOST_QUARTERS else None
        show.heading(say("reading.areas"), note)
        listing(tables.areas(say, outcome))


def impacts(plan: Portfolio, outcomes: Sequence[Outcome]) -> None:
    """Work without outcome and outcome without work, the rule printed beside."""
    say, codes = show.formatter(), tuple(outcome.card.code for outcome in outcomes)
    show.heading(say("impact.title"), say("impact.rule"))
    key = "impact.none" if any(is_judged(outcome) for outcome in outcomes) else "impact.unknown"
    show.render_cached(
        "indicators/impacts",
        codes,
        make=lambda: {"outcomes": list(_judged_impacts(plan, outcomes)), "nothing": say(key)},
    )


def own_impact(plan: Portfolio, outcome: Outcome) -> None:
    """The same of one indicator; nothing where nothing is odd."""
    if any(_judged_impacts(plan, [outcome])):
        impacts(plan, [outcome])


def _judged_impacts(plan: Portfolio, outcomes: Iterable[Outcome]) -> Iterator[tuple[Outcome, Impact, list[Programme]]]:
    for outcome in outcomes:
        programmes = programmes_behind(plan, outcome)
        if (odd := impact(outcome, programmes)) is not None:
            yield outcome, odd, programmes


ALL, KEY_ONLY, LOWEST = "semua", "iku", "terendah"
MOST_TRENDS, MOST_AT_ONCE = 8, 60


def ranked() -> tuple[Outcome, ...]:
    """Every indicator, the lowest achievement first; put in order once per moment."""
    return derive(partial(_ranked, all_outcomes()))


def _ranked(outcomes: Iterable[Outcome], _plan: Portfolio) -> tuple[Outcome, ...]:
    return tuple(tables.lowest_first(tuple(outcomes)))


def mean_of(outcomes: Sequence[Outcome]) -> MeanAchievement:
    """Of those that are shown, as long as they are the same."""
    shown = tuple(outcomes)
    return made_from((database(), "mean", len(shown)), shown, lambda: mean_achievement(shown))


def silence_title(plan: Portfolio, outcomes: Sequence[Outcome]) -> str:
    """How many of those that are shown nobody has read in time."""
    facts = (tuple(outcomes), plan.period, plan.as_of)
    ages = (age_of_outcome(outcome, plan.period, plan.as_of) for outcome in outcomes)
    silent = made_from((database(), "silence", len(outcomes)), facts, lambda: silence(ages))
    return silence_text(show.formatter().words, silent.count, silent.longest, "indicators")


def filtered_outcomes(plan: Portfolio, outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Those of the dimension, the agency and the kind that the address names."""
    say, listed = show.formatter(), list(outcomes)
    owners = {o.card.agency.code: o.card.owner for o in listed if o.card.agency}
    with st.container(horizontal=True, vertical_alignment="bottom", key="narrowing"):
        options = {ALL: say("indicator.all_dimensions"), **{d.code: d.name for d in plan.dimensions}}
        dimension = picked(say("column.dimension"), AddressKey.DIMENSION, options)
        agencies = {ALL: say("indicator.all_agencies"), **dict(sorted(owners.items(), key=lambda one: one[1]))}
        agency = picked(say("column.agency"), AddressKey.AGENCY, agencies)
        kind_options = {ALL: say("indicator.all_kinds"), KEY_ONLY: say("indicator.key_only")}
        kind = switch(say("indicator.kind"), AddressKey.INDICATOR_KIND, kind_options)
    return [
        outcome
        for outcome in listed
        if dimension in (ALL, outcome.card.sub_dimension.dimension.code)
        and agency in (ALL, *_agencies(outcome))
        and (kind == ALL or outcome.card.is_key)
    ]


def _agencies(outcome: Outcome) -> list[str]:
    """The codes of those that answer for it or support it."""
    agencies = (outcome.card.agency, *outcome.card.supports)
    return [agency.code for agency in agencies if agency]


def trends(plan: Portfolio, outcomes: Sequence[Outcome]) -> None:
    """Readings against targets, small, the lowest or all of them; texts and retired indicators have no trend."""
    say = show.formatter()
    trended = [o for o in outcomes if o.card.retired_on is None and o.card.direction is not Direction.TEXT]
    drawn = trended[:MOST_AT_ONCE]
    if not drawn:
        return
    show.heading(say("indicator.trends"), say("indicator.trends.note"))
    shown = drawn[:MOST_TRENDS]
    if len(drawn) > MOST_TRENDS and _how_many(len(drawn), len(trended)) == ALL:
        shown = drawn
    key = tuple(outcome.card.code for outcome in shown)
    show.chart(
        "trends",
        chart(
            chart_data.outcome_multiples,
            key,
            outcomes=shown,
            period=plan.period,
            today=plan.as_of,
            narrow=current_context().is_narrow,
        ),
    )


def _how_many(most: int, of: int) -> str:
    """The lowest few, or as many as can be drawn at once."""
    say = show.formatter()
    whole = say("indicator.trends.all" if most == of else "indicator.trends.lowest", count=most, of=of)
    options = {LOWEST: say("indicator.trends.lowest", count=MOST_TRENDS, of=of), ALL: whole}
    return switch(say("indicator.trends"), AddressKey.TRENDS, options)


def outcome_table(plan: Portfolio, outcomes: Sequence[Outcome], *, is_whole: bool = False) -> None:
    """`is_whole` names the programmes behind each too."""
    behind = {outcome.card.code: programmes_behind(plan, outcome) for outcome in outcomes} if is_whole else None
    codes = tuple(outcome.card.code for outcome in outcomes)
    shares = [[(p.code, p.name, p.progress) for p in programmes] for programmes in (behind or {}).values()]
    table = tables.outcomes(show.formatter(), plan, outcomes, behind)
    listing(table, of=(codes, is_whole), facts=(tuple(outcomes), shares, plan.period))
