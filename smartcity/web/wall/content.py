"""What a wall shows: its head, its views and their feet, as one piece of HTML that replaces the one before."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from markupsafe import Markup
from sqlmodel import Session

from smartcity.domain.errors import present
from smartcity.domain.meetings.wall import View, WallOptions
from smartcity.i18n.catalog import Language
from smartcity.i18n.words import ZONE_NAMES, Words
from smartcity.presentation.agenda import opening
from smartcity.queries import walls
from smartcity.queries.walls import presented_view
from smartcity.settings import settings
from smartcity.web.wall.agenda import WallMeeting, item_page, rail, wall_meeting
from smartcity.web.wall.facts import Facts, facts_on
from smartcity.web.wall.formatter import WallFormatter
from smartcity.web.wall.look import render
from smartcity.web.wall.request import WallRequest
from smartcity.web.wall.views import BUILDERS

AGENDA = "agenda"


def content(session: Session, request: WallRequest, options: WallOptions) -> Markup:
    walls_state = presented_view(session) if request.is_meeting(options) else None
    meeting = wall_meeting(session, request.day, walls_state) if walls_state else None
    say = WallFormatter(words_in(options), request.day, request.zone, _shows_names(options, meeting))
    facts = facts_on(request.day, request.pulse.entry, meeting.snapshot if meeting else None)
    return render(
        "content",
        s=say,
        mode="rapat" if meeting else "ambien",
        tag=tag(session, request, options, request.pulse.audit_id),
        key=request.content_key(options),
        entry=request.pulse.audit_id,
        offset=_offset(request),
        zone=ZONE_NAMES.get(request.zone, ""),
        clock=say.words.clock(request.now, request.zone),
        city=facts.plan.plan.city if facts else "",
        is_sample=bool(facts and facts.plan.plan.is_sample),
        shows_names=say.shows_names,
        shown=_shown(meeting) if facts else "",
        is_black=bool(walls_state and walls_state.is_black),
        views=_shown_views(meeting, facts, request, options, say),
    )


def tag(session: Session, request: WallRequest, options: WallOptions, since: int) -> str:
    """What a poll compares: the content, and how many changes wait for the presenter's next turn."""
    if not request.is_open:
        return request.content_key(options)
    return f"{request.content_key(options)}.{waiting(session, request, options, since)}"


def waiting(session: Session, request: WallRequest, options: WallOptions, since: int) -> int:
    """Changes that came in after the ledger entry the wall was drawn at; outside of a meeting nothing waits."""
    if not request.is_meeting(options) or request.pulse.audit_id <= since:
        return 0
    return walls.count_plan_entries_since(session, since)


def words_in(options: WallOptions) -> Words:
    language: Language = "en" if options.language == "en" else "id"
    return Words(language)


def _offset(request: WallRequest) -> int:
    """Minutes from UTC to the city's clock."""
    offset = request.now.astimezone(ZoneInfo(request.zone)).utcoffset()
    return int(offset.total_seconds() // 60) if offset else 0


def _shows_names(options: WallOptions, meeting: WallMeeting | None) -> bool:
    """An unattended wall names agencies only when told to; the presenter's word is stronger than the address."""
    if meeting is None:
        return options.shows_names is True
    return meeting.walls_state.shows_names and options.shows_names is not False


def _shown(meeting: WallMeeting | None) -> str:
    """What the presenter shows; nothing where the wall turns its pages itself."""
    if meeting is None:
        return ""
    return meeting.walls_state.view.value if meeting.walls_state.view else AGENDA


def _snapshot_note(meeting: WallMeeting, facts: Facts, request: WallRequest, say: WallFormatter) -> str:
    if meeting.snapshot is None:
        return ""
    key = "wall.frozen" if facts.is_frozen else "wall.frozen.broken"
    return say(key, number=meeting.snapshot.number, at=_when(meeting.snapshot.at, request, say))


def _when(at: datetime, request: WallRequest, say: WallFormatter) -> str:
    """The clock of today; of another day its date."""
    local = at.astimezone(ZoneInfo(request.zone))
    return say.words.clock(at, request.zone) if local.date() == request.day else say.words.short_day(local.date())


def _shown_views(
    meeting: WallMeeting | None, facts: Facts | None, request: WallRequest, options: WallOptions, say: WallFormatter
) -> Markup:
    """In a meeting the one picture the presenter shows, else all of the rotation."""
    if facts is None:
        return render("nothing", s=say)
    if meeting is None:
        return _rotation(settings().database_url, request.pulse.entry, request.day, options, say)
    note, view = _snapshot_note(meeting, facts, request, say), meeting.walls_state.view
    if view is None:
        return _agenda(meeting, facts, request, options, say, note)
    return _view(view, facts, say, options, meeting.steps, note)


@lru_cache(maxsize=32)
def _rotation(_url: str, entry: str, day: date, options: WallOptions, say: WallFormatter) -> Markup:
    """Drawn once for all walls with the same options."""
    facts, views = present(facts_on(day, entry)), options.views
    steps = {here: tuple("here" if view is here else "" for view in views) for here in views}
    return Markup("").join(_view(view, facts, say, options, steps[view]) for view in views)


def _view(
    view: View, facts: Facts, say: WallFormatter, options: WallOptions, steps: tuple[str, ...], note: str = ""
) -> Markup:
    """`steps` is how far the agenda or the rotation is, `note` which frozen data is shown."""
    picture = BUILDERS[view](facts, say, options.scale.rows)
    under = render("foot", s=say, picture=picture, frozen=note, dots=steps, until=None)
    return render("view", s=say, view=view.value, picture=picture, foot=under)


def _agenda(
    meeting: WallMeeting, facts: Facts, request: WallRequest, options: WallOptions, say: WallFormatter, note: str
) -> Markup:
    """The item discussed, or the agenda before the first one."""
    item = meeting.item
    page = item_page(meeting, item, facts, say, options.scale.rows) if item else None
    until = meeting.until(request.now)
    under = render("foot", s=say, picture=None, frozen=note, dots=meeting.steps, until=until)
    steps = rail(meeting, say, options.scale.rows)
    title = opening(say, meeting.meeting, meeting.items)
    return render("agenda", s=say, title=title, page=page, steps=steps, foot=under)
