"""What can be asked of the sample city, on SQLite and on PostgreSQL: the same answers, as of any day."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from smartcity.domain.enums import MilestoneStatus
from smartcity.domain.facts.history import Move
from smartcity.domain.portfolio.attention import top_concerns
from smartcity.domain.portfolio.changes import Changes, Turn
from smartcity.domain.portfolio.origins import origin_of_programmes, reporting_count
from smartcity.domain.reasons import Figure
from smartcity.domain.rounding import honest_percent, rounded
from smartcity.queries import budgets, history, indicators, meetings, portfolio
from smartcity.store.engine import reading

TODAY, LAST_MEETING = date(2026, 11, 24), date(2026, 10, 20)


@pytest.fixture
def city(sample_city: Engine) -> Engine:
    return sample_city


def test_the_city_stands_where_its_facts_put_it(city: Engine) -> None:
    with reading(city) as session:
        plan = portfolio.load_portfolio(session, TODAY)
    assert plan is not None
    assert plan.city.progress is not None
    assert (honest_percent(plan.city.progress.verified), honest_percent(plan.city.progress.planned)) == (57, 64)
    assert rounded(plan.city.progress.deviation, 1) == rounded(-6.8, 1)
    assert plan.count(MilestoneStatus.LATE) == 24
    count = reporting_count(plan.by_agency)
    assert (count.reported, count.owing) == (21, 27)
    assert len(top_concerns(plan)) == 7


def test_a_figure_and_its_origin_are_the_same_number(city: Engine) -> None:
    with reading(city) as session:
        plan = portfolio.load_portfolio(session, TODAY)
    assert plan is not None
    assert plan.city.progress is not None
    for figure in (Figure.VERIFIED, Figure.PLANNED, Figure.CLAIMED):
        origin = origin_of_programmes(figure, plan.plan.rule, plan.programmes)
        assert origin.share == getattr(plan.city.progress, figure.value)


def test_what_was_known_at_the_last_meeting_is_still_known_so(city: Engine) -> None:
    with reading(city) as session:
        before, now = portfolio.load_portfolio(session, LAST_MEETING), portfolio.load_portfolio(session, TODAY)
        assert portfolio.load_portfolio(session, date(2020, 1, 1)) is None
        assert [meeting.held_on for meeting in meetings.held_meetings(session, TODAY)][-1] == LAST_MEETING
        assert meetings.held_meetings(session, date(2026, 8, 20)) == ()
    assert before is not None
    assert now is not None
    assert before.city.progress is not None
    assert honest_percent(before.city.progress.verified) == 56
    difference = Changes(before, now)
    turns = (Turn.FINISHED, Turn.SLIPPED, Turn.ADDED, Turn.CANCELLED)
    assert [len(difference.turned(turn)) for turn in turns] == [
        10,
        2,
        6,
        1,
    ]
    assert Changes(now, now).is_empty


def test_every_earlier_day_can_be_asked(city: Engine) -> None:
    """The sample links indicators to programmes that were recorded later."""
    with reading(city) as session:
        for days in range(0, 1250, 50):
            day = TODAY - timedelta(days=days)
            plan = portfolio.load_portfolio(session, day)
            codes = {programme.code for programme in plan.programmes} if plan else set()
            linked = {code for one in indicators.outcomes(session, day) for code in one.card.programmes}
            assert linked <= codes, day


def test_indicators_and_histories_are_told_alike(city: Engine) -> None:
    with reading(city) as session:
        by_code = {outcome.card.code: outcome for outcome in indicators.outcomes(session, TODAY)}
        plan = portfolio.load_portfolio(session, TODAY)
        assert plan is not None
        programme = plan.programme("EN-02")
        assert programme is not None
        history_shown = history.programme_history(
            session, TODAY, programme.id, tuple(m.id for m in programme.milestones)
        )
        assert len(history.all_requested_changes(session, TODAY)) == 19
        money = [line for line in budgets.budget_lines(session, TODAY) if line.programme == "EN-02"]
    assert len(by_code) == 40
    assert by_code["IK-05"].card.replaced_by == "IK-06"
    share = by_code["IK-05"].to_date.floored
    assert share is not None
    assert str(rounded(share * 100, 2)) == "97.33"
    assert [change.days for change in history_shown.changes if isinstance(change, Move)] == [92]
    assert {(line.year, line.quarters[-1][0]) for line in money} == {(2026, 4)}
    assert history_shown.reports[0].help_from == "Wali Kota"
