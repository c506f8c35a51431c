"""Laporan Saya: what must I say now?"""

from smartcity.ui import show
from smartcity.ui.filters import asked_code
from smartcity.ui.reporting.listing import led_by_mine, listing, plan_now
from smartcity.ui.reporting.report import report
from smartcity.ui.sitemap import MINE

say = show.said()
plan = plan_now()
code = asked_code()
programme = plan.programme(code) if code else None

if code is None:
    listing(plan)
elif programme is None:
    show.unknown_code(code, MINE)
elif programme in led_by_mine(plan):
    report(plan, programme)
else:
    show.empty(say("report.not_mine.title"), say("report.not_mine.text"), screen=MINE, go=say("report.back"))
