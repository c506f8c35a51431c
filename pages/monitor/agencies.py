"""OPD: how is each agency doing?"""

import streamlit as st

from smartcity.domain.addresses import AddressKey
from smartcity.domain.portfolio.agencies import AGENCY_ORDERS, ordered_agencies
from smartcity.domain.portfolio.portfolio import AgencyGroup
from smartcity.exchange.downloads import screens as workbooks
from smartcity.presentation import headlines
from smartcity.presentation.tables.programmes import programmes, worst_first
from smartcity.ui import agencies
from smartcity.ui.compliance import next_step_of_agency
from smartcity.ui.components import chart_data, money
from smartcity.ui.components.download import workbook
from smartcity.ui.components.figures import group_figures
from smartcity.ui.components.filters import chosen, switch
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import chart
from smartcity.ui.frame.portfolio import current_portfolio
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.sitemap import AGENCIES

plan = current_portfolio()
say, context = show.formatter(), current_context()
groups = {group.code: group for group in plan.by_agency}


def everybody() -> None:
    show.headline(headlines.agencies(say, plan))
    with st.container(horizontal=True, vertical_alignment="center"):
        show.heading(say("agency.all"))
        order = switch(say("filter.order"), AddressKey.ORDER, {name: say(f"order.{name}") for name in AGENCY_ORDERS})
    listed = ordered_agencies(plan.by_agency, order)
    show.chart("agencies", chart(chart_data.group_standings, order, groups=listed, narrow=context.is_narrow))
    show.legend([health for health, _ in plan.city.healths], ages=[group.freshness for group in listed])
    agencies.awaited_parties_part(plan)
    agencies.comparison()
    workbook(plan, "opd", lambda: workbooks.agencies_tables(say, plan, listed))


def agency_without_programmes(group: AgencyGroup) -> None:
    show.headline(group.agency.name, agencies.why_without_programmes(group))
    agencies.without_programmes(group)


def agency(group: AgencyGroup) -> None:
    facts = {"reporting": say.words.label(group.reporting), "reported": group.reported, "owing": group.owing}
    mine = group.programmes
    show.headline(headlines.group(say, group.name, group.roll_up.progress, mine), say("agency.sub", **facts))
    group_figures("agency", group, plan.plan.rule)
    next_step_of_agency(group.code)
    agencies.changes_since_meeting(group)
    agencies.promises_kept(group)
    show.heading(say("agency.programmes"))
    listing(programmes(say, plan, worst_first(mine), hidden=("agency",)), of=group.code)
    agencies.late_milestones_of(group)
    agencies.waits_for_agency(group)
    money.money_beside_work(group.code, mine)
    agencies.help_needed(group)
    supported_programmes(group)
    workbook(plan, f"opd-{group.code}", lambda: [*workbooks.agency_tables(say, plan, group), *money.money_tables(mine)])


def supported_programmes(group: AgencyGroup) -> None:
    helped = [p for p in plan.programmes if group.agency in p.supports]
    if helped:
        show.heading(say("agency.supports"))
        listing(programmes(say, plan, helped, "helped"), of=group.code)


code = chosen(say("agency.choose"), {code: g.agency.name for code, g in groups.items()}, "agencies")
if code is None:
    everybody()
elif code not in groups:
    show.unknown_code(code, AGENCIES)
elif groups[code].programmes:
    agency(groups[code])
else:
    agency_without_programmes(groups[code])
