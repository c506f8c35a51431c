"""Pengguna: who may come in, when were they last in, and what does a successor take over?"""

import streamlit as st

from smartcity.queries.accounts import AccountLine
from smartcity.ui import accounts
from smartcity.ui.components.filters import chosen
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.portfolio import current_portfolio
from smartcity.ui.frame.sitemap import ACCOUNTS

plan, say = current_portfolio(), show.formatter()
agencies = {agency.code: agency.name for agency in plan.active_agencies}


def all_accounts() -> None:
    top = st.container()
    with st.expander(say("account.add"), icon=":material/person_add:"):
        accounts.add_form(agencies)
    lines = accounts.everybody()
    with top:
        show.headline(*accounts.headline(lines))
        for note in (accounts.closed_addresses(), accounts.without_account(lines, plan.active_agencies)):
            if note:
                show.note(note)
        accounts.show_issued()
    listing(accounts.account_table(lines))


def account(line: AccountLine) -> None:
    top = st.container()
    accounts.desk(line)
    now = next(other_line for other_line in accounts.everybody() if other_line.number == line.number)
    with top:
        show.render("accounts/account_card", line=now)
        accounts.show_issued()
    left = accounts.sheet(now)
    if left is not None:
        show.heading(say("handover.heading"), say("handover.note"))
        accounts.show_sheet(left, now)


line_by_name = {line.name: line for line in accounts.everybody()}
name = chosen(say("account.choose"), {key: f"{line.label} ({key})" for key, line in line_by_name.items()}, "accounts")
if name is None:
    all_accounts()
elif name not in line_by_name:
    show.unknown_code(name, ACCOUNTS)
else:
    account(line_by_name[name])
