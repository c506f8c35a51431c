"""The reporting calendar as of a day; what was due in the last periods and when it came."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from functools import partial

from sqlmodel import Session, col, select

from smartcity.domain.calendar import Calendar, Period
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.reporting.compliance import MOST_PERIODS, Column, OwedReport, owes, report_agency, shown_periods
from smartcity.domain.reporting.drafts import WHOLE, DraftForm, report_of
from smartcity.queries import portfolio
from smartcity.store import tables as t
from smartcity.store.loaders import reporting
from smartcity.store.loaders.reporting import load_periods
from smartcity.store.loaders.visibility import AsOf
from smartcity.store.tables import FieldDraft, ReportDraft, Statement


def reporting_calendar(session: Session, as_of: date) -> Calendar:
    """What is locked now follows from it and the clock: see `Calendar`."""
    return reporting.calendar(AsOf.end_of(session, as_of))


Slot = tuple[int, int]


PlanOn = Callable[[date], Portfolio | None]


def columns(
    session: Session, as_of: date, most: int = MOST_PERIODS, plan_on: PlanOn | None = None
) -> tuple[Column, ...]:
    """The last periods due by `as_of` and those that are open, oldest first; the newest one is seen as on `as_of`.

    `plan_on` answers with the plan of a day where somebody keeps such answers; without it each is loaded.
    """
    when = AsOf.end_of(session, as_of)
    opened = shown_periods([p for p in load_periods(when) if p.dates.opens_on <= as_of], as_of, most)
    first, load = _first_reports(when), plan_on or partial(portfolio.load_portfolio, session)
    days = [min(period.dates.closes_on, as_of) for period in opened[:-1]] + [as_of]
    plans = {day: load(day) for day in {*days[: len(opened)]}}
    return tuple(Column(p, _reporting_tasks(plans[day], p, day, first)) for p, day in zip(opened, days, strict=False))


def _first_reports(when: AsOf) -> Mapping[Slot, datetime]:
    """By programme and period, when (locally) it was first reported."""
    asked = select(Statement.programme_id, Statement.period_id, Statement.recorded_at).where(when.visible(Statement))
    rows = when.session.exec(asked.order_by(col(Statement.recorded_at).desc())).all()
    return {(programme, period): when.local(at) for programme, period, at in rows}


def _reporting_tasks(
    then: Portfolio | None, period: Period, day: date, first: Mapping[Slot, datetime]
) -> tuple[OwedReport, ...]:
    return tuple(
        _reporting_task(p, period, first.get((p.id, period.id)))
        for p in (then.programmes if then else ())
        if owes(p.starts_on, period.dates, day, is_done=p.is_wholly_verified) or (p.id, period.id) in first
    )


def _reporting_task(programme: Programme, period: Period, first: datetime | None) -> OwedReport:
    agency, submitted_on = report_agency(programme, period.dates, first), first.date() if first else None
    return OwedReport(programme.id, programme.code, programme.name, agency, submitted_on, programme.lead)


def begun_reports(session: Session) -> frozenset[Slot]:
    """Programme and period of what is typed and not sent yet. Drafts leave no ledger entry: ask anew each time."""
    begun = frozenset(session.exec(select(ReportDraft.programme_id, ReportDraft.period_id)).all())
    return begun | frozenset(_being_typed(session))


def _being_typed(session: Session) -> Iterator[Slot]:
    """Reports with a text that has not left its field."""
    report = (FieldDraft.form == DraftForm.REPORT.value, FieldDraft.field != WHOLE)
    typed = select(FieldDraft.thing, FieldDraft.value).where(*report)
    things = {thing for thing, value in session.exec(typed).all() if value.get("v")}
    reports = [slot for thing in things if (slot := report_of(thing)) is not None]
    if reports:
        named = col(t.Programme.code).in_({code for code, _ in reports})
        rows = session.exec(select(t.Programme.code, t.Programme.id).where(named)).all()
        yield from ((number or 0, period) for code, number in rows for of, period in reports if of == code)
