"""The nine views, each one question answered from the facts; how they are drawn is in the templates."""

from collections.abc import Callable, Mapping

from smartcity.domain.wall import View
from smartcity.web.wall.facts import Facts
from smartcity.web.wall.pictures import Picture
from smartcity.web.wall.said import WallSaid
from smartcity.web.wall.views import agencies, city, indicators, meeting, programmes

# `most` is how many rows the picture holds.
Painter = Callable[[Facts, WallSaid, int], Picture]

PAINTERS: Mapping[View, Painter] = {
    View.CITY: city.city,
    View.DIMENSIONS: city.dimensions,
    View.AGENCIES: agencies.agencies,
    View.QUICK_WINS: programmes.quick_wins,
    View.CONCERNS: programmes.concerns,
    View.AHEAD: programmes.ahead,
    View.INDICATORS: indicators.indicators,
    View.DECISIONS: meeting.decisions,
    View.CHANGES: meeting.since_meeting,
}
