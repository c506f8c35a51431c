"""Ages beside figures, told: none, one, many; promises and data; why something is stale."""

from datetime import timedelta

import pytest

from smartcity.domain.ages import Inputs, inputs
from smartcity.domain.attention import Concern, Reason
from smartcity.domain.freshness import Freshness
from smartcity.domain.zone import CITY_ZONE
from smartcity.telling import sentences
from smartcity.telling.said import Said
from smartcity.words.speech import NBSP, Words
from tests.domain.cities import days_ago, milestone, portfolio, programme, report
from tests.domain.plans import TODAY, running, step
from tests.domain.test_outcomes import outcome

SAY = Said(Words("id"), TODAY, CITY_ZONE.key)


def told(*days: int) -> Inputs:
    return inputs(days_ago(n) for n in days)


@pytest.mark.parametrize(
    ("found", "long", "short"),
    [
        (Inputs(), "belum ada data", "belum ada data"),
        (told(0), "data hari ini", "data hari ini"),
        (told(5, 5), "data 5 hari", "data 5 hari"),
        (told(2, 41), "data termuda 2 hari, tertua 41 hari", "data 2–41 hari"),
        (told(0, 1200), "data termuda hari ini, tertua 1.200 hari", "data 0–1.200 hari"),
    ],
    ids=["none", "today", "one age", "two ages", "from today"],
)
def test_how_old_a_figure_is(found: Inputs, long: str, short: str) -> None:
    assert SAY.ages(found) == long
    assert SAY.short_ages(found) == short


def test_a_plan_is_as_old_as_its_promises() -> None:
    assert SAY.ages(told(2, 41), "promises") == "janji termuda 2 hari, tertua 41 hari"


def test_an_overdue_achievement_carries_the_shape_of_silence() -> None:
    assert SAY.outcome_age(outcome(), Freshness.FRESH) == "belum ada data"
    assert "reporting-silent" in SAY.outcome_age(outcome(), Freshness.OVERDUE)


def test_why_something_is_stale_names_it_and_its_age() -> None:
    step_on = step(TODAY - timedelta(days=200), TODAY, latest=running(5))
    silent = milestone(1, step_on, said_at=days_ago(103))
    found = programme(1, silent, report=report(recorded_at=days_ago(120)))
    heard = f"13{NBSP}Agu{NBSP}2026 (103 hari lalu)"
    of_step = Concern(found, Reason.STALE, 11, silent)
    assert sentences.concern(SAY, of_step, portfolio(found)) == f"Tahapan 1: kabar terakhir {heard}"
    assert "11 hari lewat irama lapor" in SAY.reason(of_step)
    of_all = Concern(programme(1, report=report(recorded_at=days_ago(103))), Reason.STALE, 11)
    assert sentences.concern(SAY, of_all, portfolio(found)) == f"Program 1: kabar terakhir {heard}"
