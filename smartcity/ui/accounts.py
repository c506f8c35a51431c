"""The desk of whoever manages accounts. Accounts are asked anew on every run: not all they do is in the ledger."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import streamlit as st

from smartcity.commands import accounts
from smartcity.commands.accounts import AccountDraft, Issued
from smartcity.domain.field_drafts import DraftForm, FieldPlace
from smartcity.domain.handover import HandOver
from smartcity.domain.kinds import Role
from smartcity.presentation.handover import letter
from smartcity.queries import handover
from smartcity.queries.accounts import AccountLine, AccountState, closed_addresses, listed
from smartcity.settings import settings
from smartcity.store.current import current_engine
from smartcity.store.engine import reading
from smartcity.ui import field_drafts, show
from smartcity.ui.account_closing import closing
from smartcity.ui.act import carry_out, now, perform
from smartcity.ui.actor import me
from smartcity.ui.choices import named_apart
from smartcity.ui.moment import here
from smartcity.ui.plain import plain_sentence

ROLES = tuple(role for role in Role if role is not Role.GUEST)
NEW = "new"
_ADDED, _ISSUED = "accounts-added", "accounts-issued"
# How long a one-time password stays on the screen of whoever made it, unless it is put away.
IN_HAND = timedelta(minutes=5)


def everybody() -> Sequence[AccountLine]:
    with reading(current_engine()) as session:
        return listed(session, now())


def add_form(agencies: Mapping[str, str]) -> None:
    """A refused form keeps what was typed; one that went well begins anew."""
    say, turn = show.said(), st.session_state.get(_ADDED, 0)
    with (
        st.expander(say("account.add"), icon=":material/person_add:"),
        st.form(f"add-account-{turn}", border=False),
    ):
        left, right = st.columns(2)
        form = f"add-account-{turn}"
        with left:
            label = _line(NEW, form, "label", "account.head.label", "account.label.example", 80)
        with right:
            name = _line(NEW, form, "name", "account.head.name", "account.name.example", 40)
        role = left.selectbox(say("account.head.role"), ROLES, format_func=say.words.label, index=1)
        agency = right.selectbox(
            say("account.head.agency"),
            list(agencies),
            index=None,
            format_func=named_apart(agencies, lambda code: agencies[code]),
            placeholder=say("account.agency.example"),
        )
        with left:
            email = _line(NEW, form, "email", "account.email", "account.email.example", 120)
        with right:
            phone = _line(NEW, form, "phone", "account.phone", "account.phone.example", 20)
        if not st.form_submit_button(say("account.add.go"), type="primary"):
            return
        is_added = _issue(accounts.add, AccountDraft(name, label, role, agency, email, phone))
    if is_added:
        st.session_state[_ADDED] = turn + 1
        field_drafts.end(DraftForm.ACCOUNT, NEW)


def _line(thing: str, form: str, field: str, label: str, example: str, most: int) -> str:
    say, place = show.said(), FieldPlace(DraftForm.ACCOUNT, thing, field)
    return field_drafts.text_input(place, say(label), key=f"{form}-{field}", placeholder=say(example), max_chars=most)


def desk(line: AccountLine) -> None:
    """What can be done to one account; each is told before it is done."""
    if line.closed_at is not None:
        return
    with st.container(horizontal=True, gap="small"):
        if line.disabled_at is not None:
            closing(line)
            _asked("enable", line, _issue, accounts.enable)
            return
        _asked("password", line, _issue, accounts.renew_password)
        _hand_over(line)
        _asked("disable", line, carry_out, accounts.disable)
        closing(line)


def _asked(verb: str, line: AccountLine, run: Callable[..., bool], command: Callable[..., object]) -> None:
    """The question; `run` does the command where it was asked, and says there why not."""
    say = show.said()
    with st.popover(say(f"account.{verb}")):
        st.write(plain_sentence(say(f"account.{verb}.text", name=line.name)))
        if st.button(say(f"account.{verb}.go"), key=f"{verb}-{line.name}", type="primary"):
            run(command, line.name)


def _hand_over(line: AccountLine) -> None:
    say = show.said()
    with st.popover(say("account.hand_over")), st.form(f"hand-over-{line.name}", border=False):
        st.write(plain_sentence(say("account.hand_over.text", name=line.name)))
        form = f"hand-over-{line.name}"
        email = _line(line.name, form, "email", "account.email", "account.email.example", 120)
        phone = _line(line.name, form, "phone", "account.phone", "account.phone.example", 20)
        if not st.form_submit_button(say("account.hand_over.go"), type="primary"):
            return
        if _issue(accounts.hand_over, line.name, email=email or None, phone=phone or None):
            field_drafts.end(DraftForm.ACCOUNT, line.name)


def _issue(command: Callable[..., Issued], *args: object, **kwargs: object) -> bool:
    """Whether a one-time password was made. It is in hand before a second tap can cut this run off."""
    held: list[tuple[Issued, datetime]] = st.session_state.setdefault(_ISSUED, [])
    issued = perform(command, *args, at=now(), **kwargs)
    if issued is not None:
        held[:] = [(issued, now())]
    return issued is not None


def tell_issued() -> None:
    """The one-time password, until it is put away or its time in hand is over."""
    held: list[tuple[Issued, datetime]] = st.session_state.get(_ISSUED, [])
    held[:] = [(issued, at) for issued, at in held if now() - at < IN_HAND]
    for issued, _at in held:
        _tell(issued)
        st.button(show.said()("account.issued.put_away"), key="put-away", on_click=held.clear)


def _tell(issued: Issued) -> None:
    """In a message ready to send."""
    say, where = show.said(), f"{settings().public_url.rstrip('/')}/masuk"
    st.success(plain_sentence(say("account.issued", name=issued.name)), icon=":material/key:")
    message = say("account.message", name=issued.name, password=issued.password, where=where)
    st.code(message, language=None, wrap_lines=True)


def sheet(line: AccountLine) -> HandOver | None:
    """What the account's agency leaves to a successor; None for accounts of no agency."""
    if line.agency is None or line.role is not Role.AGENCY:
        return None
    with reading(current_engine()) as session:
        return handover.sheet(session, here().as_of, line.agency, me())


def show_sheet(found: HandOver, line: AccountLine) -> None:
    say = show.said()
    show.heading(say("handover.heading"), say("handover.note"))
    show.block("handover", sheet=found)
    with st.expander(say("handover.copy"), icon=":material/content_copy:"):
        st.code(letter(say, found, line.label), language=None, wrap_lines=True)


def headline(lines: Sequence[AccountLine], without: Sequence[str]) -> None:
    """How many there are, whose door is closed, and which agencies nobody can report for."""
    say = show.said()
    count = {state: sum(line.state is state for line in lines) for state in AccountState}
    alive = [line for line in lines if line.disabled_at is None]
    waiting = sum(line.last_signed_in_at is None for line in alive)
    facts = {"closed": count[AccountState.CLOSED], "disabled": count[AccountState.DISABLED]}
    show.headline(say("account.headline", count=len(alive), waiting=waiting), say("account.sub", **facts))
    _addresses()
    if without:
        show.note(say("account.without", count=len(without), names=", ".join(without)))


def _addresses() -> None:
    """Those from which nobody is heard now."""
    say = show.said()
    with reading(current_engine()) as session:
        closed = closed_addresses(session, now())
    if closed:
        told = (say("account.address", address=address, until=say.instant(until)) for address, until in closed)
        show.note(say("account.addresses", addresses=", ".join(told)))
