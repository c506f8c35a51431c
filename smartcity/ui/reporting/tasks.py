"""What the agency has to report, the most urgent first; and the reminder of it on the front page."""

from collections.abc import Mapping

from smartcity.domain.access.roles import Act
from smartcity.domain.calendar import Period, PeriodName, quarter_of
from smartcity.domain.errors import present
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.reporting.reporting_tasks import (
    PhysicalTasks,
    ReportingTask,
    indicator_tasks,
    ranked_tasks,
    reports_owed,
    to_do,
)
from smartcity.domain.reporting.verification_queue import ReturnedReading
from smartcity.queries import compliance, history, indicators, submissions
from smartcity.store.engine import current_engine, reading
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import query_on
from smartcity.ui.frame.commands import now
from smartcity.ui.frame.portfolio import portfolio_on
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.sitemap import MINE
from smartcity.ui.frame.visitor import may, me


def plan_now() -> Portfolio:
    """The plan of today, whatever earlier day the other screens show; none opens without a plan."""
    return present(portfolio_on(current_context().today))


def tasks_of(plan: Portfolio) -> tuple[ReportingTask, ...]:
    """Of the programmes that the actor's agency leads."""
    mine = led_by_mine(plan)
    ids = tuple(m.id for p in mine for m in p.milestones)
    outcomes = outcomes_of_mine()
    measured = indicator_tasks(mine, outcomes.values(), returned_readings(outcomes), _quarter())
    codes = tuple(p.id for p in mine if p.is_physical)
    physical = PhysicalTasks(
        _period(), query_on(current_context().today, history.returned_physical, codes) if codes else {}
    )
    return ranked_tasks(
        mine,
        query_on(current_context().today, history.returned_updates, ids),
        current_context().today,
        measured,
        physical,
    )


def outcomes_of_mine() -> Mapping[int, Outcome]:
    """The indicators that the actor's agency answers for, by id."""
    outcomes = query_on(current_context().today, indicators.outcomes)
    owned = ((outcome.card.agency, outcome) for outcome in outcomes)
    return {outcome.card.id: outcome for agency, outcome in owned if agency and agency.code == me().agency}


def returned_readings(outcomes: Mapping[int, Outcome]) -> tuple[ReturnedReading, ...]:
    return query_on(current_context().today, indicators.returned_readings, tuple(outcomes)) if outcomes else ()


def open_periods() -> tuple[Period, ...]:
    """Those that the actor's agency may report in now."""
    return query_on(current_context().today, compliance.reporting_calendar).open_for(me().agency or "", now())


def _quarter() -> PeriodName | None:
    """The quarter that is read in the period that is open now."""
    period = _period()
    return quarter_of(period.ends_on) if period else None


def _period() -> PeriodName | None:
    """The one that is reported in now."""
    periods = open_periods()
    return periods[0].name if periods else None


def led_by_mine(plan: Portfolio) -> tuple[Programme, ...]:
    return tuple(programme for programme in plan.programmes if programme.lead.code == me().agency)


def task_list(plan: Portfolio) -> None:
    say, actor = show.formatter(), me()
    tasks = tasks_of(plan)
    agency = next((a for a in plan.agencies if a.code == actor.agency), None)
    name = agency.name if agency else ""
    if not tasks:
        show.headline(say("report.mine.none"), name)
        return
    returned = query_on(
        current_context().today, history.returned_updates, tuple(m.id for t in tasks for m in t.programme.milestones)
    )
    calendar, opened = query_on(current_context().today, compliance.reporting_calendar), open_periods()
    with reading(current_engine()) as session:
        drafts = submissions.report_drafts(session, actor.account_id or 0)
    reports = reports_owed(tasks, opened)
    head = {"reports": reports, "others": to_do(tasks, opened) - reports, "owing": len(tasks)}
    head["missed"] = sum(task.owes for task in tasks)
    head["sent"] = sum(task.programme.must_report for task in tasks)
    times = {"periods": opened, "last": plan.period, "coming": calendar.next_opening(current_context().today)}
    show.render("reporting/mine_head", agency=name, **head, **times)
    show.render("reporting/tasks", tasks=tasks, returned=returned, drafts=drafts, mine=MINE)


def reminder() -> None:
    """Nothing where nothing can be done."""
    if not may(Act.REPORT):
        return
    say, tasks, periods = show.formatter(), tasks_of(plan_now()), open_periods()
    if count := to_do(tasks, periods):
        reports = reports_owed(tasks, periods)
        others = count - reports
        parts = [say("report.reminder", count=reports)] if reports else []
        parts += [say("report.reminder.others", count=others)] if others else []
        show.next_step("; ".join(parts), MINE, say("report.reminder.go"))
