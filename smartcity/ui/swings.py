"""On the page of an agency: what went from red to green since the last closed meeting, before what went red."""

from smartcity.domain.meetings import last_closed
from smartcity.domain.portfolio import AgencyGroup
from smartcity.domain.swings import swings
from smartcity.queries import meetings
from smartcity.ui import show
from smartcity.ui.answers import ask, changes_since
from smartcity.ui.sitemap import CHANGES

MOST = 5


def since_meeting(group: AgencyGroup) -> None:
    say, last = show.said(), last_closed(ask(meetings.held))
    if last is None:
        show.heading(say("swings.title"))
        show.note(say("swings.no_meeting"))
        return
    day = say.words.short_day(last.held_on)
    show.heading(say("swings.since", day=day))
    found = changes_since(last.held_on)
    if found is None:
        show.note(say("swings.no_plan", day=day))
        return
    link = say.link(CHANGES, say("swings.all"), sejak=last.held_on.isoformat())
    show.lasting(
        "swings",
        group.code,
        last.held_on,
        make=lambda: {"found": swings(found, group.programmes), "most": MOST, "link": link},
    )
