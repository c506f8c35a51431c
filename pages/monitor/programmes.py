"""Program: what is going on in this one?"""

from functools import partial

from smartcity.exchange import screen_books as books
from smartcity.presentation import orders, sentences
from smartcity.ui import show
from smartcity.ui.answers import derived, standing_on
from smartcity.ui.download import workbook
from smartcity.ui.filters import chosen, switch
from smartcity.ui.programme import programme_card
from smartcity.ui.programmes import programme_table
from smartcity.ui.sitemap import PROGRAMMES

plan = standing_on()
say = show.said()


def everything() -> None:
    top = show.place()
    options = {"": say("programme.filter.all"), **{d.code: d.name for d in plan.dimensions}}
    dimension = switch(say("programme.filter.dimension"), "dimensi", options)
    found = derived(partial(orders.ranked, dimension), dimension)
    with top:
        show.headline(sentences.programmes(say, found), say("programme.list"))
    if found:
        programme_table(plan, found, of=dimension, with_lead=True)
        workbook(plan, "program", lambda: [books.programmes(say, plan, found)])
    else:
        show.note(say("empty.filter"))


code = chosen(say("programme.choose"), {p.code: p.name for p in plan.programmes}, "programmes")
programme = plan.programme(code) if code else None
if code is None:
    everything()
elif programme is None:
    show.unknown_code(code, PROGRAMMES)
else:
    programme_card(plan, programme)
