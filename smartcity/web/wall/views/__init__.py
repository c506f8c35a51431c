"""The nine views, each one question answered from the facts; how they are drawn is in the templates."""

from collections.abc import Callable, Mapping

from smartcity.domain.meetings.wall import View
from smartcity.web.wall.elements import ViewContent
from smartcity.web.wall.facts import Facts
from smartcity.web.wall.formatter import WallFormatter
from smartcity.web.wall.views import groups, meeting, programmes

# `most` is how many rows the picture holds.
ViewBuilder = Callable[[Facts, WallFormatter, int], ViewContent]

BUILDERS: Mapping[View, ViewBuilder] = {
    View.CITY: groups.city,
    View.DIMENSIONS: groups.dimensions,
    View.AGENCIES: groups.agencies,
    View.QUICK_WINS: programmes.quick_wins,
    View.CONCERNS: programmes.concerns,
    View.AHEAD: programmes.due_soon,
    View.INDICATORS: programmes.indicators,
    View.DECISIONS: meeting.decisions,
    View.CHANGES: meeting.since_meeting,
}
