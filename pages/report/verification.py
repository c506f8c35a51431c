"""Verifikasi: which claims wait for me?"""

from smartcity.presentation import sentences
from smartcity.ui import show
from smartcity.ui.answers import all_outcomes, standing_on
from smartcity.ui.filters import switch
from smartcity.ui.sitemap import COMPLIANCE
from smartcity.ui.verifying.cards import cards, may_answer
from smartcity.ui.verifying.cases import Part, cases
from smartcity.ui.verifying.finding import narrowed
from smartcity.ui.verifying.undoing import notice
from smartcity.ui.verifying.waiting import cases_by_part, desk_queue

say, found = show.said(), desk_queue()
by_part = cases_by_part(found, all_outcomes(), standing_on())
waiting = [case for part, listed in by_part.items() if not part.is_verified for case in listed]
elsewhere = sum(not may_answer(case) for case in waiting)

show.headline(sentences.queue(say, [case.since for case in waiting]), sentences.queue_sub(say, elsewhere))
top = show.place()
counts = {
    Part.VERIFIED: found.verified_count,
    Part.READ: found.read_count,
    Part.PHYSICAL_VERIFIED: found.physical_count,
}
labels = {p.value: say(f"queue.{p.value}", count=counts.get(p, len(listed))) for p, listed in by_part.items()}
part = Part(switch(say("queue.part"), "bagian", labels))
if part.is_verified and counts[part]:
    listed = cases(part, desk_queue(with_verified=True), standing_on(), all_outcomes())
    found_ones = narrowed(listed)
    show.note(say("queue.found", shown=len(found_ones), count=len(listed)))
    cards(part, found_ones)
elif by_part[part]:
    cards(part, by_part[part])
elif waiting:
    show.note(say(f"queue.{part.value}.none"))
else:
    show.block("queue_empty", screen=COMPLIANCE)
with top:
    notice()
