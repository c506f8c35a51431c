"""What the screens say: as everywhere, and with links to the other screens."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from smartcity.telling.said import Said
from smartcity.ui.sitemap import AGENCIES, DIMENSIONS, INDICATORS, PROGRAMMES, Screen, address


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

    def link(self, screen: Screen, text: str, **query: object) -> Markup:
        asked = address(screen, **{**dict(self.kept), **query})
        return Markup('<a href="{}" target="_self">{}</a>').format(asked, text)

    def after_freeze(self, at: datetime) -> Markup:
        """Marks what came in after the frozen data that is shown."""
        if self.frozen_at is None or at <= self.frozen_at:
            return Markup("")
        return Markup(' <span class="badge">{}</span>').format(self("snapshot.after_freeze"))
