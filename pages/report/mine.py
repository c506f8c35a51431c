"""Laporan Saya: what must I say now?"""

import streamlit as st

from smartcity.domain.plan.programmes import Programme, Report
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.reporting.submission import ReportContext, settled
from smartcity.domain.reporting.validation import violations
from smartcity.ui.components.filters import asked_code
from smartcity.ui.frame import show
from smartcity.ui.frame.sitemap import MINE
from smartcity.ui.meetings.answers import my_decisions
from smartcity.ui.meetings.preparation import rehearsal_notice
from smartcity.ui.reporting import report as parts
from smartcity.ui.reporting.conflict import conflict
from smartcity.ui.reporting.fields import ReportForm
from smartcity.ui.reporting.measurements import physical_card
from smartcity.ui.reporting.open_report import OpenReport, close_finished, open_report
from smartcity.ui.reporting.tasks import led_by_mine, outcomes_of_mine, plan_now, task_list

say = show.formatter()


def of_programme(code: str) -> None:
    plan = plan_now()
    programme = plan.programme(code)
    if programme is None:
        show.unknown_code(code, MINE)
    elif programme in led_by_mine(plan):
        report(plan, programme)
    else:
        show.empty(say("report.not_mine.title"), say("report.not_mine.text"), screen=MINE, go=say("report.back"))


def report(plan: Portfolio, programme: Programme) -> None:
    head = st.container()
    period = parts.chosen_period(programme)
    sent, last = parts.earlier_reports(parts.history_of(programme), period)
    with head:
        sent_at = sent.recorded_at if sent else None
        show.render("reporting/report_head", programme=programme, period=period, sent_at=sent_at, back=MINE)
    if period is None:
        show.empty(say("report.locked.title"), say("report.locked.text"), screen=MINE, go=say("report.back"))
        return
    context = parts.context_of(programme, period)
    desk = open_report(programme, context, parts.words_of(sent))
    if context.newest > desk.begun.based_on:
        conflict(desk, programme, context, outcomes_of_mine())
    else:
        form(desk, plan, programme, context, last)


def form(desk: OpenReport, plan: Portfolio, programme: Programme, context: ReportContext, last: Report | None) -> None:
    given, known = settled(desk.given, context), parts.history_of(programme)
    fields = ReportForm(desk, violations(given, context))
    show.render("components/upload_words")
    left, right = st.columns([3, 2], gap="large")
    with left:
        physical_card(fields, given, context, known)
        show.heading(say("report.form.steps"))
        parts.milestone_cards(fields, plan, programme, given, context, known)
        parts.indicator_cards(fields, given, context)
    with right:
        show.heading(say("report.form.report"))
        parts.notes(fields, context, programme, plan, last)
        parts.preview(programme, given, context, plan.plan, outcomes_of_mine())
        parts.discard(desk)
    with st.bottom, st.container(horizontal=True, vertical_alignment="center", key="send-bar"):
        show.render("reporting/saved", desk=desk, violations=fields.violations if desk.was_sent else ())
        st.button(say("report.send"), type="primary", key="send", on_click=desk.send)


asked = asked_code()
if asked is None:
    close_finished()
    task_list(plan_now())
    rehearsal_notice()
    my_decisions()
elif not parts.receipt(asked):
    of_programme(asked)
