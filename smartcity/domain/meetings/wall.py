"""The wall: its views, what its address may ask for, how large its letters are, the timer of an item."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from smartcity.domain.addresses import AddressKey


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


Member = TypeVar("Member", bound=StrEnum)


class View(StrEnum):
    """One question each, in the order of the rotation; values stand in addresses and on the stage."""

    CITY = "kota"
    DIMENSIONS = "dimensi"
    AGENCIES = "opd"
    QUICK_WINS = "quick-win"
    CONCERNS = "perhatian"
    AHEAD = "30-hari"
    INDICATORS = "indikator"
    DECISIONS = "arahan"
    CHANGES = "sejak-rapat"


class WallMode(StrEnum):
    """Automatic turns to the meeting while one is on the stage: a television has no keyboard."""

    AUTOMATIC = "otomatis"
    AMBIENT = "ambien"
    MEETING = "rapat"


SECONDS, LEAST_SECONDS, MOST_SECONDS = 25, 5, 600
SILENCE = 60  # seconds without the server until the wall says so

# Sizes are pixels on a picture of 1080 lines, as wide as 16 to 9.
LINES = 1080
SMALLEST, LARGEST = 40.0, 52.0
INCH = 0.0254
X_HEIGHT = 0.536  # of Plus Jakarta Sans, as a share of its size
READABLE = 500  # the x-height of the smallest text is at least the distance divided by this
MOST_ROWS = 7
_MARGINS, _HEAD_AND_FOOT, _ROW = 86, 300, 96  # of the layout, at the smallest text


@dataclass(frozen=True, slots=True)
class TypeScale:
    """The size of the smallest text, and whether it can be read from the farthest seat."""

    smallest: float = SMALLEST
    is_readable: bool = True

    @property
    def factor(self) -> float:
        return self.smallest / SMALLEST

    @property
    def is_large(self) -> bool:
        """Whether the views must do with fewer things."""
        return self.rows < MOST_ROWS

    @property
    def rows(self) -> int:
        """How many rows of two lines the picture holds: larger letters, fewer rows."""
        room = (LINES - _MARGINS) / self.factor - _HEAD_AND_FOOT
        return max(1, min(MOST_ROWS, int(room // _ROW)))


def type_scale(metres: float | None, inches: float | None) -> TypeScale:
    """From the farthest seat and the diagonal; where either is unknown the smallest text stays as it is."""
    if metres is None or inches is None:
        return TypeScale()
    picture = inches * INCH * 9 / math.hypot(16, 9)
    needed = metres / READABLE / picture * LINES / X_HEIGHT
    return TypeScale(min(max(needed, SMALLEST), LARGEST), needed <= LARGEST)


@dataclass(frozen=True, slots=True)
class WallOptions:
    """What the address of a wall asks for; `shows_names` is None where the mode decides."""

    mode: WallMode = WallMode.AUTOMATIC
    seconds: int = SECONDS
    views: tuple[View, ...] = tuple(View)
    scale: TypeScale = TypeScale()
    is_dark: bool = False
    shows_names: bool | None = None
    language: str = "id"
    silence: int = SILENCE


def wall_options(asked: Mapping[str, str], language: str = "id") -> WallOptions:
    """Reads an address; what it does not say, or says wrongly, is as by default: nobody at a wall can mend it."""
    named = (_member(View, name) for name in asked.get("tampilan", "").split(","))
    views = tuple(dict.fromkeys(view for view in named if view is not None))
    return WallOptions(
        mode=_member(WallMode, asked.get("mode", "")) or WallMode.AUTOMATIC,
        seconds=_whole(asked.get("detik"), LEAST_SECONDS, MOST_SECONDS, SECONDS),
        views=views or tuple(View),
        scale=type_scale(_positive(asked.get("jarak"), 50), _positive(asked.get("inci"), 500)),
        is_dark=asked.get("tema") == "gelap",
        shows_names={"ya": True, "tidak": False}.get(asked.get("nama", "")),
        language=asked[AddressKey.LANGUAGE] if asked.get(AddressKey.LANGUAGE) in ("id", "en") else language,
        silence=_whole(asked.get("sunyi"), 1, SILENCE, SILENCE),
    )


def wall_query(options: WallOptions, metres: float | None = None, inches: float | None = None) -> dict[str, str]:
    """The address that asks for just this; what is as by default is left out."""
    default, is_sized = WallOptions(), metres is not None and inches is not None
    parameters = {
        "mode": options.mode.value if options.mode is not default.mode else None,
        "detik": str(options.seconds) if options.seconds != default.seconds else None,
        "tampilan": ",".join(options.views) if options.views != default.views else None,
        "jarak": f"{metres:g}" if is_sized else None,
        "inci": f"{inches:g}" if is_sized else None,
        "tema": "gelap" if options.is_dark else None,
        "nama": None if options.shows_names is None else "ya" if options.shows_names else "tidak",
        AddressKey.LANGUAGE: options.language if options.language != default.language else None,
    }
    return {str(key): value for key, value in parameters.items() if value is not None}


def _member(kind: type[Member], value: str) -> Member | None:
    return next((member for member in kind if member.value == value.strip()), None)


def _whole(text: str | None, least: int, most: int, default: int) -> int:
    if text is None or not text.isascii() or not text.isdecimal() or len(text) > 6:
        return default
    return min(max(int(text), least), most)


def _positive(text: str | None, most: float) -> float | None:
    """A number above 0 and up to `most`, with a comma or a point; anything else is unknown."""
    try:
        value = float((text or "").replace(",", "."))
    except ValueError:
        return None
    return value if 0 < value <= most else None
