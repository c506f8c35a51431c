"""Closing an account for good: what goes and what stays, said before and after."""

import streamlit as st

from smartcity.commands import account_closing
from smartcity.commands.account_closing import LONGEST_OFFICE
from smartcity.domain.field_drafts import DraftForm, FieldPlace
from smartcity.domain.offices import numbered, signature
from smartcity.queries.accounts import AccountLine, belongings
from smartcity.store.current import current_engine
from smartcity.store.engine import reading
from smartcity.ui import field_drafts, show
from smartcity.ui.filters import CODE
from smartcity.ui.plain import plain_label, plain_option, plain_sentence
from smartcity.ui.refusals import done_at, refusal

PLACE = "close-account"


def closing(line: AccountLine) -> None:
    """The question, with the office that takes the place of the name."""
    say = show.said()
    with reading(current_engine()) as session:
        kept = belongings(session, line.number)
    with st.popover(say("account.close")):
        refusal(PLACE)
        st.write(plain_sentence(say("account.close.text", name=line.name, **kept)))
        key = f"close-office-{line.number}"
        label = say("account.close.office")
        place = FieldPlace(DraftForm.ACCOUNT, _thing(line), "office")
        shown = plain_option(line.agency or numbered(line.number))
        field_drafts.text_input(
            place,
            label,
            key=key,
            placeholder=shown,
            max_chars=LONGEST_OFFICE,
            help=say("account.close.hint"),
        )
        go = plain_label(say("account.close.go"))
        st.button(go, key=f"close-{line.name}", type="primary", on_click=_closed, args=(line, key))


def _thing(line: AccountLine) -> str:
    return f"close:{line.number}"


def _closed(line: AccountLine, key: str) -> None:
    """The page goes on with the account under its number."""
    if done_at(PLACE, account_closing.close, line.name, st.session_state[key] or None):
        field_drafts.end(DraftForm.ACCOUNT, _thing(line))
        st.query_params[CODE] = signature(line.number)
        st.toast(plain_label(show.said()("account.close.done", name=line.name)), icon=":material/person_off:")
