"""Kota and Enam Dimensi: where do we stand, and which dimension holds us back?"""

from smartcity.domain.differences import of_city
from smartcity.domain.kinds import Reporting
from smartcity.domain.origins import reporting_count
from smartcity.domain.portfolio import Group
from smartcity.domain.progress import Figure
from smartcity.domain.wall import MOST_ROWS, View
from smartcity.presentation import sentences
from smartcity.presentation.changes import parts
from smartcity.web.wall.facts import Facts
from smartcity.web.wall.pictures import HEALTHS, Picture, Row, Tile, spread
from smartcity.web.wall.said import WallSaid
from smartcity.web.wall.tiles import deviation_tile, share_tile

CHANGING = (Figure.VERIFIED, Figure.DEVIATION)


def city(facts: Facts, say: WallSaid, most: int) -> Picture:
    """With large letters without what changed since the last meeting, which has a view of its own."""
    plan = facts.plan
    label = say("wall.programmes", count=say.words.number(len(plan.programmes)))
    return Picture(
        View.CITY,
        sentences.city(say, plan),
        tiles=_tiles(facts, say, tells_changes=most == MOST_ROWS),
        spreads=(spread(label, dict(plan.city.healths), HEALTHS),) if plan.programmes and most == MOST_ROWS else (),
        heard_at=plan.updated_at,
        silence=say.silence(plan.whole.silence),
    )


def _tiles(facts: Facts, say: WallSaid, *, tells_changes: bool) -> tuple[Tile, ...]:
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


def _since(facts: Facts, say: WallSaid, figure: Figure) -> str:
    """By how much the figure is another since the last meeting, the part from work and that from plan edits apart."""
    difference = of_city(facts.moved) if facts.moved else None
    if difference is None:
        return ""
    return say("wall.since", parts=parts(say, getattr(difference, figure.value), is_short=True))


def dimensions(facts: Facts, say: WallSaid, most: int) -> Picture:
    """With large letters each stands in one line, without its silence."""
    fits = len(facts.plan.by_dimension) <= most
    rows = tuple(_dimension(group, say, tells_silence=fits) for group in facts.plan.by_dimension)
    return Picture(View.DIMENSIONS, sentences.dimensions(say, facts.plan), rows=rows, heard_at=facts.plan.updated_at)


def _dimension(group: Group, say: WallSaid, *, tells_silence: bool) -> Row:
    progress = group.roll_up.progress
    verdict = say.chip(group.health, say.due(progress) if progress else None)
    share = say.percent(progress.verified if progress else None)
    sub = say.silence(group.silence) if tells_silence else ""
    return Row(group.name, sub, progress=progress, value=share, verdict=verdict, tone=group.freshness)
