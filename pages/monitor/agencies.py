"""OPD: how is each agency doing?"""

from smartcity.domain.order import AGENCY_ORDERS, ordered_agencies
from smartcity.domain.origins import origin_of_programmes
from smartcity.domain.portfolio import AgencyGroup
from smartcity.exchange import screen_books as books
from smartcity.presentation import orders, sentences
from smartcity.ui import money, pictures, reliability, show
from smartcity.ui.answers import draw, standing_on
from smartcity.ui.compliance import path_of
from smartcity.ui.download import workbook
from smartcity.ui.figures import progress_figures
from smartcity.ui.filters import chosen, switch
from smartcity.ui.moment import here
from smartcity.ui.programmes import programme_table
from smartcity.ui.sitemap import AGENCIES
from smartcity.ui.swings import since_meeting

plan = standing_on()
say, moment = show.said(), here()
groups = {group.code: group for group in plan.by_agency}


def everybody() -> None:
    show.headline(sentences.agencies(say, plan))
    with show.row():
        show.heading(say("agency.all"))
        order = switch(say("filter.order"), "urut", {name: say(f"order.{name}") for name in AGENCY_ORDERS})
    listed = ordered_agencies(plan.by_agency, order)
    show.chart("agencies", draw(pictures.group_standings, order, groups=listed, narrow=moment.is_narrow))
    show.legend([health for health, _ in plan.city.healths], ages=[group.freshness for group in listed])
    reliability.parties(plan)
    reliability.comparison()
    workbook(plan, "opd", lambda: books.of_agencies(say, plan, listed))


def agency(group: AgencyGroup) -> None:
    if not group.programmes:
        ended = group.agency.ended_on
        text = say("agency.ended", day=say.words.day(ended)) if ended else say("agency.no_programme")
        show.headline(group.agency.name, text)
        reliability.without_programmes(group)
        return
    facts = {"reporting": say.words.label(group.reporting), "reported": group.reported, "owing": group.owing}
    rule, mine = plan.plan.rule, group.programmes
    show.headline(sentences.group(say, group.name, group.roll_up.progress, mine), say("agency.sub", **facts))
    progress_figures(
        "agency",
        group.code,
        group.roll_up.progress,
        group.health,
        lambda figure: origin_of_programmes(figure, rule, mine),
        group.inputs,
        say.silence(group.silence),
    )
    path_of(group.code)
    since_meeting(group)
    reliability.kept(group)
    show.heading(say("agency.programmes"))
    programme_table(plan, orders.worst_first(mine), of=group.code, with_lead=False)
    reliability.late(group)
    reliability.awaited(group)
    money.of_programmes(group.code, mine)
    show.heading(say("agency.help"))
    show.block("help", programmes=[p for p in mine if p.report and p.report.help_needed])
    helped = [p for p in plan.programmes if group.agency in p.supports]
    if helped:
        show.heading(say("agency.supports"))
        programme_table(plan, helped, "helped", of=group.code, with_lead=True)
    workbook(plan, f"opd-{group.code}", lambda: [*books.of_agency(say, plan, group), *money.sheets(mine)])


code = chosen(say("agency.choose"), {code: g.agency.name for code, g in groups.items()}, "agencies")
if code is None:
    everybody()
elif code not in groups:
    show.unknown_code(code, AGENCIES)
else:
    agency(groups[code])
