"""Pengguna: who may come in, when were they last in, and what does a successor take over?"""

import streamlit as st

from smartcity.domain.enums import Role
from smartcity.queries.accounts import AccountLine
from smartcity.ui import accounts
from smartcity.ui.components.filters import chosen
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.portfolio import current_portfolio
from smartcity.ui.frame.sitemap import ACCOUNTS

plan, say = current_portfolio(), show.formatter()
agencies = {agency.code: agency.name for agency in plan.agencies if agency.ended_on is None}


def all_accounts() -> None:
    top, message_place = st.container(), st.container()
    accounts.add_form(agencies)
    lines = accounts.everybody()
    reporting = {line.agency for line in lines if line.role is Role.AGENCY and line.disabled_at is None}
    with top:
        accounts.headline(lines, [a.short_name for a in plan.agencies if a.code in agencies.keys() - reporting])
    with message_place:
        accounts.show_issued()
    listing(accounts.account_table(lines))


def account(line: AccountLine) -> None:
    top, message_place = st.container(), st.container()
    accounts.desk(line)
    with message_place:
        accounts.show_issued()
    now = next(other_line for other_line in accounts.everybody() if other_line.number == line.number)
    with top:
        show.render("accounts/account_card", line=now)
    left = accounts.sheet(now)
    if left is not None:
        accounts.show_sheet(left, now)


line_by_name = {line.name: line for line in accounts.everybody()}
name = chosen(say("account.choose"), {key: f"{line.label} ({key})" for key, line in line_by_name.items()}, "accounts")
if name is None:
    all_accounts()
elif name not in line_by_name:
    show.unknown_code(name, ACCOUNTS)
else:
    account(line_by_name[name])
