"""On the front page, for whoever reports: how much waits, and the way there."""

from smartcity.domain.duties import reports_owed, to_do
from smartcity.domain.roles import Act
from smartcity.ui import show
from smartcity.ui.actor import may
from smartcity.ui.reporting.listing import open_periods, plan_now, tasks_of
from smartcity.ui.sitemap import MINE


def reminder() -> None:
    """Nothing where nothing can be done."""
    if not may(Act.REPORT):
        return
    tasks, periods = tasks_of(plan_now()), open_periods()
    if count := to_do(tasks, periods):
        reports = reports_owed(tasks, periods)
        show.block("reminder", reports=reports, others=count - reports, mine=MINE)
