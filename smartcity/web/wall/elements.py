"""What a view is made of: a title that is the answer, tiles, spreads and rows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from fractions import Fraction
from typing import NamedTuple, TypeVar

from markupsafe import Markup

from smartcity.domain.enums import Health
from smartcity.domain.plan.progress import Progress
from smartcity.domain.portfolio.differences import Difference
from smartcity.domain.rounding import Points, points_alone, progress_shown
from smartcity.i18n.figures import short_amount_text, signed_points
from smartcity.i18n.words import UNKNOWN
from smartcity.presentation.changes import parts
from smartcity.presentation.formatter import deviation_beside
from smartcity.web.wall.formatter import WallFormatter

Text = str | Markup
Member = TypeVar("Member", bound=Enum)
HEALTHS = (Health.DONE, Health.ON_TRACK, Health.NOT_DUE, Health.ATTENTION, Health.LATE, Health.UNKNOWN)


class Tile(NamedTuple):
    """A figure: its label, the number with its unit, a line that says what it rests on, and how old it is."""

    label: Text
    value: str
    unit: str = ""
    note: Text = ""
    age: Text = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of a spread: `start` and `share` of the whole, 0…1."""

    member: Enum
    count: int
    start: Fraction
    share: Fraction


class Spread(NamedTuple):
    """How many stand in each status; `names` are those that matter most."""

    label: str
    segments: tuple[Segment, ...]
    names: str = ""


class Row(NamedTuple):
    """`lead` is short and stands first, `verdict` a chip and stands last; a bar is drawn where there is progress."""

    name: Text
    sub: Text = ""
    lead: Text = ""
    progress: Progress | None = None
    value: str = ""
    verdict: Text = ""
    tone: str = "fresh"


@dataclass(frozen=True, slots=True)
class ViewContent:
    """One view. `more` rows did not fit; `newest_at` is the newest fact in it, `silence` who is past the cadence."""

    title: str
    tiles: tuple[Tile, ...] = ()
    spreads: tuple[Spread, ...] = ()
    rows: tuple[Row, ...] = ()
    more: int = 0
    newest_at: datetime | None = None
    silence: Text = ""

    @property
    def has_bars(self) -> bool:
        return any(row.progress is not None for row in self.rows)

    @property
    def shape(self) -> str:
        """Which columns the rows have."""
        led, valued = any(row.lead for row in self.rows), any(row.value for row in self.rows)
        columns = (("led", led), ("barred", self.has_bars), ("valued", valued))
        return " ".join(name for name, is_there in columns if is_there)


def spread(label: str, counts: Mapping[Member, int], order: Iterable[Member], names: str = "") -> Spread:
    """Those that occur, in that order."""
    total, start, segments = sum(counts.values()), Fraction(0), list[Segment]()
    for member in order:
        if counts.get(member):
            share = Fraction(counts[member], total)
            segments.append(Segment(member, counts[member], start, share))
            start += share
    return Spread(label, tuple(segments), names)


def listed(
    title: str, rows: Sequence[Row], most: int, heard_at: datetime | None, tiles: tuple[Tile, ...] = ()
) -> ViewContent:
    """As many rows as there is room for."""
    return ViewContent(title, tiles, (), tuple(rows[:most]), max(len(rows) - most, 0), heard_at)


def share_tile(label: str, share: Fraction | None, say: WallFormatter, note: Text = "", age: Text = "") -> Tile:
    """Unknown is a dash without a sign."""
    if share is None:
        return Tile(label, UNKNOWN, note=note, age=age)
    return Tile(label, say.words.rounded(progress_shown(share)), "%", note, age)


def deviation_tile(progress: Progress | None, say: WallFormatter, age: Text = "") -> Tile:
    """No sign has to be read: the label says which way."""
    points = deviation_beside(progress) if progress is not None else None
    number = UNKNOWN if points is None else short_amount_text(say.words, points)
    unit = say("wall.points") if points is not None else ""
    return Tile(say(f"wall.deviation.{_deviation_key(points)}"), number, unit, age=age)


def _deviation_key(points: Points | None) -> str:
    if points is None:
        return "not_due"
    return "as_planned" if not points.sign else "ahead" if points.sign > 0 else "behind"


def change_tile(label: str, difference: Difference | None, say: WallFormatter) -> Tile:
    """A change of the verified share in points with its sign, and the parts of it."""
    if difference is None:
        return Tile(label, UNKNOWN)
    points = points_alone(difference.verified.total * 100)
    note = parts(say, difference.verified, is_short=True)
    return Tile(label, signed_points(say.words, points), say("wall.points"), note)
