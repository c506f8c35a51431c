"""Laporan Saya: what must I say now?"""

from smartcity.ui import show
from smartcity.ui.answering import my_decisions
from smartcity.ui.filters import asked_code
from smartcity.ui.preparation import rehearsal_notice
from smartcity.ui.reporting.desk import put_away
from smartcity.ui.reporting.listing import led_by_mine, listing, plan_now
from smartcity.ui.reporting.report import receipt, report
from smartcity.ui.sitemap import MINE


def of_programme(code: str) -> None:
    say, plan = show.said(), plan_now()
    programme = plan.programme(code)
    if programme is None:
        show.unknown_code(code, MINE)
    elif programme in led_by_mine(plan):
        report(plan, programme)
    else:
        show.empty(say("report.not_mine.title"), say("report.not_mine.text"), screen=MINE, go=say("report.back"))


asked = asked_code()
if asked is None:
    put_away()
    listing(plan_now())
    rehearsal_notice()
    my_decisions()
elif not receipt(asked):
    of_programme(asked)
