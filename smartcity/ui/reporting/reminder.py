"""On the front page, for whoever reports: how much waits, and the way there."""

from smartcity.domain.roles import Act
from smartcity.ui import show
from smartcity.ui.actor import may
from smartcity.ui.reporting.listing import plan_now, tasks_of
from smartcity.ui.sitemap import MINE


def reminder() -> None:
    """Nothing where nothing waits."""
    if may(Act.REPORT) and (count := sum(task.waits for task in tasks_of(plan_now()))):
        show.block("reminder", count=count, mine=MINE)
