"""A meeting from its plan to its minutes: agenda, stage and timer, attendance, closing and opening again."""

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from smartcity.commands.meetings import agenda, attendance, meetings, wall_display
from smartcity.commands.meetings.agenda import ItemDraft
from smartcity.commands.meetings.meetings import MeetingDraft
from smartcity.domain.access.roles import Actor
from smartcity.domain.enums import MeetingState, Role
from smartcity.domain.errors import Refused
from smartcity.domain.facts.decisions import Meeting
from smartcity.domain.meetings import agenda as agenda_rules
from smartcity.domain.meetings.agenda import AgendaItem, Proposal, Rule
from smartcity.domain.meetings.wall import View
from smartcity.domain.portfolio.snapshot import take_snapshot
from smartcity.queries import ledger, portfolio
from smartcity.queries import meetings as meeting_queries
from smartcity.store import tables as t
from smartcity.store.engine import reading, writing
from tests.plan import NOON, TODAY, build

Answer = TypeVar("Answer")
CHAIR = Actor("sekretariat", Role.VERIFIER, label="Sekretariat")
CODE = "RK-2026-11"
DRAFT = MeetingDraft(CODE, " Rapat November ", TODAY, 30, time(13), " Balai Kota ")


@pytest.fixture
def city(database: Engine) -> Engine:
    """The miniature plan with one planned meeting."""
    build(database)
    done(database, meetings.plan, DRAFT)
    return database


def done(engine: Engine, command: Callable[..., Answer], *args: object, at: Any = NOON, **kwargs: object) -> Answer:
    with writing(engine) as session:
        return command(session, CHAIR, *args, at=at, **kwargs)


def refused(engine: Engine, command: Callable[..., object], *args: object, **kwargs: object) -> str:
    with pytest.raises(Refused) as no:
        done(engine, command, *args, **kwargs)
    return no.value.key


def later(seconds: int) -> Any:
    return NOON + timedelta(seconds=seconds)


def proposals(engine: Engine) -> tuple[Proposal, ...]:
    with reading(engine) as session:
        plan = portfolio.load_portfolio(session, TODAY)
        assert plan is not None
        taken = [item for item in meeting_queries.agenda(session, TODAY, meeting(engine).id, CHAIR) if item.stays]
        return agenda_rules.proposals(plan, (), 30, taken)


def begun(engine: Engine, despite_day: date | None = None) -> int:
    """Begins the meeting on the figures of now; answers with the number of the snapshot."""
    with reading(engine) as session:
        plan, audit_id = portfolio.load_portfolio(session, TODAY), ledger.newest(session)
    assert plan is not None
    with writing(engine) as session:
        figures = take_snapshot(plan, (), ())
        number = meetings.start(session, CHAIR, CODE, figures, audit_id=audit_id, at=NOON, despite_day=despite_day).id
    assert number is not None
    return number


def meeting(engine: Engine, day: date = TODAY) -> Meeting:
    with reading(engine) as session:
        return next(one for one in meeting_queries.all_meetings(session, day) if one.code == CODE)


def items(engine: Engine) -> list[AgendaItem]:
    with reading(engine) as session:
        return [i for i in meeting_queries.agenda(session, TODAY, meeting(engine).id, CHAIR) if not i.is_dropped]


def titles(engine: Engine) -> list[str | None]:
    return [item.title for item in items(engine)]


def added(engine: Engine, *names: str, minutes: int = 5) -> list[int]:
    with writing(engine) as session:
        drafts = [ItemDraft(name, minutes) for name in names]
        rows = [agenda.put_on(session, CHAIR, CODE, draft, at=NOON) for draft in drafts]
        return [row.id or 0 for row in rows]


def on_stage(engine: Engine) -> t.PresenterState:
    with reading(engine) as session:
        presenter = session.get(t.PresenterState, 1)
        assert presenter is not None
        return presenter


def actions(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.exec(select(t.AuditEntry.action).order_by(col(t.AuditEntry.id))).all())


def seconds(engine: Engine, item_id: int) -> tuple[int, bool]:
    with reading(engine) as session:
        item = session.get(t.AgendaItem, item_id)
        assert item is not None
        return item.spent_seconds, item.started_at is not None


