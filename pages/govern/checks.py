"""Cek Data: what is lacking, odd or unsafe in the data?"""

import streamlit as st

from smartcity.domain.enums import Severity
from smartcity.queries import portfolio
from smartcity.ui import checks
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import query
from smartcity.ui.frame.request_context import current_context

say = show.formatter()

top = st.container()
is_thorough = st.button(say("checks.thorough"), icon=":material/fact_check:")
findings = checks.all_findings(is_thorough=is_thorough)
with top:
    show.headline(*checks.headline(findings, query(portfolio.load_portfolio)))

fine = [finding for finding in findings if finding.severity is Severity.FINE]
to_mend = [finding for finding in findings if finding.severity is not Severity.FINE]
if to_mend:
    listing(checks.finding_table(to_mend))
if fine:
    show.heading(say("checks.fine"))
    show.render("checks/fine", chips=[checks.fine_chip(finding) for finding in fine])

for line in (checks.newest_seal(), checks.newest_backup(), checks.backup_verdict()):
    if line:
        show.note(line)

jobs = checks.job_list()
if jobs.jobs:
    show.heading(say("check.jobs"))
    if jobs.is_stopped(current_context().today):
        show.note(say("jobs.stopped", day=say.words.short_day(jobs.day)))
    listing(checks.job_table(jobs.jobs))
