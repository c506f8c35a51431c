"""Perubahan: what changed since the last meeting, or since day X?"""

from functools import partial

import streamlit as st

from smartcity.domain.addresses import AddressKey
from smartcity.presentation import changes as change_texts
from smartcity.presentation.tables import changes as tables
from smartcity.presentation.tables.programmes import programmes
from smartcity.ui.changes import earlier_view, health_changes
from smartcity.ui.components.download import workbook
from smartcity.ui.components.filters import switch
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.portfolio import changes_since, current_portfolio, rules_shown

say = show.formatter()
top = st.container()
with st.container(horizontal=True, vertical_alignment="bottom"):
    earlier = earlier_view()
    grouping = switch(
        say("changes.grouping"), AddressKey.GROUPING, {name: say(f"changes.by.{name}") for name in tables.GROUPINGS}
    )

changes, name = changes_since(earlier), change_texts.since(say, earlier)
since = (name, grouping)
if changes is None:
    with top:
        show.headline(say("changes.none_before", since=name))
else:
    with top:
        show.headline(
            change_texts.headline(say, changes, name), change_texts.basis(say, changes, earlier, rules_shown())
        )
        show.render("changes/change_counts", counts=change_texts.counts(say, changes))
    changed = tables.milestones(say, changes, grouping)
    if changed.rows:
        listing(changed, of=since)
    show.heading(say("changes.health"), say("changes.health.note"))
    health_changes(changes, name)
    if changes.silent:
        show.heading(say("changes.silent"), say("changes.silent.note", count=len(changes.silent)))
        listing(programmes(say, current_portfolio(), changes.silent, "silent"), of=since)
    workbook(changes.after, "perubahan", partial(tables.changes_tables, say, changes, grouping))
