"""The definition card of an indicator."""

from collections.abc import Iterable

from markupsafe import Markup

from smartcity.domain.impact import impact
from smartcity.domain.outcomes import IndicatorCard, Outcome
from smartcity.domain.portfolio import Portfolio
from smartcity.ui import show


def definition(plan: Portfolio, card: IndicatorCard, successor: Outcome | None) -> None:
    say = show.said()
    behind = [programme for programme in plan.programmes if programme.code in card.programmes]
    baseline = None if card.baseline is None else f"{say.value(card.baseline)} ({card.baseline_year or '—'})"
    pairs = (
        ("definition", card.definition),
        ("formula", card.formula),
        ("unit", card.unit),
        ("direction", say.words.label(card.direction)),
        ("calculation", say.words.label(card.calculation)),
        ("baseline", baseline),
        ("dimension", f"{card.sub_dimension.dimension.name} · {card.sub_dimension.name}"),
        ("lead", card.agency.name),
        ("programmes", Markup(", ").join(say.programme(p.code, p.name) for p in behind)),
        ("retired", say.words.day(card.retired_on) if card.retired_on else None),
        ("replaced_by", say.indicator(successor.card.code, successor.card.name) if successor else card.replaced_by),
        ("source", card.source),
        ("code", card.code),
    )
    show.heading(say("card.definition"))
    show.block("definition", pairs=[(say(f"card.{name}"), value) for name, value in pairs])


def impacts(plan: Portfolio, outcomes: Iterable[Outcome], *, is_card: bool = False) -> None:
    """Work without outcome and outcome without work, the rule printed beside; nothing where nothing is odd."""
    say, found = show.said(), []
    for outcome in outcomes:
        behind = [programme for programme in plan.programmes if programme.code in outcome.card.programmes]
        if (odd := impact(outcome, behind)) is not None:
            found.append((outcome, odd, behind))
    if found or not is_card:
        show.heading(say("impact.title"), say("impact.rule"))
        show.block("impacts", found=found)
