"""Where do we stand, and which dimension, agency, programme, milestone or indicator needs attention?"""

from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup

from smartcity.domain.enums import Direction, Health, MilestoneStatus, Reporting
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.meetings.wall import MOST_ROWS
from smartcity.domain.plan.due_dates import ProgrammeMilestone, next_due, upcoming_milestones
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.attention import Concern
from smartcity.domain.portfolio.differences import of_city
from smartcity.domain.portfolio.freshness import age_of_outcome, age_of_programme, freshness
from smartcity.domain.portfolio.origins import reporting_count
from smartcity.domain.portfolio.portfolio import Group, Portfolio
from smartcity.domain.reasons import Figure
from smartcity.presentation import empty_states, headlines, programme_texts
from smartcity.presentation.changes import parts
from smartcity.presentation.tables.programmes import worst_first
from smartcity.web.wall.elements import HEALTHS, Row, Tile, ViewContent, deviation_tile, listed, share_tile, spread
from smartcity.web.wall.facts import Facts
from smartcity.web.wall.formatter import WallFormatter, joined

CHANGING = (Figure.VERIFIED, Figure.DEVIATION)


def city(facts: Facts, say: WallFormatter, most: int) -> ViewContent:
    """With large letters without what changed since the last meeting, which has a view of its own."""
    plan = facts.plan
    label = say("wall.programmes", count=say.words.number(len(plan.programmes)))
    return ViewContent(
        headlines.city(say, plan),
        tiles=_tiles(facts, say, tells_changes=most == MOST_ROWS),
        spreads=(spread(label, dict(plan.city.healths), HEALTHS),) if plan.programmes and most == MOST_ROWS else (),
        newest_at=plan.updated_at,
        silence=say.silence(plan.whole.silence),
    )


def _tiles(facts: Facts, say: WallFormatter, *, tells_changes: bool) -> tuple[Tile, ...]:
    plan, progress, count = facts.plan, facts.plan.city.progress, reporting_count(facts.plan.by_agency)
    verified, planned = (progress.verified, progress.planned) if progress else (None, None)
    missing = say.chip(Reporting.SILENT, say("wall.missing", count=count.missing)) if count.missing else ""
    as_of = say("frame.as_of", day=say.words.short_day(plan.as_of))
    since = {figure: _since(facts, say, figure) if tells_changes else "" for figure in CHANGING}
    beside = say.chip(plan.health, say.due(progress) if progress else None)
    return (
        share_tile(say("overview.verified"), verified, say, beside, since[Figure.VERIFIED]),
        share_tile(say("wall.planned"), planned, say, say("wall.promises"), as_of),
        deviation_tile(progress, say, age=since[Figure.DEVIATION]),
        Tile(say("wall.reported"), str(count.reported), f"/ {count.owing}", missing),
    )


def _since(facts: Facts, say: WallFormatter, figure: Figure) -> str:
    """By how much the figure is another since the last meeting, the part from work and that from plan edits apart."""
    difference = of_city(facts.changes) if facts.changes else None
    if difference is None:
        return ""
    return say("wall.since", parts=parts(say, getattr(difference, figure.value), is_short=True))


def dimensions(facts: Facts, say: WallFormatter, most: int) -> ViewContent:
    """With large letters each stands in one line, without its silence."""
    fits = len(facts.plan.by_dimension) <= most
    rows = tuple(_dimension(group, say, tells_silence=fits) for group in facts.plan.by_dimension)
    return ViewContent(headlines.dimensions(say, facts.plan), rows=rows, newest_at=facts.plan.updated_at)


def _dimension(group: Group, say: WallFormatter, *, tells_silence: bool) -> Row:
    progress = group.roll_up.progress
    verdict = say.chip(group.health, say.due(progress) if progress else None)
    share = say.percent(progress.verified if progress else None)
    sub = say.silence(group.silence) if tells_silence else ""
    return Row(group.name, sub, progress=progress, value=share, verdict=verdict, tone=group.freshness)


REPORTINGS = (Reporting.ON_TIME, Reporting.LATE, Reporting.DRAFT, Reporting.OPEN, Reporting.SILENT)


def agencies(facts: Facts, say: WallFormatter, most: int) -> ViewContent:
    """Who has reported comes before how they are doing."""
    groups = facts.plan.by_agency
    owing, leading = [g for g in groups if g.owing], [g for g in groups if g.programmes]
    reported = Counter(group.reporting for group in owing)
    healthy = Counter(group.health for group in leading)
    quiet = [g for g in owing if g.reporting not in (Reporting.ON_TIME, Reporting.LATE)]
    late = [g for g in leading if g.health is Health.LATE]
    return ViewContent(
        headlines.agencies(say, facts.plan),
        spreads=(
            spread(say("wall.spread.reporting"), reported, REPORTINGS, _named("wall.quiet", quiet, say, most)),
            spread(say("wall.spread.health"), healthy, HEALTHS, _named("wall.late", late, say, most)),
        ),
        newest_at=facts.plan.reported_at,
    )


