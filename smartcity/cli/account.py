"""Verbs on accounts: python -m smartcity account add|disable|enable|password|hand-over|close|list."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.box import SIMPLE
from rich.table import Column, Table
from sqlmodel import Session

from smartcity.cli.console import argument, database, option, out, tell, words
from smartcity.commands.access import account_endings, accounts
from smartcity.commands.access.accounts import AccountDraft, Issued
from smartcity.domain.access.accounts import normalised_name
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.enums import AccountState, Role
from smartcity.domain.errors import Refused
from smartcity.i18n.words import UNKNOWN
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.reporting import letter
from smartcity.queries.accounts import AccountLine, list_accounts, own_rows
from smartcity.queries.agencies import handover_sheet
from smartcity.store.engine import reading, writing
from smartcity.store.masterplan import day_of, zone_name

Name = Annotated[str, argument("terminal.account.name")]
Email = Annotated[str | None, option("--email", "terminal.account.email")]
Phone = Annotated[str | None, option("--phone", "terminal.account.phone")]


def add(
    name: Name,
    label: Annotated[str, option("--label", "terminal.account.label")],
    role: Annotated[Role, option("--role", "terminal.account.role")],
    agency: Annotated[str | None, option("--agency", "terminal.account.agency")] = None,
    email: Email = None,
    phone: Phone = None,
) -> None:
    draft = AccountDraft(name, label, role, agency, email, phone)
    with database() as engine, writing(engine) as session:
        issued = accounts.add(session, ADMINISTRATOR_AT_TERMINAL, draft, at=_now())
    _print_password(issued)


def disable(
    name: Annotated[str | None, argument("terminal.account.name")] = None,
    *,
    samples: Annotated[bool, option("--samples", "terminal.account.samples")] = False,
) -> None:
    with database() as engine, writing(engine) as session:
        if samples == (name is not None):
            raise Refused("terminal.account.which")
        if name is None:
            count = account_endings.disable_sample_accounts(session, ADMINISTRATOR_AT_TERMINAL, at=_now())
            tell("terminal.account.samples.disabled", count=count)
        else:
            accounts.disable(session, ADMINISTRATOR_AT_TERMINAL, name, at=_now())
            tell("terminal.account.disabled", name=name)


def enable(name: Name) -> None:
    with database() as engine, writing(engine) as session:
        issued = accounts.enable(session, ADMINISTRATOR_AT_TERMINAL, name, at=_now())
    _print_password(issued)


def password(name: Name) -> None:
    with database() as engine, writing(engine) as session:
        issued = accounts.renew_password(session, ADMINISTRATOR_AT_TERMINAL, name, at=_now())
    _print_password(issued)


def hand_over(name: Name, email: Email = None, phone: Phone = None) -> None:
    """The sheet first, to be printed and signed; the password last."""
    administrator = ADMINISTRATOR_AT_TERMINAL
    with database() as engine:
        with writing(engine) as session:
            issued = accounts.hand_over(session, administrator, name, at=_now(), email=email, phone=phone)
        with reading(engine) as session:
            line = next(line for line in list_accounts(session, _now()) if line.name == issued.name)
            formatter = _formatter(session)
            left = handover_sheet(session, formatter.today, line.agency, administrator) if line.agency else None
    if left is not None:
        out().print(letter(formatter, left, line.label), markup=False, soft_wrap=True)
    tell("terminal.account.disabled", name=name)
    _print_password(issued)


def close(
    name: Name,
    office: Annotated[str | None, option("--office", "terminal.account.office")] = None,
    *,
    yes: Annotated[bool, option("--yes", "terminal.account.yes")] = False,
) -> None:
    """Says what goes and asks, unless told not to."""
    with database() as engine:
        with reading(engine) as session:
            line = next((line for line in list_accounts(session, _now()) if line.name == normalised_name(name)), None)
            counts = own_rows(session, line.number) if line else {}
        if line is not None and not yes:
            tell("account.close.text", name=line.name, **counts)
            typer.confirm(words().say("terminal.account.sure"), abort=True)
        with writing(engine) as session:
            account_endings.close(session, ADMINISTRATOR_AT_TERMINAL, name, office, at=_now())
    tell("account.close.done", name=name)


def show() -> None:
    with database() as engine, reading(engine) as session:
        lines, formatter = list_accounts(session, _now()), _formatter(session)
    if not lines:
        return tell("terminal.account.none")
    heads = ("name", "label", "role", "agency", "last", "state")
    table = Table(*(Column(words().say(f"account.head.{head}"), no_wrap=head == "name") for head in heads), box=SIMPLE)
    for line in lines:
        table.add_row(
            line.name,
            line.label,
            words().label(line.role),
            line.agency or UNKNOWN,
            formatter.instant(line.last_signed_in_at),
            _state(line, formatter),
            style="dim" if line.disabled_at else None,
        )
    return out().print(table)


def _state(line: AccountLine, formatter: Formatter) -> str:
    until = f" {formatter.instant(line.closed_until)}" if line.state is AccountState.CLOSED else ""
    return words().label(line.state) + until


def _formatter(session: Session) -> Formatter:
    return Formatter(words(), day_of(session, _now()), zone_name(session))


def _print_password(issued: Issued) -> None:
    """The password stands alone in its line, to be copied."""
    tell("terminal.account.issued", name=issued.name)
    out().print(issued.password, style="bold", markup=False)


def _now() -> datetime:
    return datetime.now(UTC)
