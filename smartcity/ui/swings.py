"""On the page of an agency: what went red since the last closed meeting, and what went the other way."""

from smartcity.domain.portfolio import AgencyGroup
from smartcity.presentation import changes as telling
from smartcity.presentation import emptiness
from smartcity.ui import show
from smartcity.ui.answers import changes_since, last_meeting, rules_shown
from smartcity.ui.sitemap import CHANGES

MOST = 5


def since_meeting(group: AgencyGroup) -> None:
    say, earlier = show.said(), last_meeting()
    if earlier is None:
        show.heading(say("swings.title"))
        show.note(say("swings.no_meeting"))
        return
    show.heading(telling.since(say, earlier))
    found = changes_since(earlier)
    if found is None:
        show.note(say("swings.no_plan", day=say.words.short_day(earlier.day)))
        return
    link = say.link(CHANGES, say("swings.all"), sejak=earlier.day.isoformat())
    mine = found.within(group.programmes)
    nothing = emptiness.sentence(emptiness.missing_parts(say, group.programmes)) or say("swings.red.none")
    facts = {"found": mine, "most": MOST, "link": link, "nothing": nothing}
    show.lasting("swings", group.code, earlier.day, make=lambda: facts)
    caveat = telling.caveat(say, earlier, rules_shown())
    if caveat:
        show.note(caveat)
