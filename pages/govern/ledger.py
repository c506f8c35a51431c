"""Riwayat: who changed what, when, and is the record whole?"""

import streamlit as st

from smartcity.ui.frame import show
from smartcity.ui.ledger import chain_check, entries, ledger_filters

say = show.formatter()
top = st.container()
wanted = ledger_filters()
total = entries(wanted)
with top:
    show.headline(say("ledger.headline", count=say.words.number(total, 0)), say("ledger.sub"))
    chain_check()
