"""Domain values on the screens: as everywhere, with links to the other screens and people named by office."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from smartcity.charts.theme import LIGHT
from smartcity.domain.access.accounts import office_of
from smartcity.domain.addresses import AddressKey
from smartcity.domain.enums import AccountState
from smartcity.presentation.formatter import Formatter
from smartcity.queries.accounts import AccountLine, account_terms
from smartcity.ui.frame.cache import query_latest
from smartcity.ui.frame.request_context import current_context
from smartcity.ui.frame.sitemap import (
    ACCOUNTS,
    AGENCIES,
    DECISIONS,
    DIMENSIONS,
    INDICATORS,
    PROGRAMMES,
    Screen,
    address,
)

TERMINAL = "terminal"


def office(recorded_by: str, at: datetime) -> str:
    """The office of an account's name or label."""
    context = current_context()
    say = Formatter(context.words, context.as_of, context.zone)
    if recorded_by == TERMINAL:
        return say("office.terminal")
    term = office_of(recorded_by, at, query_latest(account_terms))
    if term.number is None:
        return term.label
    parts = [say("office.number", number=term.number)]
    if term.began_at is not None:
        parts.append(say("office.since", day=say.words.short_day(term.began_at.date())))
    if term.ended_at is not None:
        parts.append(say("office.until", day=say.words.short_day(term.ended_at.date())))
    return f"{term.label} ({', '.join(parts)})"


def called_now(recorded: str) -> str:
    """What the account is called today that was recorded so; itself where there is none."""
    return next(
        (term.name for term in query_latest(account_terms) if term.is_author(recorded, term.began_at)), recorded
    )


_STATES = {
    AccountState.ENDED: ("health-unknown", "×"),
    AccountState.DISABLED: ("health-unknown", "—"),
    AccountState.CLOSED: ("health-late", LIGHT.late.mark),
    AccountState.ONE_TIME: ("health-attention", LIGHT.attention.mark),
    AccountState.NEVER_IN: ("health-not_due", "·"),
    AccountState.ENABLED: ("health-done", LIGHT.done.mark),
}


@dataclass(frozen=True, slots=True)
class LinkedFormatter(Formatter):
    """Names lead to their screens; `carried` is what every link carries on in its address."""

    carried: tuple[tuple[AddressKey, str], ...] = ()
    frozen_at: datetime | None = None

    def programme(self, code: str, name: str) -> Markup:
        return self.link(PROGRAMMES, name, {AddressKey.CODE: code})

    def agency(self, code: str, name: str) -> Markup:
        return self.link(AGENCIES, name, {AddressKey.CODE: code})

    def dimension(self, code: str, name: str) -> Markup:
        return self.link(DIMENSIONS, name, {AddressKey.CODE: code})

    def indicator(self, code: str, name: str) -> Markup:
        return self.link(INDICATORS, name, {AddressKey.CODE: code})

    def decision(self, code: str, text: str) -> Markup:
        return self.link(DECISIONS, text, {AddressKey.DECISION: code})

    def account(self, name: str, label: str) -> Markup:
        return self.link(ACCOUNTS, label, {AddressKey.CODE: name})

    def account_state(self, line: AccountLine) -> Markup:
        """Shape and word; until when, where a lock ends by itself."""
        until = f" {self.instant(line.closed_until)}" if line.state is AccountState.CLOSED else ""
        kind, mark = _STATES[line.state]
        label = f"{self.words.label(line.state)}{until}"
        return Markup('<span class="tone {}"><i aria-hidden="true">{}</i> {}</span>').format(kind, mark, label)

    def link(self, screen: Screen, text: str, query: Mapping[str, object] | None = None) -> Markup:
        return Markup('<a href="{}" target="_self">{}</a>').format(self.address(screen, query), text)

    def address(self, screen: Screen, query: Mapping[str, object] | None = None) -> str:
        return address(screen, {**dict(self.carried), **(query or {})})

    def after_freeze(self, at: datetime) -> Markup:
        if self.frozen_at is None or at <= self.frozen_at:
            return Markup("")
        return Markup(' <span class="badge">{}</span>').format(self("snapshot.after_freeze"))
