"""What a view is made of: a title that is the answer, and the tiles, spreads and rows that stand for it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from fractions import Fraction
from typing import TypeVar

from markupsafe import Markup

from smartcity.domain.kinds import Health
from smartcity.domain.progress import Progress
from smartcity.domain.wall import View

Text = str | Markup
Member = TypeVar("Member", bound=Enum)
HEALTHS = (Health.DONE, Health.ON_TRACK, Health.NOT_DUE, Health.ATTENTION, Health.LATE, Health.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Tile:
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


@dataclass(frozen=True, slots=True)
class Spread:
    """How many stand in each status; `names` are those that matter most."""

    label: str
    segments: tuple[Segment, ...]
    names: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """`lead` is short and stands first, `verdict` a chip and stands last; a bar is drawn where there is progress."""

    name: Text
    sub: Text = ""
    lead: Text = ""
    progress: Progress | None = None
    value: str = ""
    verdict: Text = ""
    tone: str = "fresh"


@dataclass(frozen=True, slots=True)
class Picture:
    """One view. `more` rows did not fit; `heard_at` is the newest fact in it, `silence` who is past the cadence."""

    view: View
    title: str
    tiles: tuple[Tile, ...] = ()
    spreads: tuple[Spread, ...] = ()
    rows: tuple[Row, ...] = ()
    more: int = 0
    heard_at: datetime | None = None
    silence: Text = ""

    @property
    def has_bars(self) -> bool:
        return any(row.progress is not None for row in self.rows)

    @property
    def shape(self) -> str:
        """Which columns the rows have."""
        columns = {
            "led": any(row.lead for row in self.rows),
            "barred": self.has_bars,
            "valued": any(row.value for row in self.rows),
        }
        return " ".join(name for name, is_there in columns.items() if is_there)


def spread(label: str, counts: Mapping[Member, int], order: Iterable[Member], names: str = "") -> Spread:
    """Those that occur, in that order."""
    total, start, found = sum(counts.values()), Fraction(0), list[Segment]()
    for member in order:
        if counts.get(member):
            share = Fraction(counts[member], total)
            found.append(Segment(member, counts[member], start, share))
            start += share
    return Spread(label, tuple(found), names)


def listed(
    view: View,
    title: str,
    rows: Sequence[Row],
    most: int,
    *,
    tiles: tuple[Tile, ...] = (),
    heard_at: datetime | None = None,
) -> Picture:
    """As many rows as there is room for."""
    return Picture(view, title, tiles, (), tuple(rows[:most]), max(len(rows) - most, 0), heard_at)
