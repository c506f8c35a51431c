"""Verbs on accounts: python -m smartcity account add|disable|enable|password|hand-over|close|list."""

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.box import SIMPLE
from rich.table import Column, Table
from sqlmodel import Session

from smartcity.cli.console import database, out, words
from smartcity.commands.access import account_endings, accounts
from smartcity.commands.access.accounts import AccountDraft, Issued
from smartcity.domain.access.accounts import normalised_name
from smartcity.domain.access.roles import ADMINISTRATOR_AT_TERMINAL
from smartcity.domain.enums import Role
from smartcity.domain.errors import Refused
from smartcity.i18n.words import UNKNOWN
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.reporting import letter
from smartcity.queries.accounts import AccountLine, AccountState, list_accounts, own_rows
from smartcity.queries.agencies import handover_sheet
from smartcity.store.engine import reading, writing
from smartcity.store.masterplan import zone

Name = Annotated[str, typer.Argument(help=words().say("terminal.account.name"))]
Email = Annotated[str | None, typer.Option("--email", help=words().say("terminal.account.email"))]
Phone = Annotated[str | None, typer.Option("--phone", help=words().say("terminal.account.phone"))]


def register(app: typer.Typer) -> None:
    verbs = typer.Typer(no_args_is_help=True)
    for name, verb in (
        ("add", add),
        ("disable", disable),
        ("enable", enable),
        ("password", password),
        ("hand-over", hand_over),
        ("close", close),
        ("list", show),
    ):
        verbs.command(name, help=words().say(f"terminal.account.{name}.help"))(verb)
    app.add_typer(verbs, name="account", help=words().say("terminal.account.help"))


def add(
    name: Name,
    label: Annotated[str, typer.Option("--label", help=words().say("terminal.account.label"))],
    role: Annotated[Role, typer.Option("--role", help=words().say("terminal.account.role"))],
    agency: Annotated[str | None, typer.Option("--agency", help=words().say("terminal.account.agency"))] = None,
    email: Email = None,
    phone: Phone = None,
) -> None:
    draft = AccountDraft(name, label, role, agency, email, phone)
    with database() as engine, writing(engine) as session:
        issued = accounts.add(session, ADMINISTRATOR_AT_TERMINAL, draft, at=_now())
    _print_password(issued)


def disable(
    name: Annotated[str | None, typer.Argument(help=words().say("terminal.account.name"))] = None,
    *,
    samples: Annotated[bool, typer.Option("--samples", help=words().say("terminal.account.samples"))] = False,
) -> None:
    with database() as engine, writing(engine) as session:
        if samples == (name is not None):
            raise Refused("terminal.account.which")
        if name is None:
            count = account_endings.disable_sample_accounts(session, ADMINISTRATOR_AT_TERMINAL, at=_now())
        else:
            accounts.disable(session, ADMINISTRATOR_AT_TERMINAL, name, at=_now())
    done = words().say("terminal.account.disabled", name=name) if name else None
    out().print(done or words().say("terminal.account.samples.disabled", count=count), markup=False)


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
    out().print(words().say("terminal.account.disabled", name=name), markup=False)
    _print_password(issued)


def close(
    name: Name,
    office: Annotated[str | None, typer.Option("--office", help=words().say("terminal.account.office"))] = None,
    *,
    yes: Annotated[bool, typer.Option("--yes", help=words().say("terminal.account.yes"))] = False,
) -> None:
    """Says what goes and asks, unless told not to."""
    with database() as engine:
        with reading(engine) as session:
            line = next((line for line in list_accounts(session, _now()) if line.name == normalised_name(name)), None)
            counts = own_rows(session, line.number) if line else {}
        if line is not None and not yes:
            out().print(words().say("account.close.text", name=line.name, **counts), markup=False)
            typer.confirm(words().say("terminal.account.sure"), abort=True)
        with writing(engine) as session:
            account_endings.close(session, ADMINISTRATOR_AT_TERMINAL, name, office, at=_now())
    out().print(words().say("account.close.done", name=name), markup=False)


def show() -> None:
    with database() as engine, reading(engine) as session:
        lines, formatter = list_accounts(session, _now()), _formatter(session)
    if not lines:
        return out().print(words().say("terminal.account.none"))
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
    there = zone(session)
    return Formatter(words(), _now().astimezone(there).date(), there.key)


def _print_password(issued: Issued) -> None:
    """The password stands alone in its line, to be copied."""
    out().print(words().say("terminal.account.issued", name=issued.name), markup=False)
    out().print(issued.password, style="bold", markup=False)


def _now() -> datetime:
    return datetime.now(UTC)
