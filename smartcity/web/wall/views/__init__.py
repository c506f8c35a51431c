"""The nine views, each one question answered from the facts; how they are drawn is in the templates."""

from collections.abc import Callable, Mapping

from smartcity.domain.meetings.wall import View
from smartcity.web.wall.elements import ViewContent
from smartcity.web.wall.facts import Facts
from smartcity.web.wall.formatter import WallFormatter
from smartcity.web.wall.views import meeting, plan

# `most` is how many rows the picture holds.
ViewBuilder = Callable[[Facts, WallFormatter, int], ViewContent]

BUILDERS: Mapping[View, ViewBuilder] = {
    View.CITY: plan.city,
    View.DIMENSIONS: plan.dimensions,
    View.AGENCIES: plan.agencies,
    View.QUICK_WINS: plan.quick_wins,
    View.CONCERNS: plan.concerns,
    View.AHEAD: plan.due_soon,
    View.INDICATORS: plan.indicators,
    View.DECISIONS: meeting.decisions,
    View.CHANGES: meeting.since_meeting,
}