def test_a_planned_meeting_is_its_own_batch_and_can_be_planned_anew(city: Engine) -> None:
    shown_meeting = meeting(city)
    assert (shown_meeting.name, shown_meeting.place, shown_meeting.starts_at, shown_meeting.state) == (
        "Rapat November",
        "Balai Kota",
        time(13),
        MeetingState.PLANNED,
    )
    later_day = TODAY + timedelta(days=7)
    moved = MeetingDraft(CODE, "Rapat", later_day, 60)
    assert refused(city, meetings.replan, moved) == "meeting.move_reason_needed"
    done(city, meetings.replan, moved, "aula dipakai", at=NOON + timedelta(days=1))
    assert (meeting(city).held_on, meeting(city, TODAY + timedelta(days=1)).held_on) == (TODAY, later_day)
    assert actions(city) == ["meeting.plan", "meeting.replan"]


@pytest.mark.parametrize(
    ("changed", "no"),
    [
        ({"code": " "}, "meeting.code_needed"),
        ({"name": " "}, "meeting.name_needed"),
        ({"name": "x" * 161}, "meeting.name_needed"),
        ({"minutes_planned": 9}, "meeting.minutes_planned"),
        ({"minutes_planned": 481}, "meeting.minutes_planned"),
        ({}, "meeting.code_taken"),
    ],
)
def test_what_cannot_be_planned(city: Engine, changed: dict[str, Any], no: str) -> None:
    typed = {name: getattr(DRAFT, name) for name in ("code", "name", "held_on", "minutes_planned")}
    assert refused(city, meetings.plan, MeetingDraft(**{**typed, **changed})) == no


def test_the_agenda_is_taken_from_the_rules_with_the_facts_of_each(city: Engine) -> None:
    assert done(city, agenda.propose, CODE, proposals(city)) == 1
    (item,) = items(city)
    assert (item.rule, item.title, item.timer.planned) == (Rule.SEMANGKA, "Program 1", 5)
    assert item.agency is not None
    assert (item.agency.code, item.programme_id, item.because) == ("A", 1, {"own": "attention", "percent": 50})
    assert done(city, agenda.propose, CODE, proposals(city)) == 1, "proposed anew, not twice"
    assert len(items(city)) == 1


def test_what_the_chair_did_stays_when_the_rules_propose_anew(city: Engine) -> None:
    done(city, agenda.propose, CODE, proposals(city))
    (item,) = items(city)
    (own,) = added(city, "Lain-lain")
    done(city, agenda.drop, item.id)
    assert proposals(city) == ()
    done(city, agenda.propose, CODE, ())
    assert [one.id for one in items(city)] == [own]
    done(city, agenda.restore, item.id)
    done(city, agenda.pin, item.id, is_pinned=True)
    done(city, agenda.propose, CODE, ())
    assert [one.id for one in items(city)] == [item.id, own], "pinned first, added last"


def test_the_chair_reorders_and_allots(city: Engine) -> None:
    first, second, third = added(city, "Satu", "Dua", "Tiga")
    done(city, agenda.move, third, -1)
    assert titles(city) == ["Satu", "Tiga", "Dua"]
    done(city, agenda.move, first, -1)
    done(city, agenda.move, second, 5)
    assert titles(city) == ["Satu", "Tiga", "Dua"]
    done(city, agenda.drop, third)
    done(city, agenda.move, second, -1)
    assert titles(city) == ["Dua", "Satu"], "a dropped item is no place"
    done(city, agenda.allot, second, 120)
    assert items(city)[0].timer.planned == 120
    assert refused(city, agenda.move, third, 1) == "agenda_item.dropped"
    assert refused(city, agenda.allot, second, 0) == "agenda_item.minutes"
    assert refused(city, agenda.allot, second, 121) == "agenda_item.minutes"
    assert refused(city, agenda.move, 999, 1) == "agenda_item.unknown"


