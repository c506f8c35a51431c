"""Arahan Terbuka and Sejak Rapat Terakhir: what was decided, and what became of it?"""

from datetime import date

from markupsafe import Markup

from smartcity.domain.ahead import Found
from smartcity.domain.changes import Changes, Turn, changes, verified_change
from smartcity.domain.kinds import Health, MilestoneStatus
from smartcity.domain.meetings import Decision
from smartcity.domain.wall import MOST_ROWS, View
from smartcity.telling import sentences
from smartcity.web.wall.facts import Facts
from smartcity.web.wall.pictures import Picture, Row, Tile, listed
from smartcity.web.wall.said import WallSaid, joined
from smartcity.web.wall.tiles import change_tile

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


# Told first: what needs words in the room.
TOLD = (Turn.SLIPPED, Turn.REOPENED, Turn.RETURNED, Turn.CANCELLED, Turn.FINISHED)
TOLD_LAST = (Turn.ADVANCED, Turn.RESUMED, Turn.ADDED)
COUNTED = (Turn.FINISHED, Turn.SLIPPED, Turn.ADDED, Turn.CANCELLED)


def since_meeting(facts: Facts, say: WallSaid, most: int) -> Picture:
    moved = changes(facts.before, facts.plan) if facts.before else None
    title = sentences.since_meeting(say, moved, facts.last_meeting.held_on if facts.last_meeting else None)
    if moved is None:
        return Picture(View.CHANGES, title, heard_at=facts.plan.updated_at)
    rows = [_turned(turn, found, moved, say) for turn in TOLD + TOLD_LAST for found in moved.turned(turn)]
    counts = (Tile(say.words.label(turn), str(len(moved.turned(turn)))) for turn in COUNTED)
    left = most - (FEWER if most == MOST_ROWS else FEWER - 1)
    tiles = (*counts, change_tile(say("overview.verified"), verified_change(moved.before, moved.after), say))
    return listed(View.CHANGES, title, rows, left, tiles=tiles, heard_at=facts.plan.updated_at)


def _turned(turn: Turn, found: Found, moved: Changes, say: WallSaid) -> Row:
    """A moved date stands with the old one struck."""
    programme, milestone = found
    sub = joined(programme.name, say.agency(programme.lead))
    if turn in (Turn.SLIPPED, Turn.ADVANCED):
        dates = (moved.old[milestone.id].facts.due_on, milestone.facts.due_on)
        sub = joined(Markup("<s>{}</s> → {}").format(*map(say.words.short_day, dates)), sub)
    return Row(milestone.name, sub, verdict=say.chip(turn))
