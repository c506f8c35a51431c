"""One indicator: its figures, definition and areas; and what is odd about an indicator and the work behind it."""

from collections.abc import Iterable, Iterator, Sequence

import streamlit as st
from markupsafe import Markup

from smartcity.domain.freshness import age_of_outcome
from smartcity.domain.impact import Impact, impact, is_judged
from smartcity.domain.indicators import Achievement
from smartcity.domain.outcomes import Outcome
from smartcity.domain.periods import PeriodName
from smartcity.domain.plan import Programme
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.quarters import AreaReading
from smartcity.ui import show

MOST_QUARTERS = 4


def behind(plan: Portfolio, outcome: Outcome) -> list[Programme]:
    """The programmes that are meant to move it."""
    return [programme for programme in plan.programmes if programme.code in outcome.card.programmes]


def figures(plan: Portfolio, outcome: Outcome) -> None:
    """The verified reading, its achievement to date and of the year; what waits is told apart."""
    say, counted = show.said(), outcome.counted
    silent = say.silent(age_of_outcome(outcome, plan.period, plan.as_of))
    reading, to_date, of_year, of_end = st.columns(4, gap="medium")
    with reading:
        period, unit = say.covered(counted.period, counted.span) if counted else None, outcome.card.unit
        show.figure(say("indicator.newest"), say.measured(outcome.measured), unit=unit, note=period, age=silent)
    with to_date:
        _achieved("indicator.to_date", outcome.to_date)
    with of_year:
        _achieved("indicator.of_year", outcome.of_year, outcome)
    with of_end:
        _achieved("indicator.of_end", outcome.of_end, outcome)
    if outcome.waiting is not None:
        show.block("waiting_reading", o=outcome)


def _achieved(key: str, found: Achievement, outcome: Outcome | None = None) -> None:
    """One achievement with its predicate, its target, and why it looks as it does."""
    say = show.said()
    chip = say.chip(found.predicate) if found.predicate and outcome is None else None
    until = say("indicator.until", period=say.period(found.until)) if found.until and outcome is None else ""
    goal = say("indicator.against", goal=say.goal(found.goal)) if found.goal else ""
    used = say.spent(outcome.spent(found)) if outcome else ""
    told = [part for part in (chip, until, goal, used, say.note(found)) if part]
    show.figure(say(key), say.achieved(found), note=Markup(" · ").join(told))


def definition(plan: Portfolio, outcome: Outcome, line: Sequence[Outcome]) -> None:
    """`line` are the indicators that followed one another, oldest first."""
    say, card, place = show.said(), outcome.card, line.index(outcome)
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
        ("lead", card.agency.name if card.agency else say("indicator.of_city")),
        ("supports", ", ".join(agency.name for agency in card.supports) or None),
        ("programmes", Markup(", ").join(_standing(programme) for programme in behind(plan, outcome))),
        ("retired", say.words.day(card.retired_on) if card.retired_on else None),
        ("replaces", _named(line[:place][-1:])),
        ("replaced_by", _named(line[place + 1 :][:1]) or card.replaced_by),
        ("source", card.source),
        ("code", card.code),
    )
    show.heading(say("card.definition"))
    show.block("definition", pairs=[(say(f"card.{name}"), value) for name, value in pairs])


def _named(found: Sequence[Outcome]) -> Markup | None:
    return show.said().indicator(found[0].card.code, found[0].card.name) if found else None


def _standing(programme: Programme) -> Markup:
    say = show.said()
    share = say.percent(programme.progress.verified if programme.progress else None)
    return Markup("{} {}").format(say.programme(programme.code, programme.name), share)


def areas(outcome: Outcome) -> None:
    """The newest quarters by area; nothing for an indicator that is not read by area."""
    say, known = show.said(), sorted({part.period for part in outcome.areas}, reverse=True)
    quarters = known[:MOST_QUARTERS]
    if quarters:
        rows = {name: _by_quarter(outcome.areas, name) for name in dict.fromkeys(p.area for p in outcome.areas)}
        facts = {"shown": len(quarters), "count": len(known)}
        show.heading(say("indicator.areas"), say("indicator.areas.newest", **facts) if known != quarters else None)
        show.block("areas", quarters=quarters, rows=rows)


def _by_quarter(parts: Iterable[AreaReading], area: str) -> dict[PeriodName, AreaReading]:
    return {part.period: part for part in parts if part.area == area}


def impacts(plan: Portfolio, outcomes: Sequence[Outcome]) -> None:
    """Work without outcome and outcome without work, the rule printed beside."""
    say, codes = show.said(), tuple(outcome.card.code for outcome in outcomes)
    show.heading(say("impact.title"), say("impact.rule"))
    key = "impact.none" if any(is_judged(outcome) for outcome in outcomes) else "impact.unknown"
    show.lasting("impacts", codes, make=lambda: {"found": list(_odd(plan, outcomes)), "nothing": say(key)})


def own_impact(plan: Portfolio, outcome: Outcome) -> None:
    """The same of one indicator; nothing where nothing is odd."""
    if any(_odd(plan, [outcome])):
        impacts(plan, [outcome])


def _odd(plan: Portfolio, outcomes: Iterable[Outcome]) -> Iterator[tuple[Outcome, Impact, list[Programme]]]:
    for outcome in outcomes:
        programmes = behind(plan, outcome)
        if (odd := impact(outcome, programmes)) is not None:
            yield outcome, odd, programmes
