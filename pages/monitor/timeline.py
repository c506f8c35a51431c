"""Linimasa: what is coming, what slipped?"""

from smartcity.domain.ahead import overdue, upcoming
from smartcity.domain.balls import lateness
from smartcity.domain.history import Move
from smartcity.exchange import screen_books as books
from smartcity.queries import history
from smartcity.telling import sentences
from smartcity.ui import pictures, show
from smartcity.ui.answers import ask, draw, foresight, standing_on
from smartcity.ui.download import workbook
from smartcity.ui.filters import switch
from smartcity.ui.moment import here

SPANS = ("30", "60", "90")

plan = standing_on()
say, moment = show.said(), here()
late = overdue(plan.milestones)
ledger = ask(history.changes)
by_id = {milestone.id: (programme, milestone) for programme, milestone in plan.milestones}

top = show.place()
days = int(switch(say("timeline.span"), "hari", {span: say(f"timeline.{span}") for span in SPANS}))
due = upcoming(plan.milestones, plan.as_of, days)
with top:
    moved = len({change.milestone_id for change in ledger if isinstance(change, Move) and change.is_approved})
    counts = {"overdue": len(late), "held_up": lateness(plan.programmes).held_up, "moved": moved}
    show.headline(sentences.ahead(say, plan, days), say("timeline.sub", **counts))

show.heading(say("timeline.coming"), say("timeline.note"))
if due:
    facts = {"found": [m for _, m in due[: show.MOST_ROWS]], "today": plan.as_of, "narrow": moment.is_narrow}
    show.chart("timeline", draw(pictures.milestones, days, **facts))
show.due("due", due, foresight(), nothing=say("overview.next_30.none") if days == 30 else say("empty.filter"))

show.heading(say("timeline.overdue"), say("timeline.overdue.note", count=len(late)) if late else None)
show.due("late", late, foresight(), nothing=say("timeline.overdue.none"))

show.heading(say("timeline.moves"))
changes = [(*by_id[change.milestone_id], change) for change in ledger if change.milestone_id in by_id]
if changes:
    show.table("proposals", "proposals", "changes", changes, with_programme=True)
else:
    show.note(say("timeline.moves.none"))

workbook(plan, "linimasa", lambda: books.of_timeline(say, due, late))
