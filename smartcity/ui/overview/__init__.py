"""What only Ringkasan shows: its headline, the four figures of the city, what needs attention and what is due."""

from markupsafe import Markup

from smartcity.domain.enums import Reporting
from smartcity.domain.plan import due_dates
from smartcity.domain.portfolio.differences import Difference, of_city
from smartcity.domain.portfolio.origins import origin_of_programmes, reporting_count
from smartcity.domain.portfolio.portfolio import Portfolio
from smartcity.domain.reasons import Figure
from smartcity.i18n.words import UNKNOWN
from smartcity.presentation import changes as change_texts
from smartcity.presentation import empty_states, headlines, programme_texts
from smartcity.ui.components.figures import ShownFigure, explained_figures, origin, reporting_origin
from smartcity.ui.frame import show
from smartcity.ui.frame.portfolio import changes_since, last_meeting, needs_attention, rules_shown


def headline(plan: Portfolio) -> None:
    """The answer, what is another since the last meeting, and what it stands on: the rule."""
    show.render_cached("frame/headline", make=lambda: _headline(plan))


def _headline(plan: Portfolio) -> dict[str, str]:
    say = show.formatter()
    basis = headlines.city_basis(say, plan)
    return {"title": headlines.city(say, plan), "sub": _since_meeting(), "basis": basis}


def _since_meeting() -> str:
    say, earlier = show.formatter(), last_meeting()
    if earlier is None:
        return say("overview.no_meeting")
    moved = changes_since(earlier)
    if moved is None:
        return say("overview.before_plan", day=say.words.short_day(earlier.day))
    caveat = change_texts.caveat(say, earlier, rules_shown())
    return " ".join(
        part for part in (change_texts.headline(say, moved, change_texts.since(say, earlier)), caveat) if part
    )


def concerns(plan: Portfolio) -> None:
    """The ranked list, each with its reason."""
    say = show.formatter()
    show.render_cached(
        "overview/concerns",
        make=lambda: {
            "concerns": needs_attention(),
            "explain": lambda concern: programme_texts.concern_basis(say, concern, plan),
            "nothing": empty_states.no_concern(say, plan),
        },
    )


def upcoming(plan: Portfolio) -> None:
    """What is due within a month."""
    say = show.formatter()
    show.render_cached(
        "frame/upcoming",
        make=lambda: show.nearest(
            say("overview.next_30"),
            due_dates.upcoming_milestones(plan.milestones, plan.as_of, 30),
            nothing=empty_states.nothing_due(say, plan.programmes, say("overview.next_30.none")),
        ),
    )


def city_figures(plan: Portfolio) -> None:
    explained_figures("city", make=lambda: _figures(plan))


def _figures(plan: Portfolio) -> list[ShownFigure]:
    """With their change since the last meeting."""
    earlier = last_meeting()
    moved = changes_since(earlier) if earlier else None
    since = of_city(moved) if moved else None
    return [_verified(plan, since), _planned(plan), _deviation(plan, since), _reported(plan)]


def _explain(plan: Portfolio, figure: Figure) -> None:
    origin(origin_of_programmes(figure, plan.plan.rule, plan.programmes), plan.inputs[figure])


def _verified(plan: Portfolio, since: Difference | None) -> ShownFigure:
    say, progress = show.formatter(), plan.city.progress
    note = Markup('{} <span class="muted">{}</span>').format(say.chip(plan.health), say.due(progress))
    lines_below = [say.silence(plan.whole.silence)]
    if since is not None:
        lines_below.insert(0, say("overview.since_meeting", parts=change_texts.parts(say, since.verified)))
    share, below = say.percent(progress.verified if progress else None), Markup("<br>").join(filter(None, lines_below))
    return ShownFigure(say("overview.verified"), share, note, below, explain=lambda: _explain(plan, Figure.VERIFIED))


def _planned(plan: Portfolio) -> ShownFigure:
    say, progress = show.formatter(), plan.city.progress
    share = say.percent(progress.planned if progress else None)
    return ShownFigure(
        say("overview.planned"), share, say("overview.due"), explain=lambda: _explain(plan, Figure.PLANNED)
    )


def _deviation(plan: Portfolio, since: Difference | None) -> ShownFigure:
    """In plain ink: it decides no health."""
    say, label = show.formatter(), show.formatter()("overview.deviation")
    note = None
    if since is not None:
        note = say("overview.since_meeting", parts=change_texts.parts(say, since.deviation))
    text = say.deviation(plan.city.progress)
    return ShownFigure(label, text, note, is_text=True, explain=lambda: _explain(plan, Figure.DEVIATION))


def _reported(plan: Portfolio) -> ShownFigure:
    say, count = show.formatter(), reporting_count(plan.by_agency)
    label = say("overview.reported", period=say.period(plan.period.name if plan.period else None))
    if not count.owing:
        return ShownFigure(label, UNKNOWN, say("overview.owing_none"))
    note = (
        say.chip(Reporting.SILENT, say("overview.missing", count=count.missing))
        if count.missing
        else say.chip(Reporting.ON_TIME, say("overview.all_reported"))
    )
    value = say.words.number(count.reported, 0)
    return ShownFigure(label, value, note, unit=f"/ {count.owing}", explain=lambda: reporting_origin(plan))
