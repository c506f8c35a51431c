"""Perubahan: what changed since the last meeting, or since day X?"""

from smartcity.domain.changes import changes
from smartcity.telling import changes as telling
from smartcity.ui import show
from smartcity.ui.answers import standing_on
from smartcity.ui.changes import GROUPINGS, earlier_view, grouped
from smartcity.ui.filters import switch

plan, say = standing_on(), show.said()
top = show.place()
with show.choices():
    earlier = earlier_view()
    grouping = switch(say("changes.grouping"), "kelompok", {name: say(f"changes.by.{name}") for name in GROUPINGS})

if earlier.plan is None:
    with top:
        show.headline(say("changes.none_before", since=earlier.name))
else:
    found = changes(earlier.plan, plan)
    with top:
        show.headline(telling.headline(say, found, earlier.name), telling.basis(say, found))
        show.block("change_counts", counts=telling.counts(say, found))
    parts = grouped(say, found, grouping)
    rows = [(name, row) for name, members in parts for row in members]
    if rows:
        show.table("changes", "changes", "rows", rows)
    show.heading(say("changes.health"), say("changes.health.note"))
    show.block("health_changes", improved=found.improved, worsened=found.worsened)
    if found.silent:
        show.heading(say("changes.silent"), say("changes.silent.note", count=len(found.silent)))
        show.table("programmes", "silent", "programmes", found.silent, with_lead=True)
