"""Short ways to say a milestone in tests."""

from datetime import date
from fractions import Fraction
from typing import Any

from smartcity.domain.enums import Claim
from smartcity.domain.facts.claims import dated
from smartcity.domain.plan.milestones import MilestoneClaim, MilestoneFacts

TODAY = date(2026, 11, 24)


def step(starts: date, due: date, weight: int = 1, *, recorded_on: date | None = None, **facts: Any) -> MilestoneFacts:
    """Promised once and never moved, unless `facts` says otherwise; updates came in on the start unless it is said."""
    given = dict.fromkeys((facts.get("verified"), facts.get("latest")))
    claims = tuple(
        dated(claim, recorded_on or starts, date.max, is_verified=claim is facts.get("verified"))
        for claim in given
        if claim
    )
    plan = {"weight": Fraction(weight), "starts_on": starts, "due_on": due, "first_due_on": due, "claims": claims}
    return MilestoneFacts(**{**plan, **facts})


def done(day: date) -> MilestoneClaim:
    return MilestoneClaim(Claim.DONE, None, day)


def running(percent: int | None = None) -> MilestoneClaim:
    return MilestoneClaim(Claim.RUNNING, percent)
