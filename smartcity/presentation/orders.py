"""In which order things stand on a list."""

from collections.abc import Sequence
from fractions import Fraction

from smartcity.domain.enums import Health
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.portfolio import Portfolio


def worst_first(programmes: Sequence[Programme]) -> list[Programme]:
    order = list(reversed(Health))
    return sorted(programmes, key=lambda p: (order.index(p.health), float(p.progress.deviation) if p.progress else 0))


def ranked(dimension: str, plan: Portfolio) -> list[Programme]:
    """The programmes of a dimension, or with `""` all of them, worst first."""
    return worst_first([p for p in plan.programmes if dimension in ("", p.dimension.code)])


def lowest_first(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The lowest achievement first, then what cannot be computed, at the end what is not used any more."""

    def rank(outcome: Outcome) -> tuple[bool, bool, Fraction]:
        raw = outcome.to_date.raw
        return outcome.card.retired_on is not None, raw is None, raw or Fraction(0)

    return sorted(outcomes, key=rank)
