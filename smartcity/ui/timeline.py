"""What Linimasa shows of the plan: the milestones of the agency and dimension in its address, found once per moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from smartcity.domain import ahead
from smartcity.domain.ahead import Found, KeptPromises, kept_promises
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.promises import Promise, Slippage, promises, slippage
from smartcity.domain.reliability import promised_by
from smartcity.presentation import sentences
from smartcity.queries import history
from smartcity.ui import show
from smartcity.ui.answers import ask, derived


@dataclass(frozen=True)
class Ahead:
    """Milestones of one agency and dimension ("" for all): what is due within `days`, late, and promised anew."""

    agency: str
    dimension: str
    days: int
    found: tuple[Found, ...]
    due: tuple[Found, ...]
    late: tuple[Found, ...]
    moved: tuple[Promise, ...]
    slipped: Slippage
    kept: KeptPromises

    @property
    def key(self) -> tuple[str, str, int]:
        return self.agency, self.dimension, self.days


def looked_ahead(agency: str, dimension: str, days: int) -> Ahead:
    return derived(partial(_ahead, agency, dimension, days), agency, dimension, days)


def _ahead(agency: str, dimension: str, days: int, plan: Portfolio) -> Ahead:
    found = tuple(_narrowed(plan.milestones, agency, dimension))
    promised = [m for p, m in _narrowed(plan.milestones, "", dimension) if agency in ("", promised_by((p, m)).code)]
    moved = promises(found, ask(history.changes))
    return Ahead(
        agency,
        dimension,
        days,
        found,
        ahead.upcoming(found, plan.as_of, days),
        ahead.overdue(found),
        moved,
        slippage(moved),
        kept_promises(promised, plan.as_of),
    )


def _narrowed(found: Sequence[Found], agency: str, dimension: str) -> list[Found]:
    return [
        (programme, milestone)
        for programme, milestone in found
        if agency in ("", programme.lead.code) and dimension in ("", programme.dimension.code)
    ]


def headline(plan: Portfolio, shown: Ahead) -> None:
    """What is due, what is late and what was moved."""
    say = show.said()
    show.lasting(
        "headline",
        *shown.key,
        make=lambda: {
            "title": sentences.ahead(say, shown.found, plan.as_of, shown.days),
            "sub": sentences.slipped(say, shown.found),
        },
    )
