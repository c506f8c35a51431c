"""Kota and Enam Dimensi: where do we stand, and which dimension holds us back?"""

from fractions import Fraction

from markupsafe import Markup

from smartcity.domain.changes import verified_change
from smartcity.domain.freshness import freshness
from smartcity.domain.kinds import Reporting
from smartcity.domain.origins import reporting_count
from smartcity.domain.portfolio import Group, Portfolio
from smartcity.domain.progress import Progress
from smartcity.domain.rounding import honest_percent, rounded
from smartcity.domain.wall import View
from smartcity.telling import sentences
from smartcity.web.wall.facts import Facts
from smartcity.web.wall.pictures import HEALTHS, Picture, Row, Tile, spread
from smartcity.web.wall.said import WallSaid, joined
from smartcity.words.speech import UNKNOWN


def city(facts: Facts, say: WallSaid, _most: int) -> Picture:
    plan = facts.plan
    label = say("wall.programmes", count=say.words.number(len(plan.programmes)))
    return Picture(
        View.CITY,
        sentences.city(say, plan),
        tiles=_city_tiles(facts, say),
        spreads=(spread(label, dict(plan.city.healths), HEALTHS),) if plan.programmes else (),
        heard_at=plan.updated_at,
    )


def _city_tiles(facts: Facts, say: WallSaid) -> tuple[Tile, ...]:
    plan, progress, count = facts.plan, facts.plan.city.progress, reporting_count(facts.plan.by_agency)
    as_of = say("frame.as_of", day=say.words.short_day(plan.as_of))
    missing = say.chip(Reporting.SILENT, say("wall.missing", count=count.missing)) if count.missing else ""
    verified, planned = (_percent(share, say) for share in _shares(progress))
    return (
        Tile(say("overview.verified"), *verified, note=_grown(facts, say)),
        Tile(say("wall.planned"), *planned, note=as_of),
        _deviation_tile(facts, say),
        Tile(say("wall.reported"), say.words.number(count.reported), f"/ {count.owing}", note=missing),
    )


def _shares(progress: Progress | None) -> tuple[Fraction | None, Fraction | None]:
    return (progress.verified, progress.planned) if progress else (None, None)


def _percent(share: Fraction | None, say: WallSaid) -> tuple[str, str]:
    """Number and unit; unknown has none."""
    return (UNKNOWN, "") if share is None else (say.words.number(honest_percent(share)), "%")


def _grown(facts: Facts, say: WallSaid) -> Markup | str:
    """The age of the figure, and by how much it moved since the last meeting."""
    change = verified_change(facts.before, facts.plan)
    return joined(say.age(facts.plan.updated_at), "" if change is None else say.points(change))


def _deviation_tile(facts: Facts, say: WallSaid) -> Tile:
    """In words above the number, so that no sign has to be read."""
    plan, before = facts.plan, facts.before.city.progress if facts.before else None
    progress = plan.city.progress
    points = None if progress is None or not (progress.planned or progress.verified) else rounded(progress.deviation, 1)
    word = "not_due" if points is None else "as_planned" if not points else "ahead" if points > 0 else "behind"
    note = say.chip(plan.health) if before is None else say("wall.last_meeting", deviation=say.deviation(before))
    number = say.words.number(None if points is None else abs(points.normalize()))
    return Tile(say(f"wall.deviation.{word}"), number, say("wall.points") if points is not None else "", note)


def dimensions(facts: Facts, say: WallSaid, _most: int) -> Picture:
    rows = tuple(_dimension(group, facts.plan, say) for group in facts.plan.by_dimension)
    return Picture(View.DIMENSIONS, sentences.dimensions(say, facts.plan), rows=rows, heard_at=facts.plan.updated_at)


def _dimension(group: Group, plan: Portfolio, say: WallSaid) -> Row:
    heard_at = max((at for p in group.programmes if (at := p.last_word_at)), default=None)
    progress = group.roll_up.progress
    found = freshness(heard_at.date() if heard_at else None, plan.period, plan.as_of)
    verdict = say.chip(group.health, say.deviation(progress) if progress else None)
    share = say.percent(progress.verified if progress else None)
    return Row(group.name, say.age(heard_at, found), progress=progress, value=share, verdict=verdict, tone=found)
