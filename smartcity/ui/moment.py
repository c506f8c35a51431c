"""What a script run stands on: database, newest audit id, as-of day, language, theme. Read once per run."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import streamlit as st

from smartcity.charts.theme import DARK, LIGHT, Theme
from smartcity.settings import settings
from smartcity.words.catalog import LANGUAGES, Language
from smartcity.words.speech import Words

_HERE = "moment"
CITY_ZONE = ZoneInfo("Asia/Jakarta")


@dataclass(frozen=True, slots=True)
class Moment:
    """Hashable, and the first half of every cache key."""

    url: str
    audit_id: int
    today: date
    as_of: date
    language: Language
    is_dark: bool

    @property
    def words(self) -> Words:
        return Words(self.language)

    @property
    def theme(self) -> Theme:
        return DARK if self.is_dark else LIGHT

    @property
    def is_past(self) -> bool:
        return self.as_of < self.today

    def on(self, day: date) -> "Moment":
        return replace(self, as_of=day)


def start(audit_id: int) -> Moment:
    """Reads the URL and the browser; called by the frame, once per run."""
    today = datetime.now(CITY_ZONE).date()
    moment = Moment(
        url=settings().database_url,
        audit_id=audit_id,
        today=today,
        as_of=_asked_day(today),
        language=_asked_language(),
        is_dark=st.context.theme.type == "dark",
    )
    st.session_state[_HERE] = moment
    return moment


def here() -> Moment:
    """The moment of this run."""
    moment = st.session_state[_HERE]
    assert isinstance(moment, Moment)
    return moment


def _asked_day(today: date) -> date:
    asked = st.session_state.get("per")
    return min(asked, today) if isinstance(asked, date) else today


def _asked_language() -> Language:
    asked = st.session_state.get("bahasa")
    return next((language for language in LANGUAGES if language == asked), settings().language)
