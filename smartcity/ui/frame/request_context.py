"""What a script run is about: database, newest ledger entry, as-of day, language, theme. Read once per run."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from smartcity.charts.theme import DARK, LIGHT, Theme
from smartcity.domain.addresses import AddressKey
from smartcity.domain.errors import instance_of
from smartcity.i18n.catalog import LANGUAGES, Language
from smartcity.i18n.words import Words
from smartcity.queries.snapshots import SnapshotCard
from smartcity.settings import settings

_CONTEXT = "moment"
MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class RequestContext:
    """Hashable, and the first half of every cache key."""

    url: str
    audit_id: int
    seal: str
    zone: str
    today: date
    as_of: date
    language: Language
    is_dark: bool
    is_narrow: bool
    snapshot: SnapshotCard | None = None

    @property
    def words(self) -> Words:
        return Words(self.language)

    @property
    def theme(self) -> Theme:
        return DARK if self.is_dark else LIGHT

    @property
    def is_past(self) -> bool:
        return self.as_of < self.today

    @property
    def carried(self) -> tuple[tuple[AddressKey, str], ...]:
        """What of the address goes on to the next screen: frozen data or an earlier day, and the language."""
        language_part = [(AddressKey.LANGUAGE, self.language)] if self.language != settings().language else []
        if self.snapshot is not None:
            return ((AddressKey.SNAPSHOT, str(self.snapshot.number)), *language_part)
        return ((AddressKey.AS_OF, self.as_of.isoformat()), *language_part) if self.is_past else tuple(language_part)


def today() -> date:
    """The city's day, now: a run may outlive the day it began on."""
    return _day_in(current_context().zone)


def _day_in(zone: str) -> date:
    return datetime.now(ZoneInfo(zone)).date()


def start_context(audit_id: int, seal: str, zone: str, snapshot: SnapshotCard | None = None) -> RequestContext:
    """Reads the address and the browser; called by the frame, once per run. `zone` is the plan's."""
    now = _day_in(zone)
    as_of = snapshot.as_of if snapshot else min(_asked_day() or now, now)
    context = RequestContext(
        url=settings().database_url,
        audit_id=audit_id,
        seal=seal,
        zone=zone,
        today=now,
        as_of=as_of,
        language=language(),
        is_dark=st.context.theme.type == "dark",
        is_narrow=_is_phone(),
        snapshot=snapshot,
    )
    st.session_state[_CONTEXT] = context
    return context


def _is_phone() -> bool:
    """Read from the browser once per session."""
    if "is_phone" not in st.session_state:
        st.session_state["is_phone"] = is_phone(st.context.headers.get("User-Agent"))
    return bool(st.session_state["is_phone"])


def is_phone(user_agent: str | None) -> bool:
    return "Mobi" in (user_agent or "")


def current_context() -> RequestContext:
    """Of this run."""
    return instance_of(RequestContext, st.session_state[_CONTEXT])


def asked_snapshot() -> int | None:
    """The number of the frozen data in the address; it stays for the session, and in the address of each screen."""
    asked = st.query_params.get(AddressKey.SNAPSHOT) or st.session_state.get(AddressKey.SNAPSHOT)
    if not asked or not asked.isdecimal() or len(asked) > MOST_DIGITS:
        return None
    st.session_state[AddressKey.SNAPSHOT] = st.query_params[AddressKey.SNAPSHOT] = asked
    return int(asked)


def _asked_day() -> date | None:
    """The widget's value; on the first run of a deep link the address itself."""
    asked = st.session_state.get(AddressKey.AS_OF)
    if isinstance(asked, date):
        return asked
    try:
        return date.fromisoformat(st.query_params.get(AddressKey.AS_OF) or "")
    except ValueError:
        return None


def keep_address(context: RequestContext) -> None:
    """Day, frozen data and language stand in the address of every screen, where the menu's links leave them behind."""
    for name, value in context.carried:
        if name not in st.query_params:
            st.query_params[name] = value


def language() -> Language:
    return _known_language(st.session_state.get(AddressKey.LANGUAGE) or st.query_params.get(AddressKey.LANGUAGE))


def language_of_address() -> Language:
    """Where what the widgets hold may not be readable."""
    return _known_language(st.query_params.get(AddressKey.LANGUAGE))


def _known_language(asked: object) -> Language:
    return next((language for language in LANGUAGES if language == asked), settings().language)
