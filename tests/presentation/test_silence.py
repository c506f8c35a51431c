"""Silence beside figures, of one and of many; why something is stale."""

from datetime import timedelta

import pytest

from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.portfolio.attention import Concern
from smartcity.domain.portfolio.freshness import Age, Freshness, Silence
from smartcity.domain.reasons import Reason
from smartcity.i18n.figures import silence_text
from smartcity.i18n.words import NBSP, Words
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.programme_texts import concern_basis
from tests.domain.cities import days_ago, milestone, portfolio, programme, report
from tests.domain.plans import TODAY, running, step

SAY = Formatter(Words("id"), TODAY, CITY_ZONE.key)


def test_f15_silence_is_told_past_the_cadence_and_never_within() -> None:
    assert "tanpa kabar 143 hari" in SAY.silent(Age(143, Freshness.OVERDUE))
    assert SAY.silent(Age(95, Freshness.AGING)) == SAY.silent(Age(3, Freshness.FRESH)) == SAY.silent(None) == ""


@pytest.mark.parametrize(
    ("count", "longest", "expected", "english"),
    [
        (0, 0, "", ""),
        (1, 143, "1 program tanpa kabar 143 hari", "1 programme without word for 143 days"),
        (3, 1143, "3 program tanpa kabar, terlama 1.143 hari", "3 programmes without word, up to 1,143 days"),
    ],
)
def test_f15_a_group_tells_how_many_and_the_longest(count: int, longest: int, expected: str, english: str) -> None:
    assert silence_text(Words("id"), count, longest) == expected
    assert silence_text(Words("en"), count, longest) == english
    assert (expected in SAY.silence(Silence(count, longest))) if expected else not SAY.silence(Silence())


def test_why_something_is_stale_names_it_and_its_age() -> None:
    step_on = step(TODAY - timedelta(days=200), TODAY, latest=running(5))
    silent = milestone(1, step_on, said_at=days_ago(103))
    shown_programme = programme(1, silent, report=report(recorded_at=days_ago(120)))
    heard = f"13{NBSP}Agu{NBSP}2026"
    of_step = Concern(shown_programme, Reason.STALE, 11, silent)
    assert concern_basis(SAY, of_step, portfolio(shown_programme)) == f"Tahapan 1: kabar terakhir {heard}"
    assert "tanpa kabar 103 hari" in SAY.reason(of_step), "data frozen earlier counted 11 days past the cadence"
    of_all = Concern(programme(1, report=report(recorded_at=days_ago(103))), Reason.STALE, 11)
    assert concern_basis(SAY, of_all, portfolio(shown_programme)) == f"Program 1: kabar terakhir {heard}"
    never = Concern(programme(1, report=None), Reason.STALE, 300)
    assert concern_basis(SAY, never, portfolio(shown_programme)) == "Program 1: belum pernah ada kabar"
    assert "tanpa kabar 300 hari" in SAY.reason(never)
