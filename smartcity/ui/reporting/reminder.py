"""On the front page, for whoever reports: how much waits, and the way there."""

from smartcity.domain.duties import to_do
from smartcity.domain.roles import Act
from smartcity.ui import show
from smartcity.ui.actor import may
from smartcity.ui.reporting.listing import open_periods, plan_now, tasks_of
from smartcity.ui.sitemap import MINE


def reminder() -> None:
    """Nothing where nothing can be done."""
    if may(Act.REPORT) and (count := to_do(tasks_of(plan_now()), open_periods())):
        show.block("reminder", count=count, mine=MINE)
