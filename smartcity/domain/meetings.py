"""Coordination meetings and what they decided."""

from dataclasses import dataclass
from datetime import date

from smartcity.domain.plan import Agency


@dataclass(frozen=True, slots=True)
class Meeting:
    code: str
    name: str
    held_on: date


@dataclass(frozen=True, slots=True)
class Decision:
    """Arahan: open until `closed_on`."""

    code: str
    meeting: Meeting
    text: str
    agency: Agency
    programme_id: int | None
    due_on: date | None
    closed_on: date | None
    follow_up: str | None

    def is_overdue(self, today: date) -> bool:
        return self.closed_on is None and self.due_on is not None and self.due_on < today
