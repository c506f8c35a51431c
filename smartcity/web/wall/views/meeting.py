"""Arahan Terbuka and Sejak Rapat Terakhir: what was decided, and what became of it?"""

from datetime import date

from markupsafe import Markup

from smartcity.domain.enums import DecisionState, Health, MilestoneStatus
from smartcity.domain.facts.decisions import CountedDecision, Decision
from smartcity.domain.meetings.wall import MOST_ROWS
from smartcity.domain.plan.due_dates import ProgrammeMilestone
from smartcity.domain.portfolio.changes import Changes, Turn
from smartcity.domain.portfolio.differences import of_city
from smartcity.presentation import agenda
from smartcity.presentation import changes as change_texts
from smartcity.web.wall.elements import Row, Tile, ViewContent, change_tile, listed
from smartcity.web.wall.facts import Facts
from smartcity.web.wall.formatter import WallFormatter, joined

FEWER = 3  # rows that the tiles take the place of


def decisions(facts: Facts, say: WallFormatter, most: int) -> ViewContent:
    today = facts.plan.as_of
    rows = [_decision(decision, today, say) for decision in facts.decisions]
    title = agenda.decisions(say, facts.decisions, today, ever=facts.decisions_ever)
    return listed(title, rows, most, facts.plan.updated_at)


def _decision(decision: CountedDecision, today: date, say: WallFormatter) -> Row:
    is_late = decision.state(today) is DecisionState.OVERDUE
    health = Health.LATE if is_late else Health.ON_TRACK
    if not isinstance(decision, Decision):
        return Row(
            say("agenda.hidden"), lead=_age(decision, say), verdict=say.chip(health, say("decision.confidential"))
        )
    due = "" if decision.due_on is None else say("changes.due", day=say.words.short_day(decision.due_on))
    waits = say.countdown(decision.due_on) or say("minutes.no_due")
    verdict = say.chip(health, waits)
    if decision.waiting is not None:
        verdict = say.chip(MilestoneStatus.AWAITING_VERIFICATION)
    sub = joined(say.agency_of(decision.agency), due, decision.follow_up or "")
    return Row(decision.text, sub, lead=_age(decision, say), verdict=verdict)


def _age(decision: CountedDecision, say: WallFormatter) -> str:
    return say("wall.meetings", count=decision.age) if decision.age else say("wall.this_meeting")


def since_meeting(facts: Facts, say: WallFormatter, most: int) -> ViewContent:
    """The worse news first, in the sentence, the tiles and the rows."""
    earlier, moved = facts.earlier, facts.changes
    if earlier is None or moved is None:
        return ViewContent(say("overview.no_meeting"), newest_at=facts.plan.updated_at)
    rows = [_turned(turn, changes, moved, say) for turn in Turn for changes in moved.turned(turn)]
    left = most - (FEWER if most == MOST_ROWS else FEWER - 1)
    notes = (
        change_texts.headline(say, moved, change_texts.since(say, earlier)),
        change_texts.caveat(say, earlier, facts.rules),
    )
    title = " ".join(part for part in notes if part)
    tiles = _tiles(moved, say)
    return listed(title, rows, left, facts.plan.updated_at, tiles)


def _tiles(moved: Changes, say: WallFormatter) -> tuple[Tile, ...]:
    late, done, again = (len(moved.turned(turn)) for turn in (Turn.BECAME_LATE, Turn.FINISHED, Turn.RECOVERED))
    better = say("wall.improved", count=len(moved.improved))
    recovered = say("wall.recovered", count=again) if again else ""
    return (
        Tile(say.words.label(Turn.BECAME_LATE), str(late)),
        Tile(say("wall.worsened"), str(len(moved.worsened)), note=better),
        Tile(say.words.label(Turn.FINISHED), str(done), note=recovered),
        change_tile(say("overview.verified"), of_city(moved), say),
    )


def _turned(turn: Turn, changes: ProgrammeMilestone, moved: Changes, say: WallFormatter) -> Row:
    """A moved date stands with the old one struck."""
    programme, milestone = changes
    sub = joined(programme.name, say.agency_of(programme.lead))
    if turn in (Turn.SLIPPED, Turn.ADVANCED):
        dates = (moved.old[milestone.id].facts.due_on, milestone.facts.due_on)
        sub = joined(Markup("<s>{}</s> → {}").format(*map(say.words.short_day, dates)), sub)
    return Row(milestone.name, sub, verdict=say.chip(turn))
