"""Quick Win, Perlu Perhatian, 30 Hari ke Depan: lists of programmes and milestones."""

from markupsafe import Markup

from smartcity.domain.ahead import Found, next_due, upcoming
from smartcity.domain.attention import Concern
from smartcity.domain.freshness import age_of_programme, freshness
from smartcity.domain.kinds import MilestoneStatus
from smartcity.domain.plan import Programme
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.wall import View
from smartcity.presentation import emptiness, orders, sentences
from smartcity.presentation import quick_wins as quick_wins_told
from smartcity.web.wall.facts import Facts
from smartcity.web.wall.pictures import Picture, Row, listed
from smartcity.web.wall.said import WallSaid, joined

DAYS = 30


def quick_wins(facts: Facts, say: WallSaid, most: int) -> Picture:
    """Those with a late milestone first: as many as the headline counts."""
    found = [p for p in facts.plan.programmes if p.is_quick_win]
    heard = max((at for p in found if (at := p.last_word_at)), default=None)
    rows = [
        _quick_win(programme, facts.plan, say)
        for programme in sorted(orders.worst_first(found), key=lambda p: not p.late)
    ]
    title = quick_wins_told.headline(say, found, facts.quick_win_years)
    return listed(View.QUICK_WINS, title, rows, most, heard_at=heard)


def _quick_win(programme: Programme, plan: Portfolio, say: WallSaid) -> Row:
    progress = programme.progress
    age = age_of_programme(programme, plan.period, plan.as_of)
    share = say.percent(progress.verified if progress else None)
    sub = joined(say.silent(age), say.due(progress) if progress else "", emptiness.next_name(say, programme))
    return Row(programme.name, sub, progress=progress, value=share, verdict=_next(programme, say), tone=freshness(age))


def _next(programme: Programme, say: WallSaid) -> Markup:
    """Shape and words of the milestone that is due next; only a late one is past its day, as the headline counts."""
    due = next_due(programme)
    if due is None:
        return say.chip(programme.health)
    is_claimed = due.status is MilestoneStatus.AWAITING_VERIFICATION
    return say.chip(due.status, None if is_claimed else say.countdown(due.facts.due_on))


def concerns(facts: Facts, say: WallSaid, most: int) -> Picture:
    rows = [_concern(found, facts.plan, say) for found in facts.concerns]
    title = sentences.concerns(say, facts.concerns, facts.plan)
    return listed(View.CONCERNS, title, rows, most, heard_at=facts.plan.updated_at)


def _concern(found: Concern, plan: Portfolio, say: WallSaid) -> Row:
    sub = joined(say.agency(found.programme.lead), sentences.concern(say, found, plan))
    return Row(found.programme.name, sub, verdict=say.reason(found))


def ahead(facts: Facts, say: WallSaid, most: int) -> Picture:
    due = upcoming(facts.plan.milestones, facts.plan.as_of, DAYS)
    title = sentences.ahead(say, facts.plan.milestones, facts.plan.as_of, DAYS)
    rows = [_milestone(found, say) for found in due]
    return listed(View.AHEAD, title, rows, most, heard_at=facts.plan.updated_at)


def _milestone(found: Found, say: WallSaid) -> Row:
    programme, milestone = found
    lead = say.words.short_day(milestone.facts.due_on, with_year=False)
    not_started = "" if milestone.facts.has_started else say("wall.not_started")
    sub = joined(not_started, programme.name, say.agency(programme.lead))
    return Row(milestone.name, sub, lead=lead, verdict=say.chip(milestone.status))
