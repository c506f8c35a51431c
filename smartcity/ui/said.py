"""What the screens say: as everywhere, and with links to the other screens."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from smartcity.charts.theme import LIGHT
from smartcity.presentation.said import Said
from smartcity.queries.accounts import AccountLine, AccountState
from smartcity.ui.sitemap import ACCOUNTS, AGENCIES, DIMENSIONS, INDICATORS, PROGRAMMES, Screen, address

_STATES = {
    AccountState.ENDED: ("health-unknown", "×"),
    AccountState.DISABLED: ("health-unknown", "—"),
    AccountState.CLOSED: ("health-late", LIGHT.late.mark),
    AccountState.ONE_TIME: ("health-attention", LIGHT.attention.mark),
    AccountState.NEVER_IN: ("health-not_due", "·"),
    AccountState.ENABLED: ("health-done", LIGHT.done.mark),
}


@dataclass(frozen=True, slots=True)
class Linked(Said):
    """Names lead to their screens; `kept` is what every link carries on in its address."""

    kept: tuple[tuple[str, str], ...] = ()
    frozen_at: datetime | None = None

    def programme(self, code: str, name: str) -> Markup:
        return self.link(PROGRAMMES, name, kode=code)

    def agency(self, code: str, name: str) -> Markup:
        return self.link(AGENCIES, name, kode=code)

    def dimension(self, code: str, name: str) -> Markup:
        return self.link(DIMENSIONS, name, kode=code)

    def indicator(self, code: str, name: str) -> Markup:
        return self.link(INDICATORS, name, kode=code)

    def account(self, name: str, label: str) -> Markup:
        return self.link(ACCOUNTS, label, kode=name)

    def account_state(self, line: AccountLine) -> Markup:
        """Shape and word; until when, where a lock ends by itself."""
        until = f" {self.instant(line.closed_until)}" if line.state is AccountState.CLOSED else ""
        kind, mark = _STATES[line.state]
        said = f"{self.words.label(line.state)}{until}"
        return Markup('<span class="tone {}"><i aria-hidden="true">{}</i> {}</span>').format(kind, mark, said)

    def link(self, screen: Screen, text: str, **query: object) -> Markup:
        return Markup('<a href="{}" target="_self">{}</a>').format(self.address(screen, **query), text)

    def address(self, screen: Screen, **query: object) -> str:
        return address(screen, **{**dict(self.kept), **query})

    def after_freeze(self, at: datetime) -> Markup:
        """Marks what came in after the frozen data that is shown."""
        if self.frozen_at is None or at <= self.frozen_at:
            return Markup("")
        return Markup(' <span class="badge">{}</span>').format(self("snapshot.after_freeze"))
