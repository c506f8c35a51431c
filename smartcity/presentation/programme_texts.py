"""Programmes in words: health with its reason, what a concern rests on, forecasts."""

from datetime import date

from markupsafe import Markup

from smartcity.domain.enums import Health
from smartcity.domain.forecast.forecasts import Forecasts
from smartcity.domain.forecast.slip_history import Forecast
from smartcity.domain.plan.physical import PhysicalFacts
from smartcity.domain.plan.programmes import Programme
from smartcity.domain.portfolio.attention import Concern
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.reasons import Reason
from smartcity.domain.rounding import progress_shown
from smartcity.presentation.formatter import Formatter


def health_with_cap(say: Formatter, programme: Programme) -> Markup:
    """The chip, and under it what capped it."""
    chip, because = say.chip(programme.health), say.cap(programme)
    return chip + Markup('<div class="sub">{}</div>').format(because) if because else chip


def own_rating(say: Formatter, programme: Programme) -> Markup | str:
    """A chip where the agency rates itself better or worse than computed; else nothing."""
    if programme.is_semangka:
        return say.chip(Health.ATTENTION, say("concern.semangka"))
    return say.chip(Health.ATTENTION, say("rates_worse.chip")) if programme.rates_itself_worse else ""


def remarks(say: Formatter, programme: Programme) -> str:
    """Sentences under the programme's name: what capped its health, and how its agency rates it otherwise."""
    report, because = programme.report, say.cap(programme)
    facts = {"computed": say.words.label(programme.health)}
    sentences = [say("programme.cap", because=because, **facts)] if because else []
    if report is not None and report.own_rating is not None:
        facts["own"] = say.words.label(report.own_rating)
        sentences += [say("programme.semangka", **facts)] if programme.is_semangka else []
        sentences += [say("programme.rates_worse", **facts)] if programme.rates_itself_worse else []
    return " ".join(sentences)


def forecast_span(say: Formatter, forecast: Forecast | None) -> str:
    """P50–P80: `5–26 Des 2026`; a dash where nothing can be foreseen."""
    if forecast is None:
        return say("foresight.none")
    likely, late = forecast.likely, forecast.late
    if likely == late:
        return say("foresight.around", day=say.words.short_day(late))
    if (likely.year, likely.month) == (late.year, late.month):
        return f"{likely.day}–{say.words.short_day(late)}"
    first = say.words.short_day(likely, with_year=likely.year != late.year)
    return f"{first} – {say.words.short_day(late)}"


def forecast_year_end(say: Formatter, forecasts: Forecasts) -> str:
    """The city at the end of the year, if things slip as they usually do."""
    expectation = forecasts.year_end
    if expectation is None:
        return say("foresight.too_little", n=forecasts.history.n)
    expected, planned = (
        say.words.percent(progress_shown(share)) for share in (expectation.expected, expectation.planned)
    )
    return say("foresight.year_end", year=expectation.day.year, expected=expected, planned=planned)


def forecast_programme_end(say: Formatter, forecasts: Forecasts, forecast: Forecast | None) -> str:
    """The finish of a programme, and how many finished milestones of its kinds it rests on."""
    if not forecasts.is_enough:
        return say("foresight.too_little", n=forecasts.history.n)
    if forecast is None:
        return say("foresight.beyond")
    return say("foresight.programme", span=forecast_span(say, forecast), n=forecast.n)


def finish_expectation(say: Formatter, facts: PhysicalFacts, today: date) -> str:
    """By how many days the work is behind its curve or ahead of it; empty where that cannot be told."""
    lag, progress = facts.lag_on(today), facts.progress_on(today)
    if lag is None or progress is None or progress.verified == 1 or not progress.planned:
        return ""
    end = next(point.day for point in reversed(facts.planned) if point.percent is not None)
    if not lag.days:
        return say("physical.expected.as_planned", end=say.words.day(end))
    key = "physical.expected.behind" if lag.days > 0 else "physical.expected.ahead"
    finish = {"expected": say.words.day(max(end + lag, today)), "end": say.words.day(end)}
    return say(key, days=say.words.number(abs(lag.days)), **finish)


def concern_basis(say: Formatter, concern: Concern, plan: Portfolio) -> str:
    """The second line of a needs-attention item: what its reason rests on."""
    programme, milestone = concern.programme, concern.milestone
    report = programme.report
    if concern.reason is Reason.HELP_NEEDED and report is not None:
        return say("concern.because.help_needed", who=report.help_from, text=report.help_needed)
    if concern.reason is Reason.SEMANGKA and report is not None and report.own_rating is not None:
        own, attainment = say.words.label(report.own_rating).lower(), programme.progress
        share = attainment.attainment if attainment else None
        return say("concern.because.semangka", own=own, share=say.percent(share))
    if concern.reason is Reason.SILENT:
        period = say.period(plan.period.name) if plan.period else ""
        return say("concern.because.silent", period=period)
    if concern.reason is Reason.STALE:
        return _last_update_text(say, concern)
    if concern.reason is Reason.BEHIND_CURVE:
        return say.ratio(programme.progress)
    if milestone is None:
        return say.deviation_alone(programme.progress)
    due = say.words.short_day(milestone.facts.due_on)
    text = say("concern.because.milestone", name=milestone.name, due=due)
    return "; ".join((text, *(say.blocked_by(blocker, milestone) for blocker in milestone.blockers)))


def _last_update_text(say: Formatter, concern: Concern) -> str:
    """Of what the newest word is too old for its cadence, and when it came."""
    name, heard_at = (concern.milestone or concern.programme).name, concern.newest_input_at
    if heard_at is None:
        return say("concern.because.never", name=name)
    return say("concern.because.stale", name=name, day=say.words.short_day(heard_at.date()))
