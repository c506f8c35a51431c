"""What one programme's report is made of, from opening to receipt: period, words, cards, preview."""

from collections.abc import Mapping
from itertools import chain

import streamlit as st

from smartcity.commands.contexts import milestones
from smartcity.domain.addresses import AddressKey
from smartcity.domain.calendar import Period, PeriodName
from smartcity.domain.enums import OwnRating
from smartcity.domain.facts.history import History
from smartcity.domain.forecast.preview import as_if_sent, changed
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.indicators.readings import Entry, Gauge
from smartcity.domain.plan.programmes import PlanCard, Programme, Report
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.reporting.reporting_tasks import still_back
from smartcity.domain.reporting.submission import FieldRef, ReportContext, Submission
from smartcity.queries import compliance, history
from smartcity.queries.indicators import area_names
from smartcity.store.engine import current_engine, reading
from smartcity.ui.components.filters import switch
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import query_on
from smartcity.ui.frame.commands import now
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.sitemap import MINE
from smartcity.ui.frame.visitor import me
from smartcity.ui.reporting.fields import ReportForm
from smartcity.ui.reporting.measurements import IndicatorCards
from smartcity.ui.reporting.milestones import MilestoneCards
from smartcity.ui.reporting.open_report import OpenReport, sent_report
from smartcity.ui.reporting.tasks import outcomes_of_mine, returned_readings


def notes(form: ReportForm, context: ReportContext, programme: Programme, plan: Portfolio, last: Report | None) -> None:
    say = show.formatter()
    ratings = {rating: say.words.label(rating) for rating in OwnRating}
    form.choice(FieldRef("own_rating"), say("report.form.own_rating"), ratings, None, required=False)
    for name in ("happened", "obstacle", "next_step", "help_needed"):
        text = getattr(last, name) if last else None
        quoted = say("report.form.last", period=say.period(last.period), text=text) if last and text else None
        form.text(FieldRef(name), say(f"report.form.{name}"), last=quoted)
        if name == "obstacle" and form.report.given.obstacle:
            _obstacle_milestone(form, context, programme)
    if form.report.given.help_needed or form.report.given.help_from:
        form.pick(FieldRef("help_from"), say("report.form.help_from"), list(_helpers(plan)), {}, free=True)


def _obstacle_milestone(form: ReportForm, context: ReportContext, programme: Programme) -> None:
    names: Mapping[object, str] = {
        m.id: m.name
        for m in programme.milestones
        if m.id in context.milestones and not context.milestones[m.id].is_closed(context.today)
    }
    label = show.formatter()("report.form.obstacle_milestone")
    form.pick(FieldRef("obstacle_milestone"), label, list(names), names, free=False)


def _helpers(plan: Portfolio) -> chain[str]:
    """Those above the agencies first, in the words of the screen."""
    say = show.formatter()
    above = (say("report.helper.mayor"), say("report.helper.secretary"))
    return chain(above, sorted(agency.short_name for agency in plan.active_agencies))


def preview(
    programme: Programme, settled: Submission, context: ReportContext, card: PlanCard, outcomes: Mapping[int, Outcome]
) -> None:
    """Computed by the same rules as every other screen, made only when opened."""
    say = show.formatter()
    with st.expander(say("report.preview"), on_change="rerun", key="preview", icon=":material/visibility:") as expander:
        if expander.open:
            after = as_if_sent(programme, settled, context, card)
            read = [
                (
                    outcomes[number],
                    entry,
                    _outcome_after(outcomes[number], entry, context.gauges[number], context.quarter),
                )
                for number, entry in settled.readings.items()
                if number in outcomes
            ]
            show.render(
                "reporting/report_preview",
                before=programme,
                after=after,
                changed=changed(programme, after),
                readings=read,
            )
            show.render("components/reports", reports=[after.report], of=after)


def _outcome_after(outcome: Outcome, entry: Entry, gauge: Gauge, quarter: PeriodName) -> Outcome:
    return outcome.as_if_read(quarter, entry.read, gauge.span)


def receipt(programme: str) -> bool:
    """What became of a report just sent; the plan, which it has changed, is not asked for again to say so."""
    desk = sent_report(programme)
    if desk is None or desk.receipt is None:
        return False
    show.render("reporting/report_head", programme=desk.about, period=desk.period, sent_at=desk.receipt.at, back=MINE)
    show.render("reporting/receipt", sent=desk.receipt, programme=desk.about, period=desk.period, mine=MINE)
    return True


def chosen_period(programme: Programme) -> Period | None:
    """The open one; where an exception opens another, the choice between them."""
    say, calendar = show.formatter(), query_on(current_context().today, compliance.reporting_calendar)
    periods = calendar.open_for(programme.lead.code, now())
    if len(periods) < 2:
        return periods[0] if periods else None
    options = {str(period.name): say.period(period.name) for period in periods}
    asked = switch(say("report.period"), AddressKey.PERIOD, options)
    return next(period for period in periods if str(period.name) == asked)


def history_of(programme: Programme) -> History:
    """As known today, whatever earlier day the other screens show."""
    ids = tuple(milestone.id for milestone in programme.milestones)
    return query_on(current_context().today, history.programme_history, programme.id, ids)


def context_of(programme: Programme, period: Period) -> ReportContext:
    """What the report is about as of this instant: another device, or another account, may have sent one."""
    with reading(current_engine()) as session:
        return milestones.report_context(session, me(), programme.code, period.id, now())


def earlier_reports(history_known: History, period: Period | None) -> tuple[Report | None, Report | None]:
    """What was sent for this period, and what was said last before it."""
    if period is None:
        return None, None
    this = next((r for r in history_known.reports if r.period == period.name), None)
    before = [r for r in history_known.reports if r.period.ends_on < period.name.ends_on]
    return this, max(before, key=lambda r: r.order, default=None)


def words_of(sent: Report | None) -> Submission:
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


def milestone_cards(
    form: ReportForm,
    plan: Portfolio,
    programme: Programme,
    given: Submission,
    context: ReportContext,
    history_known: History,
) -> None:
    ids = tuple(milestone.id for milestone in programme.milestones)
    returned = query_on(current_context().today, history.returned_updates, ids)
    MilestoneCards(form, plan, given, context, history_known, returned).cards(programme)


def indicator_cards(form: ReportForm, given: Submission, context: ReportContext) -> None:
    outcomes = outcomes_of_mine()
    came_back = still_back(outcomes.values(), returned_readings(outcomes))
    back = {one.indicator_id: one for _, one in came_back if one.period <= context.quarter}
    areas = query_on(current_context().today, area_names) if _is_by_area(context) else {}
    IndicatorCards(form, given, context, outcomes, back, areas).cards()


def _is_by_area(context: ReportContext) -> bool:
    return any(gauge.areas for gauge in context.gauges.values())


def discard(desk: OpenReport) -> None:
    """Two taps, far from Kirim."""
    say = show.formatter()
    if not desk.is_untouched:
        with st.popover(say("report.discard"), type="tertiary", key="discard-door"):
            show.note(say("report.discard.text"))
            st.button(say("report.discard.go"), key="discard", on_click=desk.discard)
