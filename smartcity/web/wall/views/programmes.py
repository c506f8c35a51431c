"""Quick Win, what needs attention, what is due, indicators."""

from markupsafe import Markup

from smartcity.domain.enums import Direction, MilestoneStatus, Reporting
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.meetings.wall import View
from smartcity.domain.plan.due_dates import ProgrammeMilestone, next_due, upcoming_milestones
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.attention import Concern
from smartcity.domain.portfolio.freshness import age_of_outcome, age_of_programme, freshness
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.presentation import empty_states, headlines, orders, programme_texts
from smartcity.web.wall.elements import Row, ViewContent, listed
from smartcity.web.wall.facts import Facts
from smartcity.web.wall.formatter import WallFormatter, joined

DAYS = 30


def quick_wins(facts: Facts, say: WallFormatter, most: int) -> ViewContent:
    """Those with a late milestone first: as many as the headline counts."""
    programmes = [p for p in facts.plan.programmes if p.is_quick_win]
    heard = max((at for p in programmes if (at := p.last_update_at)), default=None)
    rows = [
        _quick_win(programme, facts.plan, say)
        for programme in sorted(orders.worst_first(programmes), key=lambda p: not p.late)
    ]
    title = headlines.quick_wins(say, programmes, facts.quick_win_years)
    return listed(View.QUICK_WINS, title, rows, most, heard_at=heard)


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
    return listed(View.CONCERNS, title, rows, most, heard_at=facts.plan.updated_at)


def _concern(concern: Concern, plan: Portfolio, say: WallFormatter) -> Row:
    sub = joined(say.agency_of(concern.programme.lead), programme_texts.concern_basis(say, concern, plan))
    return Row(concern.programme.name, sub, verdict=say.reason(concern))


def due_soon(facts: Facts, say: WallFormatter, most: int) -> ViewContent:
    due = upcoming_milestones(facts.plan.milestones, facts.plan.as_of, DAYS)
    title = headlines.due_soon(say, facts.plan.milestones, facts.plan.as_of, DAYS)
    rows = [_milestone(due_milestones, say) for due_milestones in due]
    return listed(View.AHEAD, title, rows, most, heard_at=facts.plan.updated_at)


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
    return listed(View.INDICATORS, headlines.indicators(say, outcomes), rows, most, heard_at=heard)


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
