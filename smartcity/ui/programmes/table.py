"""The table of programmes, the same on every screen that lists some."""

from collections.abc import Hashable, Sequence
from functools import partial
from typing import Any

from markupsafe import Markup

from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.freshness import age_of_programme
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.presentation import programme_texts
from smartcity.ui.frame import show


def programme_table(
    plan: Portfolio, programmes: Sequence[Programme], key: str = "programmes", *, of: Hashable, with_lead: bool
) -> None:
    """Health, both shares and the report of each; silence only where it is past its cadence."""
    say = show.formatter()

    def silent(programme: Programme) -> Markup | str:
        return say.silent(age_of_programme(programme, plan.period, plan.as_of))

    facts: dict[str, Any] = {
        "silent": silent,
        "health": partial(programme_texts.health_with_cap, say),
        "own_rating": partial(programme_texts.own_rating, say),
    }
    show.table("programmes", key, "programmes", programmes, of=of, with_lead=with_lead, **facts)
