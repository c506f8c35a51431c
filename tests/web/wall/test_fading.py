"""Old data fades on walls as on screens: a dimension by the half of its weight, an indicator by its own targets."""

import pytest

from smartcity.charts.theme import LIGHT
from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.enums import Reporting
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.meetings.wall import MOST_ROWS
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.freshness import Freshness
from smartcity.i18n.figures import silence_text
from smartcity.i18n.words import Words
from smartcity.presentation.labels import look
from smartcity.ui.components.chart_data import group_standings
from smartcity.web.wall.elements import Row
from smartcity.web.wall.facts import Facts
from smartcity.web.wall.formatter import WallFormatter
from smartcity.web.wall.views import plan
from tests.domain.cities import days_ago, portfolio, programme, report
from tests.domain.indicators.test_outcomes import outcome
from tests.domain.plans import TODAY

WORDS = Words("id")
SAY = WallFormatter(WORDS, TODAY, CITY_ZONE.key)
SILENCE = look(Reporting.SILENT)[0]


def facts(*programmes: Programme, outcomes: tuple[Outcome, ...] = ()) -> Facts:
    return Facts(portfolio(*programmes), (), outcomes, None, (), is_frozen=False)


def heard(number: int, days: int) -> Programme:
    """The period of these tests is a quarter with five days of grace: 97 days."""
    return programme(number, report=report(recorded_at=days_ago(days)), is_quick_win=True)


def only(rows: tuple[Row, ...]) -> Row:
    (row,) = rows
    return row


@pytest.mark.parametrize(
    ("days", "tone"),
    [((1,), Freshness.FRESH), ((1, 98), Freshness.FRESH), ((1, 98, 99), Freshness.OVERDUE), ((98,), Freshness.OVERDUE)],
)
def test_a_dimension_fades_on_the_wall_as_on_the_screen(days: tuple[int, ...], tone: Freshness) -> None:
    wall_facts = facts(*(heard(number, age) for number, age in enumerate(days)))
    row = only(plan.dimensions(wall_facts, SAY, MOST_ROWS).rows)
    assert row.tone == tone
    silent = [age for age in days if age > 97]
    sentence = silence_text(WORDS, len(silent), max(silent, default=0))
    assert (SILENCE in row.sub and sentence in row.sub) if silent else row.sub == ""
    drawn = group_standings(WORDS, LIGHT, wall_facts.plan.by_dimension, narrow=False)
    assert (sentence in " ".join(drawn.figure.data[-1].text)) if silent else "kabar" not in str(drawn.figure)
    bar = next(trace for trace in drawn.figure.data if trace.name == "verified")
    assert list(bar.marker.color) == [LIGHT.faded(LIGHT.done.fill, tone)]


@pytest.mark.parametrize(("days", "tone"), [(1, Freshness.FRESH), (97, Freshness.AGING), (98, Freshness.OVERDUE)])
def test_a_quick_win_fades_by_its_own_word(days: int, tone: Freshness) -> None:
    row = only(plan.quick_wins(facts(heard(1, days)), SAY, MOST_ROWS).rows)
    assert row.tone == tone
    assert ("tanpa kabar 98 hari" in row.sub) is (tone is Freshness.OVERDUE)


@pytest.mark.parametrize(("third", "is_old"), [("4", False), (None, True)])
def test_an_indicator_without_its_last_quarter_carries_the_shape_of_silence(third: str | None, *, is_old: bool) -> None:
    measured = outcome((2026, 2, "4", "5"), (2026, 3, third, "5"))
    row = only(plan.indicators(facts(outcomes=(measured,)), SAY, MOST_ROWS).rows)
    assert (SILENCE in row.sub) is is_old
