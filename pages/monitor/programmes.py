"""Program: what is going on in this one?"""

from functools import partial

import streamlit as st

from smartcity.domain.addresses import AddressKey
from smartcity.presentation import headlines, orders
from smartcity.presentation.tables import programmes as tables
from smartcity.ui.components.download import workbook
from smartcity.ui.components.filters import chosen, switch
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.portfolio import current_portfolio, derive
from smartcity.ui.frame.sitemap import PROGRAMMES
from smartcity.ui.programmes.card import programme_card

plan = current_portfolio()
say = show.formatter()


def everything() -> None:
    top = st.container()
    options = {"": say("programme.filter.all"), **{d.code: d.name for d in plan.dimensions}}
    dimension = switch(say("programme.filter.dimension"), AddressKey.DIMENSION, options)
    matching = derive(partial(orders.ranked, dimension), dimension)
    with top:
        show.headline(headlines.programmes(say, matching), say("programme.list"))
    if matching:
        listed = tables.programmes(say, plan, matching)
        listing(listed, of=dimension)
        workbook(plan, "program", listed)
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
