"""OPD: who has reported, then how are they doing?"""

from collections import Counter
from collections.abc import Sequence

from smartcity.domain.kinds import Health, Reporting
from smartcity.domain.portfolio import Group
from smartcity.domain.wall import MOST_ROWS, View
from smartcity.presentation import sentences
from smartcity.web.wall.facts import Facts
from smartcity.web.wall.pictures import HEALTHS, Picture, spread
from smartcity.web.wall.said import WallSaid

REPORTINGS = (Reporting.ON_TIME, Reporting.LATE, Reporting.DRAFT, Reporting.OPEN, Reporting.SILENT)


def agencies(facts: Facts, say: WallSaid, most: int) -> Picture:
    """Who has reported comes before how they are doing."""
    groups = facts.plan.by_agency
    owing, leading = [g for g in groups if g.owing], [g for g in groups if g.programmes]
    reported = Counter(group.reporting for group in owing)
    healthy = Counter(group.health for group in leading)
    quiet = [g for g in owing if g.reporting not in (Reporting.ON_TIME, Reporting.LATE)]
    late = [g for g in leading if g.health is Health.LATE]
    return Picture(
        View.AGENCIES,
        sentences.agencies(say, facts.plan),
        spreads=(
            spread(say("wall.spread.reporting"), reported, REPORTINGS, _named("wall.quiet", quiet, say, most)),
            spread(say("wall.spread.health"), healthy, HEALTHS, _named("wall.late", late, say, most)),
        ),
        heard_at=facts.plan.reported_at,
    )


def _named(key: str, groups: Sequence[Group], say: WallSaid, most: int) -> str:
    """With large letters there is no room for names."""
    is_told = groups and say.shows_names and most == MOST_ROWS
    return say(key, names=", ".join(group.name for group in groups)) if is_told else ""
