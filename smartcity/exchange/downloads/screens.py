"""Which tables the workbook of each screen holds."""

from collections.abc import Sequence
from typing import Any

from smartcity.domain.facts.change_requests import Promise
from smartcity.domain.forecast.forecasts import Forecasts
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.plan.due_dates import ProgrammeMilestone
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.agencies import blockers_of, reliabilities
from smartcity.domain.portfolio.portfolio import AgencyGroup, Group, Portfolio
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.tables import groups, promises
from smartcity.presentation.tables.indicators import areas, outcomes, quarters
from smartcity.presentation.tables.milestones import deadlines, milestones
from smartcity.presentation.tables.programmes import physical, programmes
from smartcity.presentation.tables.table import Office, Table

Tables = list[Table[Any]]


def overview_tables(say: Formatter, plan: Portfolio) -> Tables:
    dimensions = groups.groups(say, say("screen.dimensions"), plan.by_dimension)
    listed = programmes(say, plan, plan.programmes)
    return [groups.city(say, plan), dimensions, groups.agencies(say, plan.by_agency), listed]


def dimension_tables(
    say: Formatter, plan: Portfolio, group: Group, subs: Sequence[Group], measured: Sequence[Outcome]
) -> Tables:
    own, parts = groups.groups(say, say("screen.dimensions"), [group]), groups.groups(say, say("book.subs"), subs)
    return [own, parts, programmes(say, plan, group.programmes), outcomes(say, plan, measured)]


def agencies_tables(say: Formatter, plan: Portfolio, listed: Sequence[AgencyGroup]) -> Tables:
    reliable = promises.reliability(say, reliabilities(plan))
    return [groups.agencies(say, listed), reliable, promises.waits(say, blockers_of(plan))]


def agency_tables(say: Formatter, plan: Portfolio, group: AgencyGroup) -> Tables:
    mine = [one for one in reliabilities(plan) if one.agency == group.agency]
    waits = [one for one in blockers_of(plan) if group.agency.code in (one.blocker.party, one.programme.lead.code)]
    return [
        groups.agencies(say, [group]),
        programmes(say, plan, group.programmes),
        milestones(say, plan, [(p, m) for p in group.programmes for m in p.milestones]),
        promises.reliability(say, mine),
        promises.waits(say, waits),
    ]


def indicator_tables(say: Formatter, plan: Portfolio, outcome: Outcome) -> Tables:
    parts = [areas(say, outcome)] if outcome.areas else []
    return [outcomes(say, plan, [outcome]), quarters(say, outcome), *parts]


def programme_tables(
    say: Formatter,
    plan: Portfolio,
    programme: Programme,
    steps: Table[ProgrammeMilestone],
    measured: Sequence[Outcome],
) -> Tables:
    work = [physical(say, programme)] if programme.is_physical else []
    return [programmes(say, plan, [programme]), *work, steps, outcomes(say, plan, measured)]


def timeline_tables(
    say: Formatter,
    due: Sequence[ProgrammeMilestone],
    late: Sequence[ProgrammeMilestone],
    moved: Sequence[Promise],
    forecasts: Forecasts,
    office: Office,
) -> Tables:
    coming = deadlines(say, due, forecasts, "due", say("timeline.coming"))
    past = deadlines(say, late, forecasts, "late", say("timeline.overdue"))
    return [coming, past, promises.moves(say, moved, office)]


def facts(say: Formatter, plan: Portfolio, snapshot: int | None) -> list[tuple[str, str]]:
    """What every workbook says of itself: city, day, rule, and the frozen data it was taken from."""
    entries = [
        (say("book.city"), plan.plan.city),
        (say("origin.day"), say.words.day(plan.as_of)),
        (say("origin.rule"), say.words.label(plan.plan.rule)),
    ]
    return [*entries, (say("book.frozen"), str(snapshot))] if snapshot is not None else entries