def test_a_programme_gives_its_item_name_and_agency(city: Engine) -> None:
    done(city, agenda.put_on, CODE, ItemDraft("", 5, programme="P-2"))
    (item,) = items(city)
    assert (item.title, item.agency and item.agency.code, item.rule) == ("Program 2", "B", None)
    assert refused(city, agenda.put_on, CODE, ItemDraft(" ", 5)) == "agenda_item.title"
    assert refused(city, agenda.put_on, CODE, ItemDraft("Lain", 5, programme="X")) == "programme.unknown"


def test_a_meeting_begins_on_frozen_data_and_takes_the_stage(city: Engine) -> None:
    number = begun(city)
    shown_meeting, shown = meeting(city), on_stage(city)
    assert (shown_meeting.state, shown_meeting.snapshot) == (MeetingState.RUNNING, number)
    assert (shown.meeting_id, shown.snapshot_id, shown.item_id, shown.turn) == (shown_meeting.id, number, None, 1)
    assert actions(city) == ["meeting.plan", "snapshot.freeze", "meeting.start"]
    assert refused(city, agenda.propose, CODE, ()) == "meeting.is_running"
    assert refused(city, meetings.replan, DRAFT) == "meeting.is_running"


def test_one_meeting_runs_at_a_time(city: Engine) -> None:
    done(city, meetings.plan, MeetingDraft("RK-2", "Lain", TODAY, 30))
    begun(city)
    with reading(city) as session:
        plan = portfolio.load_portfolio(session, TODAY)
        assert plan is not None
        figures, audit_id = take_snapshot(plan, (), ()), ledger.newest(session)
    assert refused(city, meetings.start, "RK-2", figures, audit_id=audit_id) == "meeting.another_runs"


def test_a_meeting_that_begins_on_another_day_is_held_on_that_day(city: Engine) -> None:
    day = TODAY + timedelta(days=3)
    done(city, meetings.replan, MeetingDraft(CODE, "Rapat", day, 30), "aula dipakai")
    for named in (None, TODAY - timedelta(days=1)):
        with pytest.raises(Refused) as no:
            begun(city, named)
        assert (no.value.key, no.value.facts) == ("meeting.other_day", {"day": day})
    begun(city, day)
    assert meeting(city).held_on == TODAY


def test_the_timer_runs_for_the_item_on_the_stage(city: Engine) -> None:
    first, second = added(city, "Satu", "Dua")
    begun(city)
    done(city, wall_display.step, CODE, 1)
    assert on_stage(city).item_id == first
    done(city, wall_display.step, CODE, 1, at=later(90))
    assert (seconds(city, first), seconds(city, second)) == ((90, False), (0, True))
    done(city, wall_display.show_view, View.CITY, at=later(100))
    done(city, wall_display.show_item, second, at=later(120))
    assert seconds(city, second) == (0, True), "a view in between does not stop it"
    done(city, wall_display.step, CODE, 1, at=later(130))
    assert on_stage(city).item_id == second, "the last one stays"
    done(city, wall_display.step, CODE, -1, at=later(150))
    assert (seconds(city, first), seconds(city, second)) == ((90, True), (60, False))
    done(city, agenda.finish, first, at=later(160))
    assert seconds(city, first) == (100, False)
    assert [item.is_done for item in items(city)] == [True, False]
    assert on_stage(city).turn == 7


def test_the_next_item_after_a_view_follows_the_one_that_is_discussed(city: Engine) -> None:
    first, second, third = added(city, "Satu", "Dua", "Tiga")
    begun(city)
    done(city, wall_display.show_item, second)
    done(city, wall_display.show_view, View.CITY, at=later(10))
    assert (on_stage(city).item_id, on_stage(city).view) == (None, "kota")
    assert refused(city, agenda.drop, second) == "agenda_item.on_stage"
    done(city, wall_display.step, CODE, 1, at=later(20))
    assert (on_stage(city).item_id, on_stage(city).view) == (third, None)
    assert (seconds(city, first), seconds(city, second)) == ((0, False), (20, False))


def test_stepping_leaves_no_ledger_entry(city: Engine) -> None:
    added(city, "Satu", "Dua")
    begun(city)
    before = actions(city)
    done(city, wall_display.step, CODE, 1)
    done(city, wall_display.show_view, View.DECISIONS)
    done(city, wall_display.blacken, is_black=True)
    done(city, wall_display.show_names, shows_names=False)
    shown = on_stage(city)
    assert (shown.view, shown.is_black, shown.shows_names, shown.turn) == ("arahan", True, False, 5)
    assert actions(city) == before


