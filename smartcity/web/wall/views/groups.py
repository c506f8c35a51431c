"""Kota, Enam Dimensi, OPD: where do we stand, which dimension holds us back, who has reported?"""

from collections import Counter
from collections.abc import Sequence

from smartcity.domain.enums import Health, Reporting
from smartcity.domain.meetings.wall import MOST_ROWS, View
from smartcity.domain.plan.progress import Figure
from smartcity.domain.portfolio.differences import of_city
from smartcity.domain.portfolio.origins import reporting_count
from smartcity.domain.portfolio.portfolio import Group
from smartcity.presentation import headlines
from smartcity.presentation.changes import parts
from smartcity.web.wall.elements import HEALTHS, Row, Tile, ViewContent, deviation_tile, share_tile, spread
from smartcity.web.wall.facts import Facts
from smartcity.web.wall.formatter import WallFormatter

CHANGING = (Figure.VERIFIED, Figure.DEVIATION)


def city(facts: Facts, say: WallFormatter, most: int) -> ViewContent:
    """With large letters without what changed since the last meeting, which has a view of its own."""
    plan = facts.plan
    label = say("wall.programmes", count=say.words.number(len(plan.programmes)))
    return ViewContent(
        View.CITY,
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
    return ViewContent(
        View.DIMENSIONS, headlines.dimensions(say, facts.plan), rows=rows, newest_at=facts.plan.updated_at
    )


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
        View.AGENCIES,
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
