"""The tables behind each screen, for its workbook: the same domain values, rounded by the same functions."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from smartcity.domain.freshness import Age, age_of_outcome, age_of_programme
from smartcity.domain.kinds import Health
from smartcity.domain.origins import reporting_count
from smartcity.domain.outcomes import Outcome
from smartcity.domain.plan import Milestone, Programme
from smartcity.domain.portfolio import AgencyGroup, Group, Portfolio
from smartcity.domain.precision import points_beside_in_file, progress_in_file, weight_in_file
from smartcity.domain.progress import Progress, RollUp
from smartcity.domain.promises import Promise
from smartcity.domain.reliability import reliabilities, waits_of
from smartcity.exchange import reliability_books as books
from smartcity.exchange.columns import columns
from smartcity.exchange.figure_book import Column, Kind, Sheet, Value
from smartcity.exchange.outcome_books import areas, quarters
from smartcity.exchange.physical_books import physical_values
from smartcity.presentation.said import Said

Found = tuple[Programme, Milestone]
_SHARES = ("verified", "claimed", "planned")


def _progress(progress: Progress | None) -> tuple[Value, ...]:
    """Verified, claimed, planned in percent and the deviation in points; empty while unknown."""
    if progress is None:
        return (None,) * 4
    shares = (progress_in_file(getattr(progress, name)) for name in _SHARES)
    return (*shares, points_beside_in_file(progress.verified, progress.planned))


def _silent(found: Age | None) -> Value:
    """Days past the cadence; empty within it."""
    return found.silent_days if found else None


def _counts(roll_up: RollUp) -> tuple[Value, ...]:
    found = dict(roll_up.healths)
    return tuple(found.get(health, 0) for health in Health)


def _health_columns(say: Said) -> tuple[Column, ...]:
    return tuple(Column(say.words.label(health), say("meaning.health_count"), Kind.NUMBER) for health in Health)


_SILENCE = (("silent", Kind.NUMBER), ("longest_silent", Kind.NUMBER))
_SILENT_DAYS = ("silent_days", Kind.NUMBER)
_PROGRESS = (*((name, Kind.PERCENT) for name in _SHARES), ("deviation", Kind.POINTS))


def groups(say: Said, title: str, found: Iterable[Group]) -> Sheet:
    """Dimensions or sub-dimensions; what is unknown in a group is counted beside its mean."""
    named = (("name", Kind.TEXT), ("health", Kind.TEXT), ("programmes", Kind.NUMBER), ("unknown", Kind.NUMBER))
    rows = [(g.name, say.words.label(g.health), g.roll_up.count, g.roll_up.unknown, *_standing(g)) for g in found]
    return Sheet(title, (*columns(say, *named), *_standing_columns(say)), rows)


def _standing(group: Group) -> tuple[Value, ...]:
    """Its progress, how many of its programmes are silent, the longest of them, and how many are in each health."""
    roll_up, silent = group.roll_up, group.silence
    return (*_progress(roll_up.progress), silent.count, silent.longest or None, *_counts(roll_up))


def _standing_columns(say: Said) -> tuple[Column, ...]:
    return (*columns(say, *_PROGRESS, *_SILENCE), *_health_columns(say))


def city(say: Said, plan: Portfolio) -> Sheet:
    """The four figures on top of Ringkasan."""
    sheet, count = groups(say, say("book.city"), [plan.whole]), reporting_count(plan.by_agency)
    named = columns(say, ("agencies_reported", Kind.NUMBER), ("agencies_owing", Kind.NUMBER))
    rows = [(*row, count.reported, count.owing) for row in sheet.rows]
    return Sheet(sheet.title, (*sheet.columns, *named), rows)


def agencies(say: Said, found: Iterable[AgencyGroup]) -> Sheet:
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
            *_standing(g),
        )
        for g in found
    ]
    return Sheet(say("screen.agencies"), (*columns(say, *named, *more), *_standing_columns(say)), rows)


def programmes(say: Said, plan: Portfolio, found: Iterable[Programme]) -> Sheet:
    named = (("code", Kind.TEXT), ("programme", Kind.TEXT), ("dimension", Kind.TEXT), ("agency", Kind.TEXT))
    more = (("weight", Kind.NUMBER), ("measure", Kind.TEXT), ("health", Kind.TEXT), ("own_rating", Kind.TEXT))
    rows = [
        (
            p.code,
            p.name,
            p.dimension.name,
            p.lead.short_name,
            weight_in_file(p.weight),
            say.words.label(p.measure),
            say.words.label(p.health),
            say.words.label(p.report.own_rating) if p.report and p.report.own_rating else None,
            say.words.label(p.reporting),
            *_progress(p.progress),
            _silent(age_of_programme(p, plan.period, plan.as_of)),
        )
        for p in found
    ]
    return Sheet(
        say("screen.programmes"), columns(say, *named, *more, ("reporting", Kind.TEXT), *_PROGRESS, _SILENT_DAYS), rows
    )


def milestones(say: Said, found: Iterable[Found]) -> Sheet:
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
        for p, m in found
    ]
    status = (("status", Kind.TEXT), ("weight", Kind.NUMBER))
    return Sheet(say("book.milestones"), columns(say, *named, *status, *days, ("moves", Kind.NUMBER)), rows)


def outcomes(say: Said, plan: Portfolio, found: Iterable[Outcome]) -> Sheet:
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
        for o in found
    ]
    last = (("predicate", Kind.TEXT), ("if_verified", Kind.PERCENT), ("behind", Kind.TEXT))
    listed = (*named, ("period", Kind.TEXT), *more, *ends, *last, _SILENT_DAYS)
    return Sheet(say("screen.indicators"), columns(say, *listed), rows)


def of_outcome(say: Said, plan: Portfolio, found: Outcome) -> list[Sheet]:
    parts = [areas(say, found)] if found.areas else []
    return [outcomes(say, plan, [found]), quarters(say, found), *parts]


def of_overview(say: Said, plan: Portfolio) -> list[Sheet]:
    dimensions = groups(say, say("screen.dimensions"), plan.by_dimension)
    return [city(say, plan), dimensions, agencies(say, plan.by_agency), programmes(say, plan, plan.programmes)]


def of_dimension(
    say: Said, plan: Portfolio, group: Group, subs: Iterable[Group], measured: Iterable[Outcome]
) -> list[Sheet]:
    parts = [groups(say, say("screen.dimensions"), [group]), groups(say, say("book.subs"), subs)]
    return [*parts, programmes(say, plan, group.programmes), outcomes(say, plan, measured)]


def of_agencies(say: Said, plan: Portfolio, listed: Iterable[AgencyGroup]) -> list[Sheet]:
    return [agencies(say, listed), books.reliability(say, reliabilities(plan)), books.waits(say, waits_of(plan))]


def of_agency(say: Said, plan: Portfolio, group: AgencyGroup) -> list[Sheet]:
    steps = [(p, m) for p in group.programmes for m in p.milestones]
    mine = [one for one in reliabilities(plan) if one.agency == group.agency]
    waits = [one for one in waits_of(plan) if group.agency.code in (one.ball.party, one.programme.lead.code)]
    parts = [agencies(say, [group]), programmes(say, plan, group.programmes), milestones(say, steps)]
    return [*parts, books.reliability(say, mine), books.waits(say, waits)]


def of_programme(say: Said, plan: Portfolio, programme: Programme, measured: Iterable[Outcome]) -> list[Sheet]:
    steps = milestones(say, [(programme, m) for m in programme.milestones])
    physical = [physical_values(say, programme)] if programme.is_physical else []
    return [programmes(say, plan, [programme]), *physical, steps, outcomes(say, plan, measured)]


def of_timeline(
    say: Said,
    due: Iterable[Found],
    late: Iterable[Found],
    moved: Iterable[Promise],
    office: Callable[[str, datetime], str],
) -> list[Sheet]:
    coming, past = milestones(say, due), milestones(say, late)
    parts = [replace(coming, title=say("timeline.coming")), replace(past, title=say("timeline.overdue"))]
    return [*parts, books.promises(say, moved, office)]


def facts(say: Said, plan: Portfolio, frozen: int | None) -> Sequence[tuple[str, str]]:
    """What every workbook says of itself: city, day, rule, and the frozen data it was taken from."""
    told = [
        (say("book.city"), plan.plan.city),
        (say("origin.day"), say.words.day(plan.as_of)),
        (say("origin.rule"), say.words.label(plan.plan.rule)),
    ]
    return [*told, (say("book.frozen"), str(frozen))] if frozen is not None else told
