"""The sentences of foresight: too little history is said so, up to the seventh finished milestone; then the city's."""

from datetime import timedelta

import pytest

from smartcity.domain.calendar import CITY_ZONE
from smartcity.domain.forecast.forecasts import Forecasts
from smartcity.i18n.words import Words
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.programme_texts import forecast_programme_end, forecast_span, forecast_year_end
from tests.domain.cities import milestone, portfolio, programme
from tests.domain.plans import TODAY, done, running, step

SAY = Formatter(Words("id"), TODAY, CITY_ZONE.key)


def forecasts(finished: int) -> Forecasts:
    """So many milestones that were finished ten days after their promise, and one that is still open."""
    due = TODAY - timedelta(days=60)
    claim = done(due + timedelta(days=10))
    facts = step(due - timedelta(days=60), due, latest=claim, verified=claim)
    past = [milestone(number, facts) for number in range(1, finished + 1)]
    still_open = milestone(99, step(TODAY - timedelta(days=9), TODAY + timedelta(days=20), latest=running(10)))
    return Forecasts(portfolio(programme(1, *past, still_open)))


@pytest.mark.parametrize(("finished", "is_told"), [(0, False), (7, False), (8, True), (9, True)])
def test_below_eight_finished_milestones_nothing_is_foreseen(finished: int, *, is_told: bool) -> None:
    foreseen = forecasts(finished)
    too_little = f"Perkiraan selesai: belum cukup data ({finished} tahapan selesai, perlu 8)."
    (only,) = foreseen.plan.programmes
    end = next(foreseen.milestone(p, m) for p, m in foreseen.plan.milestones if m.id == 99)
    assert (forecast_year_end(SAY, foreseen) == too_little) is not is_told
    assert (forecast_programme_end(SAY, foreseen, foreseen.programme(only)) == too_little) is not is_told
    assert (forecast_span(SAY, end) == SAY("foresight.none")) is not is_told


def test_the_sentence_of_the_city() -> None:
    assert forecast_year_end(SAY, forecasts(8)).startswith(
        "Jika semua mundur seperti biasanya, akhir 2026 terverifikasi "
    )
