"""Figures as tiles: shares with their sign small, the deviation in words above its number."""

from fractions import Fraction

from smartcity.domain.differences import Difference
from smartcity.domain.precision import Points, points_alone, progress_shown
from smartcity.domain.progress import Progress
from smartcity.i18n.figures import short_amount_text, signed_points
from smartcity.i18n.speech import UNKNOWN
from smartcity.presentation.changes import parts
from smartcity.presentation.said import deviation_beside
from smartcity.web.wall.pictures import Text, Tile
from smartcity.web.wall.said import WallSaid


def share_tile(label: str, share: Fraction | None, say: WallSaid, note: Text = "", age: Text = "") -> Tile:
    """Unknown is a dash without a sign."""
    if share is None:
        return Tile(label, UNKNOWN, note=note, age=age)
    return Tile(label, say.words.rounded(progress_shown(share)), "%", note, age)


def deviation_tile(progress: Progress | None, say: WallSaid, note: Text = "", age: Text = "") -> Tile:
    """No sign has to be read: the label says which way."""
    points = deviation_beside(progress) if progress is not None else None
    number = UNKNOWN if points is None else short_amount_text(say.words, points)
    unit = say("wall.points") if points is not None else ""
    return Tile(say(f"wall.deviation.{_way(points)}"), number, unit, note, age)


def _way(points: Points | None) -> str:
    if points is None:
        return "not_due"
    return "as_planned" if not points.sign else "ahead" if points.sign > 0 else "behind"


def change_tile(label: str, difference: Difference | None, say: WallSaid) -> Tile:
    """A change of the verified share in points with its sign, and the parts of it."""
    if difference is None:
        return Tile(label, UNKNOWN)
    points = points_alone(difference.verified.total * 100)
    note = parts(say, difference.verified, is_short=True)
    return Tile(label, signed_points(say.words, points), say("wall.points"), note)
