"""What a wall shows: its head, its views and their feet, as one piece of HTML that replaces the one before."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from markupsafe import Markup
from sqlmodel import Session

from smartcity.domain.wall import View, WallOptions
from smartcity.i18n.catalog import Language
from smartcity.i18n.speech import ZONE_NAMES, Words
from smartcity.queries import walls
from smartcity.queries.stage import on_stage
from smartcity.settings import settings
from smartcity.web.wall.agenda import OnWall, on_wall
from smartcity.web.wall.facts import Facts, facts_on
from smartcity.web.wall.look import render
from smartcity.web.wall.moment import WallMoment
from smartcity.web.wall.said import WallSaid
from smartcity.web.wall.views import PAINTERS
from smartcity.web.wall.views.agenda import item_page, opening, rail

AGENDA = "agenda"


@dataclass(frozen=True, slots=True)
class Foot:
    """What stands under a view: the frozen data of a meeting, and how far the agenda or the rotation is."""

    frozen: str = ""
    steps: tuple[str, ...] = ()


def content(session: Session, moment: WallMoment, options: WallOptions) -> Markup:
    stage = on_stage(session) if moment.is_meeting(options) else None
    found = on_wall(session, moment.day, stage) if stage else None
    say = WallSaid(words_in(options), moment.day, moment.zone, _shows_names(options, found))
    facts = facts_on(moment.day, moment.pulse.entry, found.snapshot if found else None)
    return render(
        "content",
        s=say,
        mode="rapat" if found else "ambien",
        tag=tag(session, moment, options, moment.pulse.audit_id),
        key=moment.content_key(options),
        entry=moment.pulse.audit_id,
        offset=_offset(moment),
        zone=ZONE_NAMES.get(moment.zone, ""),
        clock=say.words.clock(moment.now, moment.zone),
        city=facts.plan.plan.city if facts else "",
        is_sample=bool(facts and facts.plan.plan.is_sample),
        shows_names=say.shows_names,
        shown=_shown(found) if facts else "",
        is_black=bool(stage and stage.is_black),
        views=_shown_views(found, facts, moment, options, say),
    )


def tag(session: Session, moment: WallMoment, options: WallOptions, since: int) -> str:
    """What a poll compares: the content, and how many changes wait for the presenter's next turn."""
    if not moment.is_open:
        return moment.content_key(options)
    return f"{moment.content_key(options)}.{waiting(session, moment, options, since)}"


def waiting(session: Session, moment: WallMoment, options: WallOptions, since: int) -> int:
    """Changes that came in after the ledger entry the wall was drawn at; outside of a meeting nothing waits."""
    if not moment.is_meeting(options) or moment.pulse.audit_id <= since:
        return 0
    return walls.came_in(session, since)


def words_in(options: WallOptions) -> Words:
    language: Language = "en" if options.language == "en" else "id"
    return Words(language)


def _offset(moment: WallMoment) -> int:
    """Minutes from UTC to the city's clock."""
    offset = moment.now.astimezone(ZoneInfo(moment.zone)).utcoffset()
    return int(offset.total_seconds() // 60) if offset else 0


def _shows_names(options: WallOptions, found: OnWall | None) -> bool:
    """An unattended wall names agencies only when told to; the presenter's word is stronger than the address."""
    if found is None:
        return options.shows_names is True
    return found.stage.shows_names and options.shows_names is not False


def _shown(found: OnWall | None) -> str:
    """What the presenter shows; nothing where the wall turns its pages itself."""
    if found is None:
        return ""
    return found.stage.view.value if found.stage.view else AGENDA


def _foot(found: OnWall, facts: Facts, moment: WallMoment, say: WallSaid) -> Foot:
    if found.snapshot is None:
        return Foot(steps=found.steps)
    key = "wall.frozen" if facts.is_frozen else "wall.frozen.broken"
    at = _when(found.snapshot.at, moment, say)
    return Foot(say(key, number=found.snapshot.number, at=at), found.steps)


def _when(at: datetime, moment: WallMoment, say: WallSaid) -> str:
    """The clock of today; of another day its date."""
    local = at.astimezone(ZoneInfo(moment.zone))
    return say.words.clock(at, moment.zone) if local.date() == moment.day else say.words.short_day(local.date())


def _shown_views(
    found: OnWall | None, facts: Facts | None, moment: WallMoment, options: WallOptions, say: WallSaid
) -> Markup:
    """In a meeting the one picture the presenter shows, else all of the rotation."""
    if facts is None:
        return render("nothing", s=say)
    if found is None:
        return _rotation(settings().database_url, moment.pulse.entry, moment.day, options, say)
    foot = _foot(found, facts, moment, say)
    if found.stage.view is None:
        return _agenda(found, facts, moment, options, say, foot)
    return _view(found.stage.view, facts, say, options, foot)


@lru_cache(maxsize=32)
def _rotation(_url: str, entry: str, day: date, options: WallOptions, say: WallSaid) -> Markup:
    """Drawn once for all walls with the same options."""
    facts, views = facts_on(day, entry), options.views
    assert facts is not None
    feet = (Foot(steps=tuple("here" if view is here else "" for view in views)) for here in views)
    return Markup("").join(_view(view, facts, say, options, foot) for view, foot in zip(views, feet, strict=True))


def _view(view: View, facts: Facts, say: WallSaid, options: WallOptions, foot: Foot) -> Markup:
    picture = PAINTERS[view](facts, say, options.scale.rows)
    under = render("foot", s=say, picture=picture, frozen=foot.frozen, dots=foot.steps, until=None)
    return render("view", s=say, picture=picture, foot=under)


def _agenda(found: OnWall, facts: Facts, moment: WallMoment, options: WallOptions, say: WallSaid, foot: Foot) -> Markup:
    """The item discussed, or the agenda before the first one."""
    item = found.item
    page = item_page(found, item, facts, say, options.scale.rows) if item else None
    until = found.until(moment.now)
    under = render("foot", s=say, picture=None, frozen=foot.frozen, dots=foot.steps, until=until)
    steps = rail(found, say, options.scale.rows)
    return render("agenda", s=say, title=opening(found, say), page=page, steps=steps, foot=under)
