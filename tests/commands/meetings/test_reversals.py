"""Meetings that change their course: called off, begun by mistake, closed by two, minuted by two; items put off."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from smartcity.commands.meetings import agenda, decisions, meetings, postponed_items, reversals, wall_display
from smartcity.commands.meetings.agenda import ItemDraft
from smartcity.commands.meetings.decisions import DecisionDraft
from smartcity.commands.meetings.meetings import MeetingDraft
from smartcity.domain.enums import MeetingState
from smartcity.domain.errors import AlreadyDone, Refused
from smartcity.domain.portfolio.snapshot import take_snapshot
from smartcity.queries import decisions as decisions_asked
from smartcity.queries import ledger, portfolio
from smartcity.queries import meetings as meeting_queries
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.commands.meetings.test_meetings import (
    CHAIR,
    CODE,
    DRAFT,
    actions,
    added,
    begun,
    done,
    items,
    later,
    meeting,
    on_stage,
    refused,
    seconds,
)
from tests.plan import NOON, TODAY, build

NEXT = MeetingDraft("RK-2026-12", "Rapat Desember", TODAY + timedelta(days=7), 30)
DECISION = DecisionDraft("Sepakati batas lahan.", "A", TODAY + timedelta(days=7))
AT_ONCE = 8


@pytest.fixture
def city(database: Engine) -> Engine:
    build(database)
    done(database, meetings.plan, DRAFT)
    return database


def already(engine: Engine, command: Callable[..., object], *args: object, **kwargs: object) -> str:
    before = actions(engine)
    with pytest.raises(AlreadyDone) as no:
        done(engine, command, *args, **kwargs)
    assert actions(engine) == before
    return no.value.key


def agenda_of(engine: Engine, code: str) -> list[tuple[str | None, bool, bool]]:
    """Title, whether it came from another meeting, whether it was put off."""
    with reading(engine) as session:
        (match,) = [one for one in meeting_queries.all_meetings(session, TODAY) if one.code == code]
        every = meeting_queries.agenda(session, TODAY, match.id, CHAIR)
    return [(item.title, item.is_carried, item.is_put_off) for item in every]


def test_a_planned_meeting_is_called_off_with_a_reason_and_planned_again(city: Engine) -> None:
    assert refused(city, reversals.call_off, CODE, " ya ") == "meeting.call_off_reason_needed"
    done(city, reversals.call_off, CODE, " Wali Kota dinas luar ")
    shown_meeting = meeting(city)
    assert (shown_meeting.state, shown_meeting.called_off_reason) == (MeetingState.CALLED_OFF, "Wali Kota dinas luar")
    assert already(city, reversals.call_off, CODE, "Wali Kota dinas luar") == "meeting.is_called_off"
    for command, *args in ((agenda.put_on, CODE, ItemDraft("Satu", 5)), (agenda.propose, CODE, ())):
        assert refused(city, command, *args) == "meeting.is_called_off"
    with pytest.raises(Refused, match="is_called_off"):
        begun(city)
    assert refused(city, meetings.replan, DRAFT) == "meeting.move_reason_needed"
    done(city, meetings.replan, DRAFT, "jadi hadir")
    assert (meeting(city).state, meeting(city).called_off_reason) == (MeetingState.PLANNED, None)
    begun(city)
    assert refused(city, reversals.call_off, CODE, "Wali Kota dinas luar") == "meeting.is_running"


def test_beginning_is_undone_while_nothing_was_decided(city: Engine) -> None:
    day = TODAY + timedelta(days=3)
    done(city, meetings.replan, replace(DRAFT, held_on=day), "aula dipakai")
    (item,) = added(city, "Satu")
    begun(city, day)
    done(city, wall_display.step, CODE, 1)
    done(city, agenda.note, item, "Sudah dibahas.")
    done(city, agenda.finish, item, at=later(60))
    done(city, reversals.undo_start, CODE, at=later(90))
    shown_meeting = meeting(city)
    assert (shown_meeting.state, shown_meeting.held_on, shown_meeting.snapshot, shown_meeting.started_at) == (
        MeetingState.PLANNED,
        day,
        None,
        None,
    )
    assert seconds(city, item) == (0, False)
    assert [(one.is_done, one.minutes) for one in items(city)] == [(False, "Sudah dibahas.")], "what was typed stays"
    assert (on_stage(city).meeting_id, on_stage(city).item_id) == (None, None)
    assert actions(city)[-1] == "meeting.undo_start"
    assert already(city, reversals.undo_start, CODE) == "meeting.is_planned"
    begun(city, day)
    assert meeting(city).state is MeetingState.RUNNING


def test_beginning_stays_once_something_was_decided_or_closed(city: Engine) -> None:
    begun(city)
    done(city, meetings.close, CODE)
    assert refused(city, reversals.undo_start, CODE) == "meeting.is_closed"
    done(city, meetings.reopen, CODE, "salah ketik")
    assert refused(city, reversals.undo_start, CODE) == "meeting.was_closed"
    done(city, decisions.decide, CODE, DECISION)
    assert refused(city, reversals.undo_start, CODE) == "meeting.has_decided"


def test_an_item_put_off_stands_on_the_next_meeting(city: Engine) -> None:
    done(city, meetings.plan, NEXT)
    first, second = added(city, "Satu", "Dua")
    begun(city)
    done(city, wall_display.show_item, first)
    done(city, postponed_items.put_off, first, at=later(40))
    assert seconds(city, first) == (40, False)
    assert already(city, postponed_items.put_off, first) == "agenda_item.put_off_already"
    assert already(city, postponed_items.put_off, second, is_put_off=False) == "agenda_item.not_put_off"
    assert agenda_of(city, CODE) == [("Satu", False, True), ("Dua", False, False)]
    assert agenda_of(city, NEXT.code) == [("Satu", True, False)]
    done(city, agenda.propose, NEXT.code, ())
    assert agenda_of(city, NEXT.code) == [("Satu", True, False)], "the rules leave it"
    done(city, postponed_items.put_off, first, is_put_off=False)
    assert (agenda_of(city, CODE)[0], agenda_of(city, NEXT.code)) == (("Satu", False, False), [])
    assert actions(city)[-1] == "agenda.put_off"


def test_an_item_put_off_waits_for_a_meeting_to_be_planned_and_survives_one_called_off(city: Engine) -> None:
    (item,) = added(city, "Satu")
    begun(city)
    done(city, postponed_items.put_off, item)
    done(city, meetings.close, CODE)
    assert refused(city, postponed_items.put_off, item, is_put_off=False) == "meeting.is_closed"
    done(city, meetings.plan, NEXT)
    assert agenda_of(city, NEXT.code) == [("Satu", True, False)]
    done(city, reversals.call_off, NEXT.code, "Wali Kota dinas luar")
    done(city, meetings.plan, replace(NEXT, code="RK-2027-01"))
    assert agenda_of(city, "RK-2027-01") == [("Satu", True, False)]
    done(city, meetings.plan, replace(NEXT, code="RK-2027-02"))
    assert agenda_of(city, "RK-2027-02") == [], "it stands once"
    done(city, reversals.call_off, "RK-2027-01", "Wali Kota dinas luar")
    assert agenda_of(city, "RK-2027-02") == [("Satu", True, False)], "one that was planned before takes it over"


def test_closing_saves_what_stands_in_the_field(city: Engine) -> None:
    begun(city)
    done(city, meetings.close, CODE, " Mufakat. ")
    assert (meeting(city).state, meeting(city).minutes) == (MeetingState.CLOSED, "Mufakat.")
    assert actions(city)[-2:] == ["meeting.minute", "meeting.close"]
    assert already(city, meetings.close, CODE, "lain") == "meeting.is_closed"
    assert meeting(city).minutes == "Mufakat."


def test_nobody_writes_over_what_another_wrote(city: Engine) -> None:
    (item,) = added(city, "Satu")
    begun(city)
    done(city, meetings.minute, CODE, "Pertama.")
    done(city, meetings.minute, CODE, "Pertama.", seen=None)
    assert refused(city, meetings.minute, CODE, "Kedua.") == "minutes.written_meanwhile"
    assert refused(city, meetings.close, CODE, "Kedua.") == "minutes.written_meanwhile"
    assert (meeting(city).state, meeting(city).minutes) == (MeetingState.RUNNING, "Pertama.")
    done(city, meetings.minute, CODE, "Pertama. Kedua.", seen=" Pertama. ")
    assert meeting(city).minutes == "Pertama. Kedua."
    done(city, agenda.note, item, "Satu.")
    assert refused(city, agenda.note, item, "Dua.") == "minutes.written_meanwhile"
    done(city, agenda.note, item, "", seen="Satu.")
    assert items(city)[0].minutes is None
    assert actions(city).count("meeting.minute") == 2, "the same text again is no act"


def test_doing_twice_what_is_done_says_so(city: Engine) -> None:
    (item,) = added(city, "Satu")
    begun(city)
    assert already(city, meetings.plan, DRAFT) == "meeting.planned_already"
    assert already(city, agenda.put_on, CODE, ItemDraft("Satu", 5)) == "agenda_item.added_already"
    done(city, decisions.decide, CODE, DECISION)
    assert already(city, decisions.decide, CODE, DECISION) == "decision.recorded_already"
    done(city, decisions.decide, CODE, replace(DECISION, agency="B"))
    done(city, agenda.finish, item)
    assert already(city, agenda.finish, item) == "agenda_item.is_done"
    assert already(city, decisions.reopen, "AR-2026-01", "tidak bertahan") == "decision.open"


def test_the_age_of_a_decision_counts_its_own_meeting_from_the_closing_on(city: Engine) -> None:
    begun(city)
    done(city, decisions.decide, CODE, DECISION)
    assert ages(city) == [0]
    done(city, meetings.close, CODE)
    assert ages(city) == [1]


def ages(engine: Engine) -> list[int]:
    with reading(engine) as session:
        return [decision.age for decision in decisions_asked.all_decisions(session, TODAY, CHAIR)]


def together(engine: Engine, act: Callable[[Any], object]) -> tuple[int, int]:
    """How many of those who act in the same instant did it, and to how many it was said that it is done."""

    def outcome(_: int) -> str:
        try:
            with writing(engine) as session:
                act(session)
        except AlreadyDone:
            return "told"
        return "did"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        ends = list(pool.map(outcome, range(AT_ONCE)))
    return ends.count("did"), ends.count("told")


def test_of_many_who_begin_and_close_at_once_exactly_one_does(
    city: Engine, record_property: Callable[[str, object], None]
) -> None:
    with reading(city) as session:
        plan, audit_id = portfolio.load_portfolio(session, TODAY), ledger.newest(session)
    assert plan is not None
    figures = take_snapshot(plan, (), ())
    started = together(city, lambda s: meetings.start(s, CHAIR, CODE, figures, audit_id=audit_id, at=NOON))
    closed = together(city, lambda s: meetings.close(s, CHAIR, CODE, "Mufakat.", at=later(60)))
    record_property("started_and_closed_at_once", f"{started} {closed}")
    assert (started, closed) == ((1, AT_ONCE - 1), (1, AT_ONCE - 1))
    assert actions(city) == ["meeting.plan", "snapshot.freeze", "meeting.start", "meeting.minute", "meeting.close"]
    with reading(city) as session:
        assert len(session.exec(select(col(t.Snapshot.id))).all()) == 1
        assert ledger.first_broken(session) is None
