"""What a wall shows: its head, its views and their feet, as one piece of HTML that replaces the one before."""

from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

from markupsafe import Markup
from sqlmodel import Session

from smartcity.domain.wall import WallOptions
from smartcity.queries import walls
from smartcity.queries.stage import OnStage, on_stage
from smartcity.settings import settings
from smartcity.web.wall.facts import Facts, facts_on
from smartcity.web.wall.look import render
from smartcity.web.wall.moment import WallMoment
from smartcity.web.wall.said import WallSaid
from smartcity.web.wall.views import PAINTERS
from smartcity.words.catalog import Language
from smartcity.words.speech import ZONE_NAMES, Words


def content(session: Session, moment: WallMoment, options: WallOptions) -> Markup:
    stage = on_stage(session) if moment.is_meeting(options) else None
    shows_names = _shows_names(options, stage)
    snapshot = stage.snapshot if stage else None
    facts = facts_on(moment.day, moment.pulse.entry, snapshot)
    say = WallSaid(words_in(options), moment.day, shows_names)
    offset = moment.now.astimezone(ZoneInfo(moment.zone)).utcoffset()
    return render(
        "content",
        s=say,
        mode="rapat" if stage else "ambien",
        tag=tag(session, moment, options, moment.pulse.audit_id),
        key=moment.content_key(options),
        entry=moment.pulse.audit_id,
        offset=int(offset.total_seconds() // 60) if offset else 0,
        zone=ZONE_NAMES.get(moment.zone, ""),
        clock=say.words.clock(moment.now, moment.zone),
        city=facts.plan.plan.city if facts else "",
        is_sample=bool(facts and facts.plan.plan.is_sample),
        shows_names=shows_names,
        shown=stage.view.value if stage and stage.view else None,
        is_black=bool(stage and stage.is_black),
        views=_views(settings().database_url, moment.pulse.entry, moment.day, snapshot, options, say),
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


def _shows_names(options: WallOptions, stage: OnStage | None) -> bool:
    """An unattended wall names agencies only when told to; the presenter's word is stronger than the address."""
    if stage is None:
        return options.shows_names is True
    return stage.shows_names and options.shows_names is not False


@lru_cache(maxsize=32)
def _views(_url: str, entry: str, day: date, snapshot: int | None, options: WallOptions, say: WallSaid) -> Markup:
    """Drawn once for all walls with the same options."""
    facts = facts_on(day, entry, snapshot)
    if facts is None:
        return render("nothing", s=say)
    return Markup("").join(_view(facts, say, options, place) for place in range(len(options.views)))


def _view(facts: Facts, say: WallSaid, options: WallOptions, place: int) -> Markup:
    picture = PAINTERS[options.views[place]](facts, say, options.scale.rows)
    dots = render("dots", count=len(options.views), here=place)
    return render("view", s=say, picture=picture, foot=render("foot", s=say, picture=picture, place=dots))
