"""Riwayat: who changed what, when, and is the record whole?"""

from smartcity.ui import show
from smartcity.ui.ledger import asked, chain_check, entries

say = show.said()
top = show.place()
wanted = asked()
total = entries(wanted)
with top:
    show.headline(say("ledger.headline", count=say.words.number(total, 0)), say("ledger.sub"))
    chain_check()
