"""Perubahan: what changed since the last meeting, or since day X?"""

from smartcity.telling import changes as telling
from smartcity.ui import show
from smartcity.ui.answers import standing_on
from smartcity.ui.changes import GROUPINGS, earlier_view, grouped
from smartcity.ui.filters import switch
from smartcity.ui.programmes import programme_table

say = show.said()
top = show.place()
with show.choices():
    earlier = earlier_view()
    grouping = switch(say("changes.grouping"), "kelompok", {name: say(f"changes.by.{name}") for name in GROUPINGS})

found, since = earlier.changes(), (earlier.name, grouping)
if found is None:
    with top:
        show.headline(say("changes.none_before", since=earlier.name))
else:
    with top:
        show.headline(telling.headline(say, found, earlier.name), telling.basis(say, found))
        show.block("change_counts", counts=telling.counts(say, found))
    parts = grouped(say, found, grouping)
    rows = [(name, row) for name, members in parts for row in members]
    if rows:
        show.table("changes", "changes", "rows", rows, of=since)
    show.heading(say("changes.health"), say("changes.health.note"))
    turned = {"improved": found.improved, "worsened": found.worsened}
    show.lasting("health_changes", earlier.name, make=lambda: turned)
    if found.silent:
        show.heading(say("changes.silent"), say("changes.silent.note", count=len(found.silent)))
        programme_table(standing_on(), found.silent, "silent", of=since, with_lead=True)
