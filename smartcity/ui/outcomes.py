"""The table of indicators: each achievement with the age of its readings, overdue by the indicator's own cadence."""

from collections.abc import Sequence

from markupsafe import Markup

from smartcity.domain.freshness import of_outcome
from smartcity.domain.outcomes import Outcome
from smartcity.domain.portfolio import Portfolio
from smartcity.ui import show


def outcome_table(plan: Portfolio, outcomes: Sequence[Outcome]) -> None:
    say = show.said()

    def age(outcome: Outcome) -> str | Markup:
        return say.outcome_age(outcome, of_outcome(outcome, plan.period, plan.as_of))

    show.table("outcomes", "outcomes", "outcomes", outcomes, age=age)
