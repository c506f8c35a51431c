"""Dimensi: how is each dimension doing, and why?"""

from smartcity.domain.indicators.means import mean_achievement
from smartcity.domain.indicators.outcomes import Outcome
from smartcity.domain.portfolio.portfolio import Group
from smartcity.exchange.downloads import screens as workbooks
from smartcity.presentation import headlines
from smartcity.presentation.tables.programmes import programmes, worst_first
from smartcity.ui.components import chart_data, money
from smartcity.ui.components.download import workbook
from smartcity.ui.components.figures import group_figures
from smartcity.ui.components.filters import chosen
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import chart
from smartcity.ui.frame.portfolio import current_portfolio
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.sitemap import DIMENSIONS
from smartcity.ui.indicators import outcome_table, ranked

plan = current_portfolio()
say, context = show.formatter(), current_context()
groups = {group.code: group for group in plan.by_dimension}


def headline(group: Group) -> dict[str, str]:
    title = headlines.group(say, group.name, group.roll_up.progress, group.programmes)
    return {"title": title, "sub": headlines.group_basis(say, group.roll_up)}


def dimension(group: Group) -> None:
    mine = group.programmes
    show.render_cached("frame/headline", "dimension", group.code, make=lambda: headline(group))
    group_figures("dimension", group, plan.plan.rule)
    show.heading(say("dimension.curve"))
    points = plan.curve_of(group)
    show.chart("curve", chart(chart_data.curve, group.code, points=points, today=plan.as_of))
    subs = plan.by_sub_dimension(group.code)
    sub_dimensions(group, subs)
    show.heading(say("dimension.programmes"))
    listing(programmes(say, plan, worst_first(mine)), of=group.code)
    money.money_beside_work(group.code, mine)
    outcomes = tuple(o for o in ranked() if o.card.sub_dimension.dimension.code == group.code)
    indicators(outcomes)
    workbook(
        plan,
        f"dimensi-{group.code}",
        lambda: [*workbooks.dimension_tables(say, plan, group, subs, outcomes), *money.money_tables(mine)],
    )


def sub_dimensions(group: Group, subs: tuple[Group, ...]) -> None:
    show.heading(say("dimension.subs"))
    show.chart("subs", chart(chart_data.group_standings, group.code, groups=subs, narrow=context.is_narrow))
    show.legend([health for health, _ in group.roll_up.healths], ages=[sub.freshness for sub in subs])


def indicators(outcomes: tuple[Outcome, ...]) -> None:
    mean = headlines.mean(say, "dimension.indicators.mean", mean_achievement(outcomes))
    show.heading(say("dimension.indicators"), mean)
    outcome_table(plan, outcomes)


worst = headlines.furthest_behind(plan.by_dimension)
code = chosen(say("dimension.choose"), {code: g.name for code, g in groups.items()}, "dimensions", default=worst)
if code is None:
    show.empty(say("empty.plan.title"), say("empty.filter"))
elif code not in groups:
    show.unknown_code(code, DIMENSIONS)
else:
    dimension(groups[code])
