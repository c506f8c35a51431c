"""Cek Data: what is lacking, odd or unsafe in the data?"""

from smartcity.queries import portfolio
from smartcity.ui import jobs, show
from smartcity.ui.answers import ask
from smartcity.ui.checks import all_findings, headline, listed
from smartcity.ui.trust import trust

top = show.place()
findings = all_findings()
with top:
    headline(findings, ask(portfolio.standing))
listed(findings)
trust()
jobs.listed(jobs.job_list())
