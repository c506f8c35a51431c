"""Laporan Saya: what must I say now?"""

from smartcity.ui.components.filters import asked_code
from smartcity.ui.frame import show
from smartcity.ui.frame.sitemap import MINE
from smartcity.ui.meetings.answers import my_decisions
from smartcity.ui.meetings.preparation import rehearsal_notice
from smartcity.ui.reporting.open_report import close_finished
from smartcity.ui.reporting.report import receipt, report
from smartcity.ui.reporting.tasks import led_by_mine, plan_now, task_list


def of_programme(code: str) -> None:
    say, plan = show.formatter(), plan_now()
    programme = plan.programme(code)
    if programme is None:
        show.unknown_code(code, MINE)
    elif programme in led_by_mine(plan):
        report(plan, programme)
    else:
        show.empty(say("report.not_mine.title"), say("report.not_mine.text"), screen=MINE, go=say("report.back"))


asked = asked_code()
if asked is None:
    close_finished()
    task_list(plan_now())
    rehearsal_notice()
    my_decisions()
elif not receipt(asked):
    of_programme(asked)
