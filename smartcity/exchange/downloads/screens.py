"""The tables behind each screen, for its workbook: the same domain values, rounded by the same functions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from smartcity.domain.enums import Health
from smartcity.domain.facts.change_requests import Promise
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.plan.programmes import Milestone, Programme
from smartcity.domain.plan.progress import Progress, RollUp
from smartcity.domain.portfolio.agencies import blockers_of, reliabilities
from smartcity.domain.portfolio.freshness import Age, age_of_outcome
from smartcity.domain.portfolio.origins import reporting_count
from smartcity.domain.portfolio.portfolio import AgencyGroup, Group, Portfolio
from smartcity.domain.rounding import points_beside_in_file, progress_in_file, weight_in_file
from smartcity.exchange.downloads import reliability
from smartcity.exchange.downloads.figure_workbook import Column, Kind, Sheet, Value, columns, sheet_of
from smartcity.exchange.downloads.measured import area_table, physical_table, quarter_table
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.tables.programmes import programmes as programmes_table

ProgrammeMilestone = tuple[Programme, Milestone]
_SHARES = ("verified", "claimed", "planned")


def _progress(progress: Progress | None) -> tuple[Value, ...]:
    """Verified, claimed, planned in percent and the deviation in points; empty while unknown."""
    if progress is None:
        return (None,) * 4
    shares = (progress_in_file(getattr(progress, name)) for name in _SHARES)
    return (*shares, points_beside_in_file(progress.verified, progress.planned))


def _silent(age: Age | None) -> Value:
    """Days past the cadence; empty within it."""
    return age.silent_days if age else None


def _counts(roll_up: RollUp) -> tuple[Value, ...]:
    healths = dict(roll_up.healths)
    return tuple(healths.get(health, 0) for health in Health)


def _health_columns(say: Formatter) -> tuple[Column, ...]:
    return tuple(Column(say.words.label(health), say("meaning.health_count"), Kind.NUMBER) for health in Health)


_SILENCE = (("silent", Kind.NUMBER), ("longest_silent", Kind.NUMBER))
_SILENT_DAYS = ("silent_days", Kind.NUMBER)
_PROGRESS = (*((name, Kind.PERCENT) for name in _SHARES), ("deviation", Kind.POINTS))


def groups(say: Formatter, title: str, listed: Iterable[Group]) -> Sheet:
    """Dimensions or sub-dimensions; what is unknown in a group is counted beside its mean."""
    named = (("name", Kind.TEXT), ("health", Kind.TEXT), ("programmes", Kind.NUMBER), ("unknown", Kind.NUMBER))
    rows = [(g.name, say.words.label(g.health), g.roll_up.count, g.roll_up.unknown, *_group_cells(g)) for g in listed]
    return Sheet(title, (*columns(say, *named), *_group_columns(say)), rows)


def _group_cells(group: Group) -> tuple[Value, ...]:
    """Its progress, how many of its programmes are silent, the longest of them, and how many are in each health."""
    roll_up, silent = group.roll_up, group.silence
    return (*_progress(roll_up.progress), silent.count, silent.longest or None, *_counts(roll_up))


def _group_columns(say: Formatter) -> tuple[Column, ...]:
    return (*columns(say, *_PROGRESS, *_SILENCE), *_health_columns(say))


def city(say: Formatter, plan: Portfolio) -> Sheet:
    """The four figures on top of Ringkasan."""
    sheet, count = groups(say, say("book.city"), [plan.whole]), reporting_count(plan.by_agency)
    named = columns(say, ("agencies_reported", Kind.NUMBER), ("agencies_owing", Kind.NUMBER))
    rows = [(*row, count.reported, count.owing) for row in sheet.rows]
    return Sheet(sheet.title, (*sheet.columns, *named), rows)


def agencies(say: Formatter, listed: Iterable[AgencyGroup]) -> Sheet:
    named = (("agency", Kind.TEXT), ("reporting", Kind.TEXT), ("reported", Kind.NUMBER), ("owing", Kind.NUMBER))
    more = (("health", Kind.TEXT), ("programmes", Kind.NUMBER), ("unknown", Kind.NUMBER))
    rows = [
        (
            g.agency.name,
            say.words.label(g.reporting),
            g.reported,
            g.owing,
            say.words.label(g.health) if g.programmes else None,
            g.roll_up.count,
            g.roll_up.unknown,
            *_group_cells(g),
        )
        for g in listed
    ]
    return Sheet(say("screen.agencies"), (*columns(say, *named, *more), *_group_columns(say)), rows)


def programmes(say: Formatter, plan: Portfolio, listed: Sequence[Programme]) -> Sheet:
    return sheet_of(programmes_table(say, plan, listed))


def milestones(say: Formatter, listed: Iterable[ProgrammeMilestone]) -> Sheet:
    named = (("code", Kind.TEXT), ("milestone", Kind.TEXT), ("programme", Kind.TEXT), ("agency", Kind.TEXT))
    days = (("start", Kind.DAY), ("due", Kind.DAY), ("first_due", Kind.DAY), ("achieved", Kind.DAY))
    rows = [
        (
            m.code,
            m.name,
            p.name,
            p.lead.short_name,
            say.words.label(m.status),
            weight_in_file(m.facts.weight),
            m.facts.starts_on,
            m.facts.due_on,
            m.facts.first_due_on,
            m.facts.verified.achieved_on if m.facts.is_done and m.facts.verified else None,
            m.moves,
        )
        for p, m in listed
    ]
    status = (("status", Kind.TEXT), ("weight", Kind.NUMBER))
    return Sheet(say("book.milestones"), columns(say, *named, *status, *days, ("moves", Kind.NUMBER)), rows)


def outcomes(say: Formatter, plan: Portfolio, measured: Iterable[Outcome]) -> Sheet:
    named = (("code", Kind.TEXT), ("indicator", Kind.TEXT), ("agency", Kind.TEXT), ("unit", Kind.TEXT))
    more = (("reading", Kind.TEXT), ("target", Kind.TEXT), ("achievement", Kind.PERCENT), ("of_year", Kind.PERCENT))
    ends = (("of_end", Kind.PERCENT), ("end_target", Kind.TEXT), ("lacking", Kind.TEXT))
    rows = [
        (
            o.card.code,
            o.card.name,
            o.card.owner,
            o.card.unit,
            say.covered(o.counted.period, o.counted.span) if o.counted else None,
            say.measured(o.measured),
            say.goal(o.goal_to_date),
            o.to_date.percent_in_file,
            o.of_year.percent_in_file,
            o.of_end.percent_in_file,
            say.goal(o.of_end.goal) if o.of_end.goal else None,
            say.note(o.to_date) or None,
            say.words.label(o.to_date.predicate) if o.to_date.predicate else None,
            o.if_verified.to_date.percent_in_file if o.waiting else None,
            ", ".join(o.card.programmes) or None,
            _silent(age_of_outcome(o, plan.period, plan.as_of)),
        )
        for o in measured
    ]
    last = (("predicate", Kind.TEXT), ("if_verified", Kind.PERCENT), ("behind", Kind.TEXT))
    listed = (*named, ("period", Kind.TEXT), *more, *ends, *last, _SILENT_DAYS)
    return Sheet(say("screen.indicators"), columns(say, *listed), rows)


def indicator_tables(say: Formatter, plan: Portfolio, outcome: Outcome) -> list[Sheet]:
    parts = [area_table(say, outcome)] if outcome.areas else []
    return [outcomes(say, plan, [outcome]), quarter_table(say, outcome), *parts]


def overview_tables(say: Formatter, plan: Portfolio) -> list[Sheet]:
    dimensions = groups(say, say("screen.dimensions"), plan.by_dimension)
    return [city(say, plan), dimensions, agencies(say, plan.by_agency), programmes(say, plan, plan.programmes)]


def dimension_tables(
    say: Formatter, plan: Portfolio, group: Group, subs: Iterable[Group], measured: Iterable[Outcome]
) -> list[Sheet]:
    parts = [groups(say, say("screen.dimensions"), [group]), groups(say, say("book.subs"), subs)]
    return [*parts, programmes(say, plan, group.programmes), outcomes(say, plan, measured)]


def agencies_tables(say: Formatter, plan: Portfolio, listed: Iterable[AgencyGroup]) -> list[Sheet]:
    return [
        agencies(say, listed),
        reliability.reliability_table(say, reliabilities(plan)),
        reliability.waits_table(say, blockers_of(plan)),
    ]


def agency_tables(say: Formatter, plan: Portfolio, group: AgencyGroup) -> list[Sheet]:
    steps = [(p, m) for p in group.programmes for m in p.milestones]
    mine = [one for one in reliabilities(plan) if one.agency == group.agency]
    waits = [one for one in blockers_of(plan) if group.agency.code in (one.blocker.party, one.programme.lead.code)]
    parts = [agencies(say, [group]), programmes(say, plan, group.programmes), milestones(say, steps)]
    return [*parts, reliability.reliability_table(say, mine), reliability.waits_table(say, waits)]


def programme_tables(say: Formatter, plan: Portfolio, programme: Programme, measured: Iterable[Outcome]) -> list[Sheet]:
    steps = milestones(say, [(programme, m) for m in programme.milestones])
    physical = [physical_table(say, programme)] if programme.is_physical else []
    return [programmes(say, plan, [programme]), *physical, steps, outcomes(say, plan, measured)]


def timeline_tables(
    say: Formatter,
    due: Iterable[ProgrammeMilestone],
    late: Iterable[ProgrammeMilestone],
    moved: Iterable[Promise],
    office: Callable[[str, datetime], str],
) -> list[Sheet]:
    coming, past = milestones(say, due), milestones(say, late)
    parts = [replace(coming, title=say("timeline.coming")), replace(past, title=say("timeline.overdue"))]
    return [*parts, reliability.promises_table(say, moved, office)]


def facts(say: Formatter, plan: Portfolio, snapshot: int | None) -> Sequence[tuple[str, str]]:
    """What every workbook says of itself: city, day, rule, and the frozen data it was taken from."""
    entries = [
        (say("book.city"), plan.plan.city),
        (say("origin.day"), say.words.day(plan.as_of)),
        (say("origin.rule"), say.words.label(plan.plan.rule)),
    ]
    return [*entries, (say("book.frozen"), str(snapshot))] if snapshot is not None else entries
