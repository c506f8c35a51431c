"""Perubahan: what changed since the last meeting, or since day X?"""

from functools import partial

from smartcity.exchange import change_books as books
from smartcity.presentation import changes as telling
from smartcity.ui import show
from smartcity.ui.answers import changes_since, rules_shown, standing_on
from smartcity.ui.changes import GROUPINGS, earlier_view, grouped, health_changes
from smartcity.ui.download import workbook
from smartcity.ui.filters import switch
from smartcity.ui.programmes import programme_table

say = show.said()
top = show.place()
with show.choices():
    earlier = earlier_view()
    grouping = switch(say("changes.grouping"), "kelompok", {name: say(f"changes.by.{name}") for name in GROUPINGS})

found, name = changes_since(earlier), telling.since(say, earlier)
since = (name, grouping)
if found is None:
    with top:
        show.headline(say("changes.none_before", since=name))
else:
    with top:
        show.headline(telling.headline(say, found, name), telling.basis(say, found, earlier, rules_shown()))
        show.block("change_counts", counts=telling.counts(say, found))
    parts = grouped(say, found, grouping)
    rows = [(part, row) for part, members in parts for row in members]
    if rows:
        show.table("changes", "changes", "rows", rows, of=since)
    show.heading(say("changes.health"), say("changes.health.note"))
    health_changes(found, name)
    if found.silent:
        show.heading(say("changes.silent"), say("changes.silent.note", count=len(found.silent)))
        programme_table(standing_on(), found.silent, "silent", of=since, with_lead=True)
    workbook(found.after, "perubahan", partial(books.of_changes, say, found))
