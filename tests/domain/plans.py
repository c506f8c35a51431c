"""Short ways to say a milestone in tests."""

from datetime import date
from fractions import Fraction
from typing import Any

from smartcity.domain.kinds import Claim
from smartcity.domain.milestones import MilestoneFacts, Said

TODAY = date(2026, 11, 24)


def step(starts: date, due: date, weight: int = 1, **facts: Any) -> MilestoneFacts:
    """Promised once and never moved, unless `facts` says otherwise."""
    return MilestoneFacts(
        **{"weight": Fraction(weight), "starts_on": starts, "due_on": due, "first_due_on": due, **facts}
    )


def done(day: date) -> Said:
    return Said(Claim.DONE, None, day)


def running(percent: int | None = None) -> Said:
    return Said(Claim.RUNNING, percent)
