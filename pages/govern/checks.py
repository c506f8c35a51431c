"""Cek Data: what is lacking, odd or unsafe in the data?"""

from smartcity.queries import portfolio
from smartcity.ui import checks
from smartcity.ui.checks import all_findings, findings_table, headline, trust
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import query

top = show.placeholder()
findings = all_findings()
with top:
    headline(findings, query(portfolio.load_portfolio))
findings_table(findings)
trust()
checks.job_table(checks.job_list())
