"""One programme's report from opening to receipt: period, conflict, form, preview, Kirim."""

import streamlit as st

from smartcity.commands import report_ground
from smartcity.domain.duties import still_back
from smartcity.domain.history import History
from smartcity.domain.objections import objections
from smartcity.domain.periods import Calendar, Period
from smartcity.domain.plan import Programme, Report
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.submission import Ground, Submission, settled
from smartcity.queries import history, locks
from smartcity.queries.readings import areas
from smartcity.store.current import current_engine
from smartcity.store.engine import reading
from smartcity.ui import show
from smartcity.ui.act import now
from smartcity.ui.actor import me
from smartcity.ui.answers import ask_on
from smartcity.ui.filters import switch
from smartcity.ui.moment import here
from smartcity.ui.reporting.conflict import conflict
from smartcity.ui.reporting.desk import Desk, opened, sent
from smartcity.ui.reporting.fields import Form
from smartcity.ui.reporting.listing import outcomes_of_mine, returned_readings
from smartcity.ui.reporting.measured import Measured
from smartcity.ui.reporting.notes import notes
from smartcity.ui.reporting.physical import physical_card
from smartcity.ui.reporting.preview import preview
from smartcity.ui.reporting.steps import Steps
from smartcity.ui.sitemap import MINE


def receipt(programme: str) -> bool:
    """What became of a report just sent; the plan, which it has changed, is not asked for again to say so."""
    desk = sent(programme)
    if desk is None or desk.receipt is None:
        return False
    show.block("report_head", programme=desk.about, period=desk.period, sent_at=desk.receipt.at, back=MINE)
    show.block("receipt", sent=desk.receipt, programme=desk.about, period=desk.period, mine=MINE)
    return True


def report(plan: Portfolio, programme: Programme) -> None:
    """The whole screen of one programme, for the agency that leads it."""
    calendar = ask_on(here().today, locks.calendar)
    head = show.place()
    period = _period(calendar, programme)
    known = ask_on(here().today, history.of_programme, programme.id, tuple(m.id for m in programme.milestones))
    this, last = _reports(known, period)
    with head:
        sent_at = this.recorded_at if this else None
        show.block("report_head", programme=programme, period=period, sent_at=sent_at, back=MINE)
    if period is None:
        say = show.said()
        show.empty(say("report.locked.title"), say("report.locked.text"), screen=MINE, go=say("report.back"))
        return
    with reading(current_engine()) as session:
        ground = report_ground.ground(session, me(), programme.code, period.id, now())
    desk = opened(programme, ground, _said(this))
    if ground.newest > desk.begun.based_on:
        conflict(desk, programme, ground, outcomes_of_mine())
    else:
        _form(desk, plan, programme, ground, known, last)


def _period(calendar: Calendar, programme: Programme) -> Period | None:
    """The open one; where an exception opens another, the choice between them."""
    say = show.said()
    found = calendar.open_for(programme.lead.code, now())
    if len(found) < 2:
        return found[0] if found else None
    options = {str(period.name): say.period(period.name) for period in found}
    asked = switch(say("report.period"), "periode", options)
    return next(period for period in found if str(period.name) == asked)


def _reports(known: History, period: Period | None) -> tuple[Report | None, Report | None]:
    """What was sent for this period, and what was said last before it."""
    if period is None:
        return None, None
    this = next((r for r in known.reports if r.period == period.name), None)
    before = [r for r in known.reports if r.period.ends_on < period.name.ends_on]
    return this, max(before, key=lambda r: r.order, default=None)


def _said(sent: Report | None) -> Submission:
    """A second report of a period begins with the words of the first, since it takes its place."""
    if sent is None:
        return Submission()
    return Submission(
        own_rating=sent.own_rating,
        happened=sent.happened or "",
        obstacle=sent.obstacle or "",
        obstacle_milestone=sent.obstacle_milestone,
        next_step=sent.next_step or "",
        help_needed=sent.help_needed or "",
        help_from=sent.help_from or "",
    )


def _form(
    desk: Desk, plan: Portfolio, programme: Programme, ground: Ground, known: History, last: Report | None
) -> None:
    say = show.said()
    given = settled(desk.given, ground)
    found = objections(given, ground)
    form = Form(desk, found)
    returned = ask_on(here().today, history.returned, tuple(m.id for m in programme.milestones))
    show.block("upload_words")
    left, right = st.columns([3, 2], gap="large")
    with left:
        physical_card(form, given, ground, known)
        show.heading(say("report.form.steps"))
        Steps(form, plan, given, ground, known, returned).cards(programme)
        _measured(form, given, ground).cards()
    with right:
        notes(form, ground, programme, plan, last)
        preview(programme, given, ground, plan.plan, outcomes_of_mine())
        _discard(desk)
    with st.bottom, st.container(horizontal=True, vertical_alignment="center", key="send-bar"):
        show.block("saved", desk=desk, found=found if desk.was_sent else ())
        st.button(say("report.send"), type="primary", key="send", on_click=desk.send)


def _measured(form: Form, given: Submission, ground: Ground) -> Measured:
    outcomes = outcomes_of_mine()
    came_back = still_back(outcomes.values(), returned_readings(outcomes))
    back = {one.indicator_id: one for _, one in came_back if one.period <= ground.quarter}
    return Measured(form, given, ground, outcomes, back, ask_on(here().today, areas) if _is_by_area(ground) else {})


def _is_by_area(ground: Ground) -> bool:
    return any(gauge.areas for gauge in ground.gauges.values())


def _discard(desk: Desk) -> None:
    """Two taps, far from Kirim."""
    say = show.said()
    if not desk.is_untouched:
        with st.popover(say("report.discard"), type="tertiary", key="discard-door"):
            show.note(say("report.discard.text"))
            st.button(say("report.discard.go"), key="discard", on_click=desk.discard)
