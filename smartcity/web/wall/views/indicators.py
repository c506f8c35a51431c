"""Indikator: do the outcomes move?"""

from smartcity.domain.freshness import age_of_outcome
from smartcity.domain.kinds import Direction, Reporting
from smartcity.domain.outcomes import Outcome
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.wall import View
from smartcity.presentation import sentences
from smartcity.web.wall.facts import Facts
from smartcity.web.wall.pictures import Picture, Row, listed
from smartcity.web.wall.said import WallSaid, joined


def indicators(facts: Facts, say: WallSaid, most: int) -> Picture:
    """The lowest first; those that cannot be computed last."""
    found = [outcome for outcome in facts.outcomes if outcome.card.retired_on is None]
    ranked = sorted(found, key=lambda o: (o.to_date.raw is None, o.to_date.raw or 0, o.card.code))
    heard = max((at for o in found if o.counted and (at := o.counted.recorded_at)), default=None)
    rows = [_indicator(outcome, facts.plan, say) for outcome in ranked]
    return listed(View.INDICATORS, sentences.indicators(say, found), rows, most, heard_at=heard)


def _indicator(outcome: Outcome, plan: Portfolio, say: WallSaid) -> Row:
    found, card, newest = outcome.to_date, outcome.card, outcome.counted
    against = say("wall.against", **_measured(outcome, say)) if newest else ""
    silent = say.silent(age_of_outcome(outcome, plan.period, plan.as_of)) if newest else ""
    owner = say.agency(card.agency) if card.agency else ""
    sub = joined(against, say.covered(newest.period, newest.span) if newest else "", silent, owner)
    if found.predicate is None:
        note = say.note(found)
        return Row(card.name, sub, verdict=say.chip(Reporting.SILENT, note))
    return Row(card.name, sub, value=say.achieved(found), verdict=say.chip(found.predicate))


def _measured(outcome: Outcome, say: WallSaid) -> dict[str, str]:
    """A text needs no unit."""
    reading, is_text = say.measured(outcome.measured), outcome.card.direction is Direction.TEXT
    return {
        "reading": reading if is_text else say.with_unit(reading, outcome.card.unit),
        "goal": say.goal(outcome.goal_to_date),
    }
