"""How long an item is talked about."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Timer:
    """Seconds spoken before, and since when it runs; without `planned` minutes it is never over."""

    planned: int | None
    spent_seconds: int = 0
    started_at: datetime | None = None

    def spent(self, now: datetime) -> int:
        """Seconds so far; a clock that was set back takes nothing away."""
        running = (now - self.started_at).total_seconds() if self.started_at else 0
        return self.spent_seconds + max(int(running), 0)

    def left(self, now: datetime) -> int | None:
        """Seconds until the planned minutes are used up; negative once it is over."""
        return None if self.planned is None else self.planned * 60 - self.spent(now)

    def is_over(self, now: datetime) -> bool:
        """Over only after the last planned second."""
        left = self.left(now)
        return left is not None and left < 0
