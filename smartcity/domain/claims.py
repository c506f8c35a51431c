"""What stands after a series of updates: the newest that was not returned, and the newest verified one."""

from dataclasses import dataclass
from datetime import date, datetime

from smartcity.domain.kinds import Claim, Verdict
from smartcity.domain.milestones import DatedClaim, Said


@dataclass(frozen=True, slots=True)
class Claims:
    """`said_at` is when the newest update that stands was recorded, `verified_at` when the newest verified one was.

    `dated` are all updates that were not returned, each with the day from which it counts.
    """

    latest: Said | None = None
    verified: Said | None = None
    said_at: datetime | None = None
    verified_at: datetime | None = None
    dated: tuple[DatedClaim, ...] = ()

    def after(self, said: Said, verdict: Verdict | None, at: datetime, as_of: date) -> "Claims":
        """When one more update, newer than all before, has come; `at` in the city's zone."""
        if verdict is Verdict.RETURNED:
            return self
        is_verified = verdict is Verdict.VERIFIED
        claims = (*self.dated, dated(said, at.date(), as_of, is_verified=is_verified))
        if is_verified:
            return Claims(said, said, at, at, claims)
        return Claims(said, self.verified, at, self.verified_at, claims)


def dated(said: Said, recorded_on: date, as_of: date, *, is_verified: bool = False) -> DatedClaim:
    """An update with the day from which it counts. A day after the as-of day is cut off there: it is not yet known."""
    happened_on = said.achieved_on if said.claim is Claim.DONE and said.achieved_on else recorded_on
    return DatedClaim(said.claim, said.percent, min(happened_on, as_of), is_verified)


NOTHING_SAID = Claims()
