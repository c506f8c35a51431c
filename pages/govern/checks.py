"""Cek Data: what is lacking, odd or unsafe in the data?"""

import streamlit as st

from smartcity.queries import portfolio
from smartcity.ui import checks
from smartcity.ui.checks import all_findings, findings_table, headline, trust
from smartcity.ui.frame.cache import query

top = st.container()
findings = all_findings()
with top:
    headline(findings, query(portfolio.load_portfolio))
findings_table(findings)
trust()
checks.job_table(checks.job_list())
