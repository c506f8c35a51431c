"""Riwayat: who changed what, when, and is the record whole?"""

import streamlit as st

from smartcity.domain.addresses import AddressKey
from smartcity.queries.ledger import EntryFilter, actors_and_actions
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.cache import query_uncached
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.ledger import action_choice, actor_choice, chain_check, chosen_page, day_field, entry_table

say = show.formatter()
actors, actions = query_uncached(actors_and_actions)

top = st.container()
with st.expander(say("ledger.filter")) if current_context().is_narrow else st.container():
    first, last, actor, action, subject = st.columns([1, 1, 1.2, 1.6, 1.2], vertical_alignment="bottom")
with first:
    since = day_field(say("ledger.since"), AddressKey.FROM)
with last:
    until = day_field(say("ledger.until"), AddressKey.UNTIL)
with actor:
    who = actor_choice(say("ledger.actor"), actors)
with action:
    what = action_choice(say("ledger.action"), actions)
with subject:
    hint = say("ledger.subject.hint")
    about = st.text_input(say("ledger.subject"), key=AddressKey.SUBJECT, bind="query-params", placeholder=hint)

table = st.container()
page = chosen_page(EntryFilter(since, until, who, what, (about or "").strip() or None))
with table:
    listing(entry_table(page.entries), total=page.total) if page.entries else show.note(say("empty.filter"))
with top:
    show.headline(say("ledger.headline", count=say.words.number(page.total, 0)), say("ledger.sub"))
    chain_check()
