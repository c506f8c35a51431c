"""The report itself: own rating, four short notes with last period's beside them, help and from whom."""

from collections.abc import Mapping
from itertools import chain

from smartcity.domain.kinds import OwnRating
from smartcity.domain.plan import Programme, Report
from smartcity.domain.portfolio import Portfolio
from smartcity.domain.submission import Ground, Spot
from smartcity.ui import show
from smartcity.ui.reporting.fields import Form


def notes(form: Form, ground: Ground, programme: Programme, plan: Portfolio, last: Report | None) -> None:
    say = show.said()
    show.heading(say("report.form.report"))
    ratings = {rating: say.words.label(rating) for rating in OwnRating}
    form.choice(Spot("own_rating"), say("report.form.own_rating"), ratings, None, required=False)
    for name in ("happened", "obstacle", "next_step", "help_needed"):
        told = getattr(last, name) if last else None
        quoted = say("report.form.last", period=say.period(last.period), text=told) if last and told else None
        form.text(Spot(name), say(f"report.form.{name}"), last=quoted)
        if name == "obstacle" and form.desk.given.obstacle:
            _obstacle_milestone(form, ground, programme)
    if form.desk.given.help_needed or form.desk.given.help_from:
        form.pick(Spot("help_from"), say("report.form.help_from"), list(_helpers(plan)), {}, free=True)


def _obstacle_milestone(form: Form, ground: Ground, programme: Programme) -> None:
    names: Mapping[object, str] = {
        m.id: m.name
        for m in programme.milestones
        if m.id in ground.stages and not ground.stages[m.id].is_closed(ground.today)
    }
    label = show.said()("report.form.obstacle_milestone")
    form.pick(Spot("obstacle_milestone"), label, list(names), names, free=False)


def _helpers(plan: Portfolio) -> chain[str]:
    """Those above the agencies first, in the words of the screen."""
    say = show.said()
    above = (say("report.helper.mayor"), say("report.helper.secretary"))
    return chain(above, sorted(agency.short_name for agency in plan.agencies if agency.ended_on is None))