def test_what_is_not_on_the_agenda_is_not_shown(city: Engine) -> None:
    first, second = added(city, "Satu", "Dua")
    assert refused(city, wall_display.show_item, first) == "meeting.is_planned"
    done(city, agenda.drop, first)
    begun(city)
    assert refused(city, wall_display.show_item, first) == "agenda_item.dropped"
    done(city, wall_display.show_item, second)
    assert refused(city, agenda.drop, second) == "agenda_item.on_stage"


def test_an_empty_agenda_has_no_next_item(city: Engine) -> None:
    begun(city)
    assert refused(city, wall_display.step, CODE, 1) == "agenda_item.none"


def test_attendance_notes_who_came_and_who_did_not(city: Engine) -> None:
    begun(city)
    done(city, attendance.attend, CODE, ["A"])
    done(city, attendance.attend, CODE, ["B"])
    with reading(city) as session:
        came = meeting_queries.attendance(session, TODAY, meeting(city).id)
    assert {code: noted.is_present for code, noted in came.items()} == {"A": False, "B": True}
    assert refused(city, attendance.attend, CODE, ["X"]) == "agency.unknown"


def test_closing_locks_minutes_and_agenda_and_frees_the_walls(city: Engine) -> None:
    first, _ = added(city, "Satu", "Dua")
    begun(city)
    done(city, wall_display.step, CODE, 1)
    done(city, agenda.note, first, " Sudah dibahas. ")
    done(city, meetings.minute, CODE, " Singkat. ")
    done(city, meetings.close, CODE, at=later(60))
    shown_meeting, shown = meeting(city), on_stage(city)
    assert (shown_meeting.state, shown_meeting.minutes, items(city)[0].minutes) == (
        MeetingState.CLOSED,
        "Singkat.",
        "Sudah dibahas.",
    )
    assert seconds(city, first) == (60, False)
    assert (shown.meeting_id, shown.item_id, shown.snapshot_id) == (None, None, None)
    for command, *args in (
        (meetings.minute, CODE, "lain"),
        (attendance.attend, CODE, ["A"]),
        (meetings.close, CODE),
        (agenda.note, first, "lain"),
        (agenda.move, first, 1),
        (agenda.pin, first),
        (agenda.put_on, CODE, ItemDraft("Tiga", 5)),
        (wall_display.show_item, first),
    ):
        extra = {"is_pinned": True} if command is agenda.pin else {}
        assert refused(city, command, *args, **extra) == "meeting.is_closed"


def test_opening_again_needs_a_reason_and_is_in_the_ledger(city: Engine) -> None:
    begun(city)
    assert refused(city, meetings.reopen, CODE, "salah ketik") == "meeting.is_running"
    done(city, meetings.close, CODE)
    assert refused(city, meetings.reopen, CODE, "ya ") == "meeting.reason_needed"
    done(city, meetings.reopen, CODE, " salah ketik ")
    assert meeting(city).state is MeetingState.RUNNING
    with reading(city) as session:
        entry = session.exec(select(t.AuditEntry).order_by(col(t.AuditEntry.id).desc())).first()
        assert ledger.first_broken(session) is None
    assert entry is not None
    assert (entry.action, entry.reason, entry.subject) == ("meeting.reopen", "salah ketik", f"meeting:{CODE}")
    done(city, meetings.minute, CODE, "Mufakat.")
    assert refused(city, meetings.reopen, CODE, "salah ketik") == "meeting.is_running"
    done(city, meetings.close, CODE)


def test_an_earlier_day_does_not_know_that_a_meeting_began(city: Engine) -> None:
    begun(city)
    done(city, meetings.minute, CODE, "Mufakat.", at=NOON + timedelta(days=1))
    done(city, meetings.close, CODE, at=NOON + timedelta(days=1))
    assert (meeting(city).state, meeting(city).minutes) == (MeetingState.RUNNING, None)
    assert meeting(city, TODAY + timedelta(days=1)).state is MeetingState.CLOSED
