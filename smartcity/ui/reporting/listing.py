"""What is due first: the programmes of the actor's agency, ranked, each a door to its form."""

from collections.abc import Mapping

from smartcity.domain.duties import PhysicalDuties, Task, due_first, measuring, reports_owed, to_do
from smartcity.domain.outcomes import Outcome
from smartcity.domain.periods import Period, PeriodName, quarter_of
from smartcity.domain.plan import Programme
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.queue import ReturnedReading
from smartcity.queries import history, indicators, locks, readings, told
from smartcity.store.current import current_engine
from smartcity.store.engine import reading
from smartcity.ui import show
from smartcity.ui.act import now
from smartcity.ui.actor import me
from smartcity.ui.answers import ask_on, standing_then
from smartcity.ui.moment import here
from smartcity.ui.sitemap import MINE


def plan_now() -> Portfolio:
    """The plan of today, whatever earlier day the other screens show: reports are about now."""
    found = standing_then(here().today)
    assert found is not None, "the frame opens no screen without a plan"
    return found


def tasks_of(plan: Portfolio) -> tuple[Task, ...]:
    """Of the programmes that the actor's agency leads."""
    mine = led_by_mine(plan)
    ids = tuple(m.id for p in mine for m in p.milestones)
    outcomes = outcomes_of_mine()
    measured = measuring(mine, outcomes.values(), returned_readings(outcomes), _quarter())
    codes = tuple(p.id for p in mine if p.is_physical)
    physical = PhysicalDuties(_period(), ask_on(here().today, history.returned_physical, codes) if codes else {})
    return due_first(mine, ask_on(here().today, history.returned, ids), here().today, measured, physical)


def outcomes_of_mine() -> Mapping[int, Outcome]:
    """The indicators that the actor's agency answers for, by id."""
    found = ask_on(here().today, indicators.outcomes)
    owned = ((outcome.card.agency, outcome) for outcome in found)
    return {outcome.card.id: outcome for agency, outcome in owned if agency and agency.code == me().agency}


def returned_readings(outcomes: Mapping[int, Outcome]) -> tuple[ReturnedReading, ...]:
    return ask_on(here().today, readings.returned, tuple(outcomes)) if outcomes else ()


def open_periods() -> tuple[Period, ...]:
    """Those that the actor's agency may report in now."""
    return ask_on(here().today, locks.calendar).open_for(me().agency or "", now())


def _quarter() -> PeriodName | None:
    """The quarter that is read in the period that is open now."""
    period = _period()
    return quarter_of(period.ends_on) if period else None


def _period() -> PeriodName | None:
    """The one that is reported in now."""
    found = open_periods()
    return found[0].name if found else None


def led_by_mine(plan: Portfolio) -> tuple[Programme, ...]:
    return tuple(programme for programme in plan.programmes if programme.lead.code == me().agency)


def listing(plan: Portfolio) -> None:
    say, actor = show.said(), me()
    tasks = tasks_of(plan)
    agency = next((a for a in plan.agencies if a.code == actor.agency), None)
    name = agency.name if agency else ""
    if not tasks:
        show.headline(say("report.mine.none"), name)
        return
    returned = ask_on(here().today, history.returned, tuple(m.id for t in tasks for m in t.programme.milestones))
    calendar, opened = ask_on(here().today, locks.calendar), open_periods()
    with reading(current_engine()) as session:
        drafts = told.drafts(session, actor.account_id or 0)
    reports = reports_owed(tasks, opened)
    head = {"reports": reports, "others": to_do(tasks, opened) - reports, "owing": len(tasks)}
    head["missed"] = sum(task.owes for task in tasks)
    head["sent"] = sum(task.programme.must_report for task in tasks)
    times = {"periods": opened, "last": plan.period, "coming": calendar.next_opening(here().today)}
    show.block("mine_head", agency=name, **head, **times)
    show.block("tasks", tasks=tasks, returned=returned, drafts=drafts, mine=MINE)
