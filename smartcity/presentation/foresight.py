"""What is foreseen, as ranges and one sentence for the city; never a single day."""

from smartcity.domain.forecasts import Forecasts
from smartcity.domain.foresight import Forecast
from smartcity.domain.precision import progress_shown
from smartcity.presentation.said import Said


def span(say: Said, found: Forecast | None) -> str:
    """P50–P80: `5–26 Des 2026`; a dash where nothing can be foreseen."""
    if found is None:
        return say("foresight.none")
    likely, late = found.likely, found.late
    if likely == late:
        return say("foresight.around", day=say.words.short_day(late))
    if (likely.year, likely.month) == (late.year, late.month):
        return f"{likely.day}–{say.words.short_day(late)}"
    first = say.words.short_day(likely, with_year=likely.year != late.year)
    return f"{first} – {say.words.short_day(late)}"


def year_end(say: Said, forecasts: Forecasts) -> str:
    """The city at the end of the year, if things slip as they usually do."""
    found = forecasts.year_end
    if found is None:
        return say("foresight.too_little", n=forecasts.history.n)
    expected, planned = (say.words.percent(progress_shown(share)) for share in (found.expected, found.planned))
    return say("foresight.year_end", year=found.day.year, expected=expected, planned=planned)


def programme_end(say: Said, forecasts: Forecasts, found: Forecast | None) -> str:
    """The finish of a programme, and how many finished milestones of its kinds it rests on."""
    if not forecasts.is_enough:
        return say("foresight.too_little", n=forecasts.history.n)
    if found is None:
        return say("foresight.beyond")
    return say("foresight.programme", span=span(say, found), n=found.n)