def _named(key: str, groups: Sequence[Group], say: WallFormatter, most: int) -> str:
    """With large letters there is no room for names."""
    is_told = groups and say.shows_names and most == MOST_ROWS
    return say(key, names=", ".join(group.name for group in groups)) if is_told else ""


DAYS = 30


def quick_wins(facts: Facts, say: WallFormatter, most: int) -> ViewContent:
    """Those with a late milestone first: as many as the headline counts."""
    programmes = [p for p in facts.plan.programmes if p.is_quick_win]
    heard = max((at for p in programmes if (at := p.last_update_at)), default=None)
    rows = [
        _quick_win(programme, facts.plan, say)
        for programme in sorted(worst_first(programmes), key=lambda p: not p.late)
    ]
    title = headlines.quick_wins(say, programmes, facts.quick_win_years)
    return listed(title, rows, most, heard)


def _quick_win(programme: Programme, plan: Portfolio, say: WallFormatter) -> Row:
    progress = programme.progress
    age = age_of_programme(programme, plan.period, plan.as_of)
    share = say.percent(progress.verified if progress else None)
    sub = joined(say.silent(age), say.due(progress) if progress else "", empty_states.next_name(say, programme))
    return Row(programme.name, sub, progress=progress, value=share, verdict=_next(programme, say), tone=freshness(age))


def _next(programme: Programme, say: WallFormatter) -> Markup:
    """Shape and words of the milestone that is due next; only a late one is past its day, as the headline counts."""
    due = next_due(programme)
    if due is None:
        return say.chip(programme.health)
    is_claimed = due.status is MilestoneStatus.AWAITING_VERIFICATION
    return say.chip(due.status, None if is_claimed else say.countdown(due.facts.due_on))


def concerns(facts: Facts, say: WallFormatter, most: int) -> ViewContent:
    rows = [_concern(listed_concerns, facts.plan, say) for listed_concerns in facts.concerns]
    title = headlines.concerns(say, facts.concerns, facts.plan)
    return listed(title, rows, most, facts.plan.updated_at)


def _concern(concern: Concern, plan: Portfolio, say: WallFormatter) -> Row:
    sub = joined(say.agency_of(concern.programme.lead), programme_texts.concern_basis(say, concern, plan))
    return Row(concern.programme.name, sub, verdict=say.reason(concern))


def due_soon(facts: Facts, say: WallFormatter, most: int) -> ViewContent:
    due = upcoming_milestones(facts.plan.milestones, facts.plan.as_of, DAYS)
    title = headlines.due_soon(say, facts.plan.milestones, facts.plan.as_of, DAYS)
    rows = [_milestone(due_milestones, say) for due_milestones in due]
    return listed(title, rows, most, facts.plan.updated_at)


def _milestone(due_milestone: ProgrammeMilestone, say: WallFormatter) -> Row:
    programme, milestone = due_milestone
    lead = say.words.short_day(milestone.facts.due_on, with_year=False)
    not_started = "" if milestone.facts.has_started else say("wall.not_started")
    sub = joined(not_started, programme.name, say.agency_of(programme.lead))
    return Row(milestone.name, sub, lead=lead, verdict=say.chip(milestone.status))


def indicators(facts: Facts, say: WallFormatter, most: int) -> ViewContent:
    """The lowest first; those that cannot be computed last."""
    outcomes = [outcome for outcome in facts.outcomes if outcome.card.retired_on is None]
    ranked = sorted(outcomes, key=lambda o: (o.to_date.raw is None, o.to_date.raw or 0, o.card.code))
    heard = max((at for o in outcomes if o.counted and (at := o.counted.recorded_at)), default=None)
    rows = [_indicator(outcome, facts.plan, say) for outcome in ranked]
    return listed(headlines.indicators(say, outcomes), rows, most, heard)


def _indicator(outcome: Outcome, plan: Portfolio, say: WallFormatter) -> Row:
    achievement, card, newest = outcome.to_date, outcome.card, outcome.counted
    against = say("wall.against", **_measured(outcome, say)) if newest else ""
    silent = say.silent(age_of_outcome(outcome, plan.period, plan.as_of)) if newest else ""
    owner = say.agency_of(card.agency) if card.agency else ""
    sub = joined(against, say.covered(newest.period, newest.span) if newest else "", silent, owner)
    if achievement.predicate is None:
        note = say.note(achievement)
        return Row(card.name, sub, verdict=say.chip(Reporting.SILENT, note))
    return Row(card.name, sub, value=say.achieved(achievement), verdict=say.chip(achievement.predicate))


def _measured(outcome: Outcome, say: WallFormatter) -> dict[str, str]:
    """A text needs no unit."""
    reading, is_text = say.measured(outcome.measured), outcome.card.direction is Direction.TEXT
    return {
        "reading": reading if is_text else say.with_unit(reading, outcome.card.unit),
        "goal": say.goal(outcome.goal_to_date),
    }
