"""Days and hours of instants are told in the zone of the plan."""

from datetime import date, datetime, time, timedelta

import pytest

from smartcity.domain.facts.decisions import Meeting
from smartcity.i18n.words import NBSP, Words
from smartcity.presentation.formatter import Formatter
from smartcity.presentation.meetings import meeting_time
from tests.zones import JAKARTA, JAYAPURA, MAKASSAR, NIGHTS


@pytest.mark.parametrize(("zone", "at", "day", "hour"), NIGHTS)
def test_an_instant_is_told_where_the_plan_is(zone: str, at: datetime, day: date, hour: str) -> None:
    say = Formatter(Words("id"), day, zone)
    assert say.clock(at) == hour
    assert say.instant(at) == f"{day.day}{NBSP}Nov{NBSP}2026, {hour}"
    assert say.day_of(at) == day
    assert say.ago(at) == say("said.today")
    assert Formatter(Words("id"), day + timedelta(days=3), zone).ago(at) == say("said.days_ago", days=3)


@pytest.mark.parametrize(("zone", "mark"), [(JAKARTA, "WIB"), (MAKASSAR, "WITA"), (JAYAPURA, "WIT")])
def test_a_meeting_begins_by_the_clock_of_its_city(zone: str, mark: str) -> None:
    meeting = Meeting("R", "Rapat", date(2026, 11, 28), starts_at=time(9))
    assert meeting_time(Formatter(Words("id"), meeting.held_on, zone), meeting) == f"28 November 2026, 09.00 {mark}"
    assert meeting_time(Formatter(Words("en"), meeting.held_on, zone), meeting).endswith(f", 09:00 {mark}")
