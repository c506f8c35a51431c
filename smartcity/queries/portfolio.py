"""The portfolio: the one question every looking screen is answered from."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from smartcity.domain.calendar import Period, reporting
from smartcity.domain.enums import CreditRule, Horizon, Measure, Reporting
from smartcity.domain.facts.claims import awaits_verdict
from smartcity.domain.grouping import grouped
from smartcity.domain.plan.blockers import with_blockers
from smartcity.domain.plan.curve import Assessment, assess, progress_curve
from smartcity.domain.plan.dependencies import Wait
from smartcity.domain.plan.milestones import MilestoneFacts, milestone_status
from smartcity.domain.plan.physical import NOTHING_PHYSICAL, PhysicalFacts
from smartcity.domain.plan.programmes import Agency, Dimension, FormerLead, Milestone, PlanCard, Programme, SubDimension
from smartcity.domain.plan.progress import is_semangka, rates_itself_worse
from smartcity.domain.portfolio.portfolio import Portfolio, newest_update, renewed
from smartcity.domain.reporting.compliance import owes, report_agency
from smartcity.store import tables as t
from smartcity.store.loaders.claims import Ids, among
from smartcity.store.loaders.dependencies import load_waits
from smartcity.store.loaders.milestones import MilestoneRecord, milestone_records
from smartcity.store.loaders.physical import load_physical
from smartcity.store.loaders.plan import load_agencies, load_former_leads, load_plan_card, load_sub_dimensions
from smartcity.store.loaders.reporting import NewestReport, current_period, load_periods, load_reports
from smartcity.store.loaders.visibility import AsOf, value_of


@dataclass(frozen=True, slots=True)
class _Context:
    """What every programme of one portfolio is read against."""

    card: PlanCard
    when: AsOf
    programme_ids: Ids
    period: Period | None
    dimensions: tuple[Dimension, ...]
    subs: Mapping[int, SubDimension]
    agencies: Mapping[int, Agency]
    supports: Mapping[int, list[int]]
    reported: Mapping[int, NewestReport]
    milestones: Mapping[int, list[Milestone]]
    former_leads: Mapping[int, tuple[FormerLead, ...]]
    physical: Mapping[int, PhysicalFacts]


def masterplan_card(session: Session, as_of: date) -> PlanCard | None:
    """The masterplan itself, without asking for its programmes; None while no masterplan was known."""
    when = AsOf.end_of(session, as_of)
    return load_plan_card(when)


def load_portfolio(session: Session, as_of: date) -> Portfolio | None:
    """The whole plan as it was known at the end of `as_of`; None while no masterplan was known."""
    when = AsOf.end_of(session, as_of)
    card = load_plan_card(when)
    if card is None:
        return None
    context = _context(when, card)
    programmes = _programmes(context, load_waits(when, context.agencies))
    return Portfolio(
        plan=card,
        as_of=as_of,
        period=context.period,
        dimensions=context.dimensions,
        sub_dimensions=tuple(context.subs.values()),
        agencies=tuple(context.agencies.values()),
        programmes=programmes,
        updated_at=newest_update(programmes),
    )


def load_programmes(session: Session, as_of: date, programme_ids: frozenset[int]) -> tuple[Programme, ...]:
    """Those of these ids, without whom they wait for; none while no masterplan was known."""
    when = AsOf.end_of(session, as_of)
    card = load_plan_card(when)
    return () if card is None else _programmes(_context(when, card, programme_ids), ())


def renew_portfolio(session: Session, as_of: date, before: Portfolio, programme_ids: frozenset[int]) -> Portfolio:
    """The portfolio of `before`, where only programmes of these ids may have changed since, and who waits for them."""
    when = AsOf.end_of(session, as_of)
    waits = load_waits(when, load_agencies(when))
    owners = {milestone.id: programme.id for programme, milestone in before.milestones}
    waiters = {owners.get(wait.milestone) for wait in waits if owners.get(wait.on_milestone or 0) in programme_ids}
    anew = frozenset({*programme_ids, *(number for number in waiters if number is not None)})
    awaited = {owners.get(wait.on_milestone or 0) for wait in waits if owners.get(wait.milestone) in {None, *anew}}
    context = _context(when, before.plan, anew | {number for number in awaited if number is not None})
    programmes = (programme for programme in _programmes(context, waits) if programme.id in anew)
    by_id = {programme.id: programme for programme in (*before.programmes, *programmes)}
    return renewed(before, tuple(by_id[number] for number in sorted(by_id)))


def _context(when: AsOf, card: PlanCard, programme_ids: Ids = None) -> _Context:
    every = load_periods(when)
    period = current_period(every, when.day)
    dimensions, subs = load_sub_dimensions(when)
    reported, owners = load_reports(when, every, period, programme_ids), load_agencies(when)
    return _Context(
        card=card,
        when=when,
        period=period,
        dimensions=dimensions,
        subs=subs,
        agencies=owners,
        programme_ids=programme_ids,
        supports=_supports(when, programme_ids),
        reported=reported,
        milestones=_milestones(when, reported, card.rule, programme_ids),
        former_leads=load_former_leads(when, owners),
        physical=load_physical(when, programme_ids),
    )


def _programmes(context: _Context, waits: Iterable[Wait]) -> tuple[Programme, ...]:
    """In the order they came in, each with whom its milestones wait for."""
    stored = context.when.rows(t.Programme, *among(t.Programme.id, context.programme_ids))
    rows = [_with_reporter(_programme(row, context), context) for row in stored]
    return with_blockers(rows, waits, context.agencies.values(), context.when.day)


def _supports(when: AsOf, programme_ids: Ids) -> Mapping[int, list[int]]:
    rows = when.rows(t.ProgrammeSupport, *among(t.ProgrammeSupport.programme_id, programme_ids))
    return grouped((row["programme_id"], row["agency_id"]) for row in rows)


def _milestones(
    when: AsOf, reported: Mapping[int, NewestReport], rule: CreditRule, programme_ids: Ids
) -> Mapping[int, list[Milestone]]:
    by_programme: defaultdict[int, list[Milestone]] = defaultdict(list)
    for record in milestone_records(when, programme_ids):
        report = reported.get(record.programme_id)
        is_blocked = report is not None and report.newest.obstacle_milestone == record.row["id"]
        facts = replace(record.facts, has_obstacle=True) if is_blocked else record.facts
        by_programme[record.programme_id].append(_milestone(record, facts, when, rule))
    return by_programme


def _milestone(record: MilestoneRecord, facts: MilestoneFacts, when: AsOf, rule: CreditRule) -> Milestone:
    row, claims, promise = record.row, record.claims, record.promise
    known_since = when.local(row["recorded_at"])
    return Milestone(
        id=row["id"],
        code=row["code"],
        name=row["name"],
        action_plan=record.action_plan,
        facts=facts,
        status=milestone_status(facts, when.day),
        needs_evidence=row["needs_evidence"],
        said_at=claims.said_at,
        moves=promise.moves if promise else 0,
        known_since=known_since,
        verified_at=claims.verified_at,
        promised_at=promise.promised_at if promise else known_since,
        awaits_verdict=awaits_verdict(claims.dated, rule),
    )


def _programme(row: Mapping[str, Any], context: _Context) -> Programme:
    milestones = tuple(context.milestones.get(row["id"], ()))
    measure, facts = Measure(row["measure"]), context.physical.get(row["id"], NOTHING_PHYSICAL)
    course = progress_curve(measure, facts, (m.facts for m in milestones), context.card.rule)
    assessment = assess(course, context.when.day, context.card.scheme, overdue_cap=context.card.overdue_cap)
    reported = context.reported.get(row["id"])
    newest_report = reported.newest if reported else None
    own_rating = newest_report.own_rating if newest_report else None
    return value_of(
        Programme,
        row,
        context.when,
        sub_dimension=context.subs[row["sub_dimension_id"]],
        lead=context.agencies[row["lead_agency_id"]],
        supports=tuple(context.agencies[number] for number in context.supports.get(row["id"], ())),
        horizon=Horizon(row["horizon"]),
        weight=Fraction(row["weight"]),
        milestones=milestones,
        progress=assessment.progress,
        health=assessment.health,
        report=newest_report,
        reporting=_reporting(row, assessment, reported, context),
        is_semangka=is_semangka(own_rating, assessment.health),
        cap=assessment.cap,
        rates_itself_worse=rates_itself_worse(own_rating, assessment.health),
        former_leads=context.former_leads.get(row["id"], ()),
        measure=measure,
        physical=facts,
    )


def _with_reporter(programme: Programme, context: _Context) -> Programme:
    """Where another agency led it before, the report of the current period may be of that one."""
    if context.period is None or not programme.former_leads:
        return programme
    reported = context.reported.get(programme.id)
    agency = report_agency(programme, context.period.dates, reported.submitted_at if reported else None)
    return replace(programme, reported_by=None if agency == programme.lead else agency)


def _reporting(
    row: Mapping[str, Any], assessment: Assessment, reported: NewestReport | None, context: _Context
) -> Reporting:
    if context.period is None:
        return Reporting.NO_PERIOD
    dates, today = context.period.dates, context.when.day
    submitted_on = reported.submitted_on if reported else None
    if submitted_on is None and not owes(row["starts_on"], dates, today, is_done=assessment.is_finished):
        return Reporting.NO_PERIOD
    return reporting(dates, submitted_on, today)
