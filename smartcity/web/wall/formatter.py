"""Domain values on a wall: shapes as drawings, ages that go on counting, agencies only where named."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum

from markupsafe import Markup

from smartcity.domain.plan.dependencies import Blocker
from smartcity.domain.plan.programmes import Agency
from smartcity.i18n.words import UNKNOWN
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.labels import look

# A television's fonts may lack the shapes, so each is a drawing of the page.
MARKS = {
    "●": "done", "◐": "awaiting", "○": "on-track", "▲": "attention", "⬣": "late", "·": "not-yet", "—": "closed",
    "▨": "silent", "✓": "check",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class WallFormatter(Formatter):
    """`shows_names` is whether agencies are named."""

    shows_names: bool = True

    def chip(self, member: Enum, text: str | None = None) -> Markup:
        kind, mark = look(member)
        shown = text if text is not None else self.words.label(member)
        drawing = Markup('<svg class="mark" aria-hidden="true"><use href="#m-{}"/></svg>').format(MARKS[mark])
        return Markup('<span class="tone {}">{}<span>{}</span></span>').format(kind, drawing, shown)

    def kind(self, member: Enum) -> str:
        """The CSS class of a status."""
        return look(member)[0]

    def agency_of(self, agency: Agency) -> str:
        return agency.short_name if self.shows_names else ""

    def blocker_name(self, blocker: Blocker) -> str:
        return blocker.name if self.shows_names else self("wait.another")

    def countdown(self, due_on: date | None) -> str | None:
        if due_on is None:
            return None
        days = (due_on - self.today).days
        if not days:
            return self("said.today")
        return self("quick_win.countdown", days=days) if days > 0 else self("quick_win.overdue", days=-days)

    def age(self, at: datetime | None) -> Markup | str:
        """The script goes on counting from `data-at`."""
        if at is None:
            return self("wall.age.never")
        return Markup('<time data-at="{}">{}</time>').format(int(at.astimezone(UTC).timestamp()), self.ago(at))


def joined(*parts: str) -> Markup:
    """What there is of the parts, with a dot between."""
    return Markup(" · ").join(part for part in parts if part and part != UNKNOWN)
