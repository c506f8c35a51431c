"""F21: what stands is the report of the newest period; within a period the newest word."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from smartcity.domain.enums import OwnRating, Reporting
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.attention import top_concerns
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.reasons import Reason
from smartcity.domain.reporting.submission import Submission
from smartcity.queries import history, portfolio, submissions
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.plan import FOURTH, M1, M3, THIRD, build

NOVEMBER, LATER, LAST = (datetime(2026, 11, day, 3, tzinfo=UTC) for day in (10, 20, 22))


def say(engine: Engine, period: int, at: datetime, **words: Any) -> None:
    with writing(engine) as session:
        session.add(t.Statement(programme_id=1, period_id=period, recorded_at=at, recorded_by="Operator A", **words))


@pytest.fixture
def corrected(database: Engine) -> Engine:
    """TW IV asks for help; a correction of TW III comes afterwards."""
    build(database)
    asked = {"own_rating": OwnRating.LATE, "help_needed": "Izin", "help_from": "Sekda", "obstacle_milestone_id": M3}
    say(database, FOURTH, NOVEMBER, obstacle="Banjir", **asked)
    say(database, THIRD, LATER, own_rating=OwnRating.ON_TRACK, happened="Perbaikan")
    return database


def seen(engine: Engine, day: date = date(2026, 11, 24)) -> tuple[Portfolio, Programme]:
    with reading(engine) as session:
        plan = portfolio.load_portfolio(session, day)
    assert plan is not None
    programme = plan.programme("P-1")
    assert programme is not None
    return plan, programme


def test_f21_a_correction_of_an_older_period_displaces_nothing(corrected: Engine) -> None:
    plan, programme = seen(corrected)
    assert programme.report is not None
    assert (str(programme.report.period), programme.report.own_rating) == ("IV/2026", OwnRating.LATE)
    assert (programme.report.help_needed, programme.report.obstacle_milestone) == ("Izin", M3)
    assert programme.reporting is Reporting.ON_TIME
    assert Reason.HELP_NEEDED in {concern.reason for concern in top_concerns(plan)}
    with reading(corrected) as session:
        reports = history.programme_history(session, date(2026, 11, 24), 1, (M1,)).reports
    assert [(str(r.period), r.happened) for r in reports][1:] == [
        ("III/2026", "Perbaikan"),
        ("III/2026", "Pelatihan pertama selesai"),
    ]


def test_f21_within_a_period_the_newest_word_stands_and_the_first_day_counts(corrected: Engine) -> None:
    say(corrected, FOURTH, LAST, happened="Sudah surut")
    _, programme = seen(corrected)
    assert programme.report is not None
    assert (programme.report.happened, programme.report.help_needed) == ("Sudah surut", None)
    assert programme.reporting is Reporting.ON_TIME
    _, before = seen(corrected, date(2026, 11, 21))
    assert before.report is not None
    assert before.report.help_needed == "Izin"


def test_f21_a_colleague_s_words_of_another_period_are_not_held_against_this_one(corrected: Engine) -> None:
    with reading(corrected) as session:
        (other,) = submissions.statements_since(session, 1, FOURTH, 2)
        begun = submissions.submitted_report(session, 1, FOURTH, 3)
        nothing = submissions.submitted_report(session, 2, FOURTH, 3)
    assert other.given == Submission()
    assert (begun.help_needed, begun.happened) == ("Izin", "")
    assert nothing == Submission()
