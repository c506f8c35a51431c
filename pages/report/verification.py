"""Verifikasi: which claims wait for me?"""

import streamlit as st

from smartcity.domain.addresses import AddressKey
from smartcity.presentation import headlines
from smartcity.ui.components.filters import switch
from smartcity.ui.frame import show
from smartcity.ui.frame.sitemap import COMPLIANCE
from smartcity.ui.verification.cards import cards, may_answer, notice
from smartcity.ui.verification.cases import QueuePart
from smartcity.ui.verification.queue import desk_queue, filtered_cases, verified_cases, waiting_cases

say, desk = show.formatter(), desk_queue()
by_part = waiting_cases()
waiting = [case for part, listed in by_part.items() if not part.is_verified for case in listed]
elsewhere = sum(not may_answer(case) for case in waiting)

show.headline(headlines.queue(say, [case.since for case in waiting]), headlines.queue_sub(say, elsewhere))
top = st.container()
counts = {
    QueuePart.VERIFIED: desk.verified_count,
    QueuePart.READ: desk.read_count,
    QueuePart.PHYSICAL_VERIFIED: desk.physical_count,
}
labels = {p.value: say(f"queue.{p.value}", count=counts.get(p, len(listed))) for p, listed in by_part.items()}
part = QueuePart(switch(say("planning.part"), AddressKey.PART, labels))
if part.is_verified and counts[part]:
    listed = verified_cases(part)
    found_ones = filtered_cases(listed)
    show.note(say("queue.found", shown=len(found_ones), count=len(listed)))
    cards(part, found_ones)
elif by_part[part]:
    cards(part, by_part[part])
elif waiting:
    show.note(say(f"queue.{part.value}.none"))
else:
    show.render("verification/queue_empty", screen=COMPLIANCE)
with top:
    notice()
