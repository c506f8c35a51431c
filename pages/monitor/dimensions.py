"""Dimensi: how is each dimension doing, and why?"""

from smartcity.domain.means import mean_achievement
from smartcity.domain.origins import origin_of_programmes
from smartcity.domain.portfolio import Group
from smartcity.exchange import screen_books as books
from smartcity.presentation import orders, sentences
from smartcity.ui import money, pictures, show
from smartcity.ui.answers import draw, standing_on
from smartcity.ui.download import workbook
from smartcity.ui.figures import progress_figures
from smartcity.ui.filters import chosen
from smartcity.ui.moment import here
from smartcity.ui.outcomes import outcome_table, ranked
from smartcity.ui.programmes import programme_table
from smartcity.ui.sitemap import DIMENSIONS

plan = standing_on()
say, moment = show.said(), here()
groups = {group.code: group for group in plan.by_dimension}


def headline(group: Group) -> dict[str, str]:
    told = sentences.group(say, group.name, group.roll_up.progress, group.programmes)
    return {"title": told, "sub": sentences.counted(say, group.roll_up)}


def dimension(group: Group) -> None:
    rule, mine = plan.plan.rule, group.programmes
    show.lasting("headline", "dimension", group.code, make=lambda: headline(group))
    progress_figures(
        "dimension",
        group.code,
        group.roll_up.progress,
        group.health,
        lambda figure: origin_of_programmes(figure, rule, group.programmes),
        group.inputs,
        say.silence(group.silence),
    )
    show.heading(say("dimension.curve"))
    points = plan.curves[group.code]
    show.chart("curve", draw(pictures.curve, group.code, points=points, today=plan.as_of))
    show.heading(say("dimension.subs"))
    subs = plan.by_sub_dimension(group.code)
    show.chart("subs", draw(pictures.group_standings, group.code, groups=subs, narrow=moment.is_narrow))
    show.legend([health for health, _ in group.roll_up.healths], ages=[sub.freshness for sub in subs])
    show.heading(say("dimension.programmes"))
    ordered = orders.worst_first(group.programmes)
    programme_table(plan, ordered, of=group.code, with_lead=True)
    money.of_programmes(group.code, mine)
    outcomes = tuple(o for o in ranked() if o.card.sub_dimension.dimension.code == group.code)
    mean = sentences.mean(say, "dimension.indicators.mean", mean_achievement(outcomes))
    show.heading(say("dimension.indicators"), mean)
    outcome_table(plan, outcomes)
    workbook(
        plan,
        f"dimensi-{group.code}",
        lambda: [*books.of_dimension(say, plan, group, subs, outcomes), *money.sheets(mine)],
    )


worst = sentences.furthest_behind(plan.by_dimension)
code = chosen(say("dimension.choose"), {code: g.name for code, g in groups.items()}, "dimensions", default=worst)
if code is None:
    show.empty(say("empty.plan.title"), say("empty.filter"))
elif code not in groups:
    show.unknown_code(code, DIMENSIONS)
else:
    dimension(groups[code])
