"""Pengguna: who may come in, when were they last in, and what does a successor take over?"""

from smartcity.domain.kinds import Role
from smartcity.queries.accounts import AccountLine
from smartcity.ui import accounts, show
from smartcity.ui.answers import standing_on
from smartcity.ui.filters import chosen
from smartcity.ui.sitemap import ACCOUNTS

plan, say = standing_on(), show.said()
agencies = {agency.code: agency.name for agency in plan.agencies if agency.ended_on is None}


def everybody() -> None:
    top, told = show.place(), show.place()
    accounts.add_form(agencies)
    lines = accounts.everybody()
    reporting = {line.agency for line in lines if line.role is Role.AGENCY and line.disabled_at is None}
    with top:
        accounts.headline(lines, [a.short_name for a in plan.agencies if a.code in agencies.keys() - reporting])
    with told:
        accounts.tell_issued()
    show.table("accounts", "accounts", "accounts", lines)


def one(line: AccountLine) -> None:
    top, told = show.place(), show.place()
    accounts.desk(line)
    with told:
        accounts.tell_issued()
    now = next(found for found in accounts.everybody() if found.number == line.number)
    with top:
        show.block("account_card", line=now)
    left = accounts.sheet(now)
    if left is not None:
        accounts.show_sheet(left, now)


known = {line.name: line for line in accounts.everybody()}
name = chosen(say("account.choose"), {key: f"{line.label} ({key})" for key, line in known.items()}, "accounts")
if name is None:
    everybody()
elif name not in known:
    show.unknown_code(name, ACCOUNTS)
else:
    one(known[name])
