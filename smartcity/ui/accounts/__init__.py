"""Pengguna: accounts are made, disabled, handed over, closed. Read anew on every run; the ledger has not all of it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import streamlit as st
from markupsafe import Markup

from smartcity.commands.access import account_endings, accounts
from smartcity.commands.access.account_endings import LONGEST_OFFICE
from smartcity.commands.access.accounts import AccountDraft, Issued
from smartcity.domain.access.accounts import numbered, signature
from smartcity.domain.addresses import AddressKey
from smartcity.domain.enums import AccountState, Role
from smartcity.domain.plan.programmes import Agency
from smartcity.domain.portfolio.agencies import HandOver
from smartcity.domain.reporting.drafts import DraftForm, FieldPlace
from smartcity.i18n.words import UNKNOWN
from smartcity.presentation.reporting import letter
from smartcity.presentation.tables import formats
from smartcity.presentation.tables.decisions import handed_over
from smartcity.presentation.tables.table import Column, Table, badge, muted
from smartcity.queries import agencies as agency_queries
from smartcity.queries.accounts import AccountLine, list_accounts, locked_addresses, own_rows
from smartcity.settings import settings
from smartcity.store.engine import current_engine, reading
from smartcity.ui.components import input_fields
from smartcity.ui.components.listing import listing
from smartcity.ui.frame import show
from smartcity.ui.frame.commands import now, refusal_slot, run_command, submit, submit_at
from smartcity.ui.frame.plain_text import distinct_names, plain_label, plain_option, plain_sentence
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.visitor import me

PLACE = "close-account"


def closing_form(line: AccountLine) -> None:
    """The question, with the office that takes the place of the name."""
    say = show.formatter()
    with reading(current_engine()) as session:
        counts = own_rows(session, line.number)
    with st.popover(say("account.close")):
        refusal_slot(PLACE)
        st.write(plain_sentence(say("account.close.text", name=line.name, **counts)))
        key = f"close-office-{line.number}"
        label = say("account.close.office")
        place = FieldPlace(DraftForm.ACCOUNT, _thing(line), "office")
        shown = plain_option(line.agency or numbered(line.number))
        input_fields.text_input(
            place,
            label,
            key=key,
            placeholder=shown,
            max_chars=LONGEST_OFFICE,
            help=say("account.close.hint"),
        )
        go = plain_label(say("account.close.go"))
        st.button(go, key=f"close-{line.name}", type="primary", on_click=_close, args=(line, key))


def _thing(line: AccountLine) -> str:
    return f"close:{line.number}"


def _close(line: AccountLine, key: str) -> None:
    """The page goes on with the account under its number."""
    if submit_at(PLACE, account_endings.close, line.name, st.session_state[key] or None):
        input_fields.end(DraftForm.ACCOUNT, _thing(line))
        st.query_params[AddressKey.CODE] = signature(line.number)
        st.toast(plain_label(show.formatter()("account.close.done", name=line.name)), icon=":material/person_off:")


ROLES = tuple(role for role in Role if role is not Role.GUEST)
NEW = "new"
_ADDED, _ISSUED = "accounts-added", "accounts-issued"
# How long a one-time password stays on the screen of whoever made it, unless it is put away.
SHOWN_FOR = timedelta(minutes=5)


def everybody() -> Sequence[AccountLine]:
    with reading(current_engine()) as session:
        return list_accounts(session, now())


def add_form(agencies: Mapping[str, str]) -> None:
    """A refused form keeps what was typed; one that went well begins anew."""
    say, turn = show.formatter(), st.session_state.get(_ADDED, 0)
    with st.form(f"add-account-{turn}", border=False):
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
            format_func=distinct_names(agencies, lambda code: agencies[code]),
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
        input_fields.end(DraftForm.ACCOUNT, NEW)


def _line(thing: str, form: str, field: str, label: str, example: str, most: int) -> str:
    say, place = show.formatter(), FieldPlace(DraftForm.ACCOUNT, thing, field)
    return input_fields.text_input(place, say(label), key=f"{form}-{field}", placeholder=say(example), max_chars=most)


def desk(line: AccountLine) -> None:
    """What can be done to one account; each is told before it is done."""
    if line.closed_at is not None:
        return
    with st.container(horizontal=True, gap="small"):
        if line.disabled_at is not None:
            closing_form(line)
            _confirm_button("enable", line, _issue, accounts.enable)
            return
        _confirm_button("password", line, _issue, accounts.renew_password)
        _hand_over(line)
        _confirm_button("disable", line, submit, accounts.disable)
        closing_form(line)


def _confirm_button(verb: str, line: AccountLine, run: Callable[..., bool], command: Callable[..., object]) -> None:
    """The question; `run` does the command where it was asked, and says there why not."""
    say = show.formatter()
    with st.popover(say(f"account.{verb}")):
        st.write(plain_sentence(say(f"account.{verb}.text", name=line.name)))
        if st.button(say(f"account.{verb}.go"), key=f"{verb}-{line.name}", type="primary"):
            run(command, line.name)


def _hand_over(line: AccountLine) -> None:
    say = show.formatter()
    with st.popover(say("account.hand_over")), st.form(f"hand-over-{line.name}", border=False):
        st.write(plain_sentence(say("account.hand_over.text", name=line.name)))
        form = f"hand-over-{line.name}"
        email = _line(line.name, form, "email", "account.email", "account.email.example", 120)
        phone = _line(line.name, form, "phone", "account.phone", "account.phone.example", 20)
        if not st.form_submit_button(say("account.hand_over.go"), type="primary"):
            return
        if _issue(accounts.hand_over, line.name, email=email or None, phone=phone or None):
            input_fields.end(DraftForm.ACCOUNT, line.name)


def _issue(command: Callable[..., Issued], *args: object, **kwargs: object) -> bool:
    """Whether a one-time password was made. It is in hand before a second tap can cut this run off."""
    issued_passwords: list[tuple[Issued, datetime]] = st.session_state.setdefault(_ISSUED, [])
    issued = run_command(command, *args, at=now(), **kwargs)
    if issued is not None:
        issued_passwords[:] = [(issued, now())]
    return issued is not None


def show_issued() -> None:
    """The one-time password, until it is put away or its time in hand is over."""
    issued_passwords: list[tuple[Issued, datetime]] = st.session_state.get(_ISSUED, [])
    issued_passwords[:] = [(issued, at) for issued, at in issued_passwords if now() - at < SHOWN_FOR]
    for issued, _at in issued_passwords:
        _password_message(issued)
        st.button(show.formatter()("account.issued.put_away"), key="put-away", on_click=issued_passwords.clear)


def _password_message(issued: Issued) -> None:
    """In a message ready to send."""
    say, where = show.formatter(), f"{settings().public_url.rstrip('/')}/masuk"
    st.success(plain_sentence(say("account.issued", name=issued.name)), icon=":material/key:")
    message = say("account.message", name=issued.name, password=issued.password, where=where)
    st.code(message, language=None, wrap_lines=True)


def sheet(line: AccountLine) -> HandOver | None:
    """What the account's agency leaves to a successor; None for accounts of no agency."""
    if line.agency is None or line.role is not Role.AGENCY:
        return None
    with reading(current_engine()) as session:
        return agency_queries.handover_sheet(session, current_context().as_of, line.agency, me())


