"""What stands after a series of updates: the newest that was not returned, and the newest verified one."""

from dataclasses import dataclass
from datetime import datetime

from smartcity.domain.kinds import Verdict
from smartcity.domain.milestones import Said


@dataclass(frozen=True, slots=True)
class Claims:
    """`said_at` is when the newest update that stands was recorded, `verified_at` when the newest verified one was."""

    latest: Said | None = None
    verified: Said | None = None
    said_at: datetime | None = None
    verified_at: datetime | None = None

    def after(self, said: Said, verdict: Verdict | None, at: datetime) -> "Claims":
        """When one more update, newer than all before, has come."""
        if verdict is Verdict.RETURNED:
            return self
        if verdict is Verdict.VERIFIED:
            return Claims(said, said, at, at)
        return Claims(said, self.verified, at, self.verified_at)


NOTHING_SAID = Claims()
