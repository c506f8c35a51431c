"""What needs attention, in words: what the reason of a concern rests on."""

from smartcity.domain.portfolio.attention import Concern, Reason
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.presentation.formatter import Formatter


def basis(say: Formatter, concern: Concern, plan: Portfolio) -> str:
    """The second line of a needs-attention item: what the reason rests on."""
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