def show_sheet(sheet: HandOver, line: AccountLine) -> None:
    """Table by table, and the whole as a text to copy."""
    say = show.formatter()
    if sheet.is_empty:
        show.note(say("handover.empty"))
    for table in handed_over(say, sheet):
        show.heading(table.title)
        listing(table)
    with st.expander(say("handover.copy"), icon=":material/content_copy:"):
        st.code(letter(say, sheet, line.label), language=None, wrap_lines=True)


def account_table(lines: Sequence[AccountLine]) -> Table[AccountLine]:
    say = show.formatter()

    def label(line: AccountLine) -> Markup:
        return say.account(line.name, line.label) + (badge(say("account.sample")) if line.is_sample else "")

    columns: tuple[Column[AccountLine], ...] = (
        Column("state", formats.STATUS, lambda line: line.state, say.account_state),
        Column("label", formats.NAME, lambda line: line.label, label),
        Column("name", formats.TEXT, lambda line: line.name, lambda line: muted(line.name)),
        Column("role", formats.LABEL, lambda line: line.role),
        Column("agency", formats.TEXT, lambda line: line.agency_name, _agency_of),
        Column("last", formats.INSTANT, lambda line: line.last_signed_in_at),
    )
    return Table("accounts", say("screen.accounts"), say, lines, columns, prefix="account.head")


def _agency_of(line: AccountLine) -> str:
    return show.formatter().agency(line.agency, line.agency_name or line.agency) if line.agency else UNKNOWN


def headline(lines: Sequence[AccountLine]) -> tuple[str, str]:
    """How many there are, and whose ways in are closed."""
    say = show.formatter()
    count = {state: sum(line.state is state for line in lines) for state in AccountState}
    alive = [line for line in lines if line.disabled_at is None]
    waiting = sum(line.last_signed_in_at is None for line in alive)
    facts = {"closed": count[AccountState.CLOSED], "disabled": count[AccountState.DISABLED]}
    return say("account.headline", count=len(alive), waiting=waiting), say("account.sub", **facts)


def closed_addresses() -> str | None:
    """Those from which nobody is heard now."""
    say = show.formatter()
    with reading(current_engine()) as session:
        closed = locked_addresses(session, now())
    sentences = [say("account.address", address=address, until=say.instant(until)) for address, until in closed]
    return say("account.addresses", addresses=", ".join(sentences)) if closed else None


def without_account(lines: Sequence[AccountLine], agencies: Sequence[Agency]) -> str | None:
    """The agencies that nobody can report for."""
    reporting = {line.agency for line in lines if line.role is Role.AGENCY and line.disabled_at is None}
    names = [agency.short_name for agency in agencies if agency.code not in reporting]
    return show.formatter()("account.without", count=len(names), names=", ".join(names)) if names else None
