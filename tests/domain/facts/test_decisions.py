"""Meetings and decisions: what was held, how old a decision is, where it stands; how healthy the meetings are."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from smartcity.domain.enums import DecisionState, MeetingState, Reporting, Verdict
from smartcity.domain.facts.decisions import (
    Answer,
    Meeting,
    age_in_meetings,
    closed_in_time,
    held_of_planned,
    last_closed,
    median_age,
    nearest,
    oldest_first,
    updated_in_time,
)
from smartcity.domain.grouping import Count
from tests.domain.cities import AT, days_ago, decision, meeting, programme, report
from tests.domain.plans import TODAY

AUGUST, SEPTEMBER, OCTOBER = date(2026, 8, 20), date(2026, 9, 22), date(2026, 10, 20)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("held_on", "fields", "state", "was_held"),
    [
        (YESTERDAY, {}, MeetingState.PLANNED, False),
        (YESTERDAY, {"started_at": AT}, MeetingState.RUNNING, True),
        (YESTERDAY, {"started_at": AT, "closed_at": AT}, MeetingState.CLOSED, True),
        (YESTERDAY, {"minutes_planned": None}, MeetingState.PLANNED, True),
        (TODAY, {"started_at": AT}, MeetingState.RUNNING, False),
        (TODAY, {"minutes_planned": None}, MeetingState.PLANNED, False),
    ],
)
def test_a_meeting_was_held_when_it_began_before_today(
    held_on: date, fields: dict[str, object], state: MeetingState, *, was_held: bool
) -> None:
    shown_meeting = meeting(held_on, **fields)
    assert (shown_meeting.state, shown_meeting.was_held(TODAY)) == (state, was_held)


def test_the_meeting_to_open_is_the_running_then_the_next_then_the_last() -> None:
    last, missed = meeting(OCTOBER, started_at=AT, closed_at=AT), meeting(YESTERDAY)
    coming, later = meeting(TODAY), meeting(TOMORROW)
    running = meeting(TOMORROW, started_at=AT)
    assert nearest([last, missed, coming, running, later], TODAY) == running
    assert nearest([last, missed, coming, later], TODAY) == coming
    assert nearest([last, missed], TODAY) == missed
    assert nearest([], TODAY) is None


def test_the_rehearsal_opens_a_day_before_the_hour_of_the_meeting() -> None:
    zone = ZoneInfo("Asia/Jakarta")
    assert meeting(TODAY, starts_at=time(9)).rehearsal_at(zone) == datetime(2026, 11, 23, 2, tzinfo=UTC)
    assert meeting(TODAY, starts_at=None).rehearsal_at(zone) == datetime(2026, 11, 22, 17, tzinfo=UTC)


@pytest.mark.parametrize(("decided_on", "age"), [(AUGUST, 3), (SEPTEMBER, 2), (OCTOBER, 1), (TODAY, 0)])
def test_the_age_of_a_decision_counts_the_meetings_from_its_own_on(decided_on: date, age: int) -> None:
    assert age_in_meetings(decided_on, [meeting(day) for day in (AUGUST, SEPTEMBER, OCTOBER)]) == age


DONE = Answer(1, "sudah", is_done=True, recorded_at=AT, recorded_by="dlh")


@pytest.mark.parametrize(
    ("due_on", "fields", "state"),
    [
        (TODAY, {}, DecisionState.OPEN),
        (YESTERDAY, {}, DecisionState.OVERDUE),
        (None, {}, DecisionState.OPEN),
        (YESTERDAY, {"answers": (DONE,)}, DecisionState.WAITING),
        (
            YESTERDAY,
            {"answers": (DONE, Answer(2, "belum", is_done=False, recorded_at=AT, recorded_by="dlh"))},
            DecisionState.OVERDUE,
        ),
        (
            YESTERDAY,
            {
                "answers": (
                    Answer(
                        1, "sudah", is_done=True, recorded_at=AT, recorded_by="dlh", proofs=(), verdict=Verdict.RETURNED
                    ),
                )
            },
            DecisionState.OVERDUE,
        ),
        (YESTERDAY, {"answers": (DONE,), "closed_on": TODAY}, DecisionState.CLOSED),
    ],
)
def test_where_a_decision_stands(due_on: date | None, fields: dict[str, object], state: DecisionState) -> None:
    assert decision(1, due_on, **fields).state(TODAY) is state


def test_open_decisions_come_by_age_then_by_due_day() -> None:
    decisions = [
        decision(1, TOMORROW),
        decision(2, None),
        decision(3, TODAY),
        decision(4, TODAY, age=2),
        decision(5, closed_on=TODAY, age=9),
    ]
    assert [shown.id for shown in oldest_first(decisions)] == [4, 3, 1, 2]


def test_only_the_newest_answer_can_be_returned() -> None:
    back = Answer(
        1,
        "sudah",
        is_done=True,
        recorded_at=AT,
        recorded_by="dlh",
        proofs=(),
        verdict=Verdict.RETURNED,
        verdict_by="ver",
        verdict_note="buktinya mana",
    )
    assert decision(1, answers=(back,)).returned == back
    assert decision(1, answers=(back, DONE)).returned is None
    assert decision(1, answers=(back, DONE)).waiting == DONE


def test_held_against_planned_counts_what_should_have_been_by_now() -> None:
    shown_meetings = [meeting(AUGUST, started_at=AT), meeting(SEPTEMBER), meeting(TODAY), meeting(TOMORROW)]
    assert held_of_planned(shown_meetings, TODAY) == Count(1, 2)
    assert held_of_planned([], TODAY).share is None


def test_a_meeting_counts_as_held_from_its_closing_on_and_one_called_off_was_planned() -> None:
    shown_meetings = [meeting(AUGUST, started_at=AT), meeting(TODAY, started_at=AT, closed_at=AT)]
    assert held_of_planned(shown_meetings, TODAY) == Count(2, 2)
    assert held_of_planned([shown_meetings[0], meeting(TODAY, started_at=AT)], TODAY) == Count(1, 1), "it is running"
    off = meeting(SEPTEMBER, called_off_at=AT)
    assert held_of_planned([*shown_meetings, off, meeting(TOMORROW, called_off_at=AT)], TODAY) == Count(2, 3)
    assert (off.state, off.was_held(TODAY), off.is_over(TODAY)) == (MeetingState.CALLED_OFF, False, False)
    assert not meeting(SEPTEMBER, called_off_at=AT, minutes_planned=None).was_held(TODAY)


def test_a_meeting_that_was_called_off_is_opened_last() -> None:
    off, old = meeting(TOMORROW, called_off_at=AT), meeting(AUGUST, started_at=AT, closed_at=AT)
    assert nearest([old, off], TODAY) is old
    assert nearest([off], TODAY) is off


@pytest.mark.parametrize(
    ("heard", "counts"), [(36, False), (35, True), (1, True), (0, False)], ids=lambda value: str(value)
)
def test_a_programme_was_updated_in_time_between_the_meetings(heard: int, *, counts: bool) -> None:
    """The last meeting was on 20 October, 35 days before; the day of the meeting itself comes too late."""
    shown_programme = programme(1, report=report(recorded_at=days_ago(heard)))
    assert updated_in_time([shown_programme, programme(2, report=None)], OCTOBER, TODAY) == Count(int(counts), 2)


def test_the_first_meeting_takes_any_word_before_it() -> None:
    assert updated_in_time([programme(1, report=report(recorded_at=days_ago(400)))], None, TODAY) == Count(1, 1)


@pytest.mark.parametrize(
    ("ages", "median"), [([], None), ([4], 4), ([2, 9], 2), ([1, 5, 9], 5), ([0, 0, 100], 0), ([1, 2, 3, 4], 2)]
)
def test_the_median_age_of_the_data(ages: list[int], median: int | None) -> None:
    shown_programmes = [programme(number, report=report(recorded_at=days_ago(age))) for number, age in enumerate(ages)]
    outside = programme(99, report=None, reporting=Reporting.NO_PERIOD)
    assert median_age([*shown_programmes, outside], TODAY) == median


def test_what_was_never_heard_of_is_as_old_as_its_programme() -> None:
    assert median_age([programme(1, report=None, starts_on=TODAY - timedelta(days=90))], TODAY) == 90


@pytest.mark.parametrize(
    ("due_on", "closed_on", "count"),
    [
        (TODAY, TODAY, Count(1, 1)),
        (YESTERDAY, TODAY, Count(0, 1)),
        (TOMORROW, TODAY, Count(1, 1)),
        (TODAY, None, Count(0, 0)),
        (YESTERDAY, None, Count(0, 1)),
        (None, TODAY, Count(0, 0)),
    ],
)
def test_decisions_closed_in_time(due_on: date | None, closed_on: date | None, count: Count) -> None:
    assert closed_in_time([decision(1, due_on, closed_on=closed_on)], TODAY) == count


FROM_A_FILE = meeting(TODAY, minutes_planned=None)
CLOSED = meeting(TODAY, started_at=days_ago(1), closed_at=days_ago(1))
RUNNING = meeting(TODAY, started_at=days_ago(0))


@pytest.mark.parametrize(
    ("meetings", "last"),
    [
        ((), None),
        ((RUNNING,), None),
        ((FROM_A_FILE, RUNNING), FROM_A_FILE),
        ((FROM_A_FILE, CLOSED), CLOSED),
        ((CLOSED, FROM_A_FILE, RUNNING), FROM_A_FILE),
    ],
)
def test_the_last_closed_meeting(meetings: tuple[Meeting, ...], last: Meeting | None) -> None:
    assert last_closed(meetings) is last
