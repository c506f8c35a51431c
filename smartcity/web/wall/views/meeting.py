"""Arahan Terbuka and Sejak Rapat Terakhir: what was decided, and what became of it?"""

from datetime import date

from markupsafe import Markup

from smartcity.domain.ahead import Found
from smartcity.domain.changes import Changes, changes, verified_change
from smartcity.domain.kinds import Health, MilestoneStatus
from smartcity.domain.meetings import Decision
from smartcity.domain.rounding import rounded
from smartcity.domain.wall import View
from smartcity.telling import sentences
from smartcity.web.wall.facts import Facts
from smartcity.web.wall.pictures import Picture, Row, Tile, listed
from smartcity.web.wall.said import WallSaid, joined

FEWER = 3  # rows that the tiles take the place of


def decisions(facts: Facts, say: WallSaid, most: int) -> Picture:
    today = facts.plan.as_of
    rows = [_decision(decision, today, say) for decision in facts.decisions]
    title = sentences.decisions(say, facts.decisions, today)
    return listed(View.DECISIONS, title, rows, most, heard_at=facts.plan.updated_at)


def _decision(decision: Decision, today: date, say: WallSaid) -> Row:
    due = "" if decision.due_on is None else say("wall.due", day=say.words.short_day(decision.due_on))
    waits = say.countdown(decision.due_on) or say("wall.no_due")
    health = Health.LATE if decision.is_overdue(today) else Health.ON_TRACK
    verdict = say.chip(health, waits)
    if decision.waiting is not None:
        verdict = say.chip(MilestoneStatus.AWAITING_VERIFICATION)
    sub = joined(say.agency(decision.agency), due, decision.follow_up or "")
    return Row(decision.text, sub, lead=_age(decision, say), verdict=verdict)


def _age(decision: Decision, say: WallSaid) -> str:
    return say("wall.meetings", count=decision.age) if decision.age else say("wall.this_meeting")


def since_meeting(facts: Facts, say: WallSaid, most: int) -> Picture:
    moved = changes(facts.before, facts.plan) if facts.before else None
    title = sentences.since_meeting(say, moved, facts.last_meeting.held_on if facts.last_meeting else None)
    if moved is None:
        return Picture(View.CHANGES, title, heard_at=facts.plan.updated_at)
    rows = [_changed(name, found, _old_due(facts, found), say) for name, found in _told(moved)]
    tiles = (
        *(Tile(say(f"wall.changed.{name}"), str(len(getattr(moved, name)))) for name in _KINDS),
        _points_tile(facts, say),
    )
    left = max(most - FEWER, 1)
    return listed(View.CHANGES, title, rows, left, tiles=tiles, heard_at=facts.plan.updated_at)


def _old_due(facts: Facts, found: Found) -> date | None:
    """The promise as it stood at the last meeting."""
    before = facts.before.milestones if facts.before else ()
    return next((old.facts.due_on for _, old in before if old.id == found[1].id), None)


_KINDS = ("finished", "moved", "added", "cancelled")


def _points_tile(facts: Facts, say: WallSaid) -> Tile:
    change = verified_change(facts.before, facts.plan)
    points = None if change is None else rounded(change * 100, 1).normalize()
    sign = "+" if points is not None and points > 0 else ""
    return Tile(say("overview.verified"), f"{sign}{say.words.number(points)}", say("wall.points"))


def _told(moved: Changes) -> list[tuple[str, Found]]:
    return [(name, found) for name in ("moved", "cancelled", "finished", "added") for found in getattr(moved, name)]


_LOOKS = {
    "finished": MilestoneStatus.DONE,
    "moved": MilestoneStatus.AT_RISK,
    "added": MilestoneStatus.ON_TRACK,
    "cancelled": MilestoneStatus.CANCELLED,
}


def _changed(name: str, found: Found, old_due: date | None, say: WallSaid) -> Row:
    """A moved date stands with the old one struck."""
    programme, milestone = found
    sub = joined(programme.name, say.agency(programme.lead))
    if name == "moved":
        old, new = (say.words.short_day(day) for day in (old_due, milestone.facts.due_on))
        sub = joined(Markup("<s>{}</s> → {}").format(old, new), sub)
    return Row(milestone.name, sub, verdict=say.chip(_LOOKS[name], say(f"wall.changed.{name}")))
