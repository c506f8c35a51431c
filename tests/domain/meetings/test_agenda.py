"""The agenda by rule: what comes on it, in which order, how it fills its minutes; the timer; the rehearsal."""

from datetime import date, timedelta
from typing import Any

import pytest

from smartcity.domain.enums import OwnRating, Reporting, Verdict
from smartcity.domain.facts.decisions import Answer
from smartcity.domain.meetings.agenda import (
    DISCUSSED_SECONDS,
    AgendaItem,
    Proposal,
    Rule,
    discussed,
    minutes_used,
    proposals,
)
from smartcity.domain.meetings.rehearsal import rehearsal
from smartcity.domain.meetings.wall import Timer
from smartcity.domain.plan.programmes import Programme
from tests.domain.cities import AT, DLH, PUPR, decision, milestone, portfolio, programme, report
from tests.domain.plans import TODAY, done, step

YESTERDAY = TODAY - timedelta(days=1)
LONG = 10_000


def asking(number: int, who: str, **fields: Any) -> Programme:
    return programme(number, report=report(help_needed="izin", help_from=who), **fields)


def late(number: int, days: int = 5, *, moves: int = 0, obstacle: str | None = None, **fields: Any) -> Programme:
    return programme(number, milestone(days, moves=moves), report=report(obstacle=obstacle), **fields)


def silent(number: int) -> Programme:
    return programme(number, reporting=Reporting.SILENT, report=None)


def semangka(number: int) -> Programme:
    return programme(number, is_semangka=True, report=report(own_rating=OwnRating.ON_TRACK))


def item(number: int, rule: Rule | None = None, minutes: int | None = 5, **fields: Any) -> AgendaItem:
    return AgendaItem(number, number, f"Butir {number}", rule, Timer(minutes), **fields)


def rules(proposed: tuple[Proposal, ...]) -> list[Rule]:
    return [proposal.rule for proposal in proposed]


@pytest.mark.parametrize(
    ("shown", "rule"),
    [
        (asking(1, "Wali Kota"), Rule.HELP_NEEDED),
        (asking(1, ""), None),
        (late(1, moves=1, obstacle="hujan"), Rule.BROKEN_PROMISE),
        (late(1), Rule.LATE_UNEXPLAINED),
        (late(1, obstacle="hujan"), None),
        (late(1, obstacle="hujan", is_semangka=True), Rule.SEMANGKA),
        (silent(1), Rule.SILENT),
        (semangka(1), Rule.SEMANGKA),
        (programme(1), None),
    ],
)
def test_what_puts_a_programme_on_the_agenda(shown: Programme, rule: Rule | None) -> None:
    assert rules(proposals(portfolio(shown), (), LONG)) == ([rule] if rule else [])


def test_a_silent_programme_comes_for_its_silence_before_its_semangka() -> None:
    both = programme(
        1, reporting=Reporting.SILENT, is_semangka=True, report=report(own_rating=OwnRating.ON_TRACK, obstacle="hujan")
    )
    assert rules(proposals(portfolio(both), (), LONG)) == [Rule.SILENT]


@pytest.mark.parametrize(
    ("due_on", "answers", "rule"),
    [
        (YESTERDAY, (), Rule.DECISION_OVERDUE),
        (TODAY, (), Rule.DECISION_OPEN),
        (None, (), Rule.DECISION_OPEN),
        (YESTERDAY, (Answer(1, "sudah", is_done=True, recorded_at=AT, recorded_by="dlh"),), Rule.DECISION_OPEN),
        (YESTERDAY, (Answer(1, "belum", is_done=False, recorded_at=AT, recorded_by="dlh"),), Rule.DECISION_OVERDUE),
        (
            YESTERDAY,
            (Answer(1, "sudah", is_done=True, recorded_at=AT, recorded_by="dlh", verdict=Verdict.RETURNED),),
            Rule.DECISION_OVERDUE,
        ),
    ],
)
def test_an_open_decision_comes_back(due_on: date | None, answers: tuple[Answer, ...], rule: Rule) -> None:
    assert rules(proposals(portfolio(), [decision(1, due_on, answers=answers)], LONG)) == [rule]


def test_a_closed_decision_does_not_come_back() -> None:
    assert proposals(portfolio(), [decision(1, YESTERDAY, closed_on=YESTERDAY)], LONG) == ()


def test_a_request_to_the_leader_opens_the_meeting_then_unfinished_decisions_the_oldest_first() -> None:
    plan = portfolio(semangka(1), silent(2), late(3), late(4, moves=2), asking(5, "Wali Kota"))
    decisions = [decision(1, age=1), decision(2, age=3), decision(3, YESTERDAY, age=2)]
    proposed = proposals(plan, decisions, LONG)
    assert [proposal.decision_id for proposal in proposed[:4]] == [None, 3, 2, 1]
    assert rules(proposed) == [*list(Rule)[:3], Rule.DECISION_OPEN, *list(Rule)[3:]]


def test_a_request_to_another_agency_comes_after_the_decisions() -> None:
    proposed = proposals(portfolio(asking(1, "Dinas PUPR"), asking(2, "Wali Kota")), [decision(1)], LONG)
    assert [(p.programme_id, p.decision_id) for p in proposed] == [(2, None), (None, 1), (1, None)]


def test_help_from_a_leader_comes_before_help_from_another_agency() -> None:
    proposed = proposals(portfolio(asking(1, "Dinas PUPR"), asking(2, "Wali Kota")), (), LONG)
    assert [proposal.programme_id for proposal in proposed] == [2, 1]


def test_each_item_keeps_the_facts_of_its_sentence() -> None:
    proposed = proposals(portfolio(late(1, 43, moves=2)), [decision(9, YESTERDAY, age=2)], LONG)
    assert proposed[0].because == {"meetings": 2, "due": YESTERDAY.isoformat(), "days": 1}
    due = (TODAY - timedelta(days=43)).isoformat()
    assert proposed[1].because == {"milestone": "Tahapan 43", "due": due, "days": 43, "moves": 2}


@pytest.mark.parametrize("minutes", [0, 1, 2, 3, 9, 10, 30, 59, 60, 61, 90, 240])
def test_the_minutes_are_never_overdrawn_and_decisions_leave_half(minutes: int) -> None:
    plan = portfolio(*(asking(number, "Wali Kota") for number in range(1, 40)))
    proposed = proposals(plan, [decision(number, YESTERDAY) for number in range(1, 40)], minutes)
    assert sum(proposal.minutes for proposal in proposed) <= minutes
    of_five, of_ten = Rule.DECISION_OVERDUE.minutes, Rule.HELP_NEEDED.minutes
    request = of_ten if minutes >= of_ten else 0
    first = min(minutes - request, minutes // 2) // of_five * of_five
    helped = sum(proposal.minutes for proposal in proposed if proposal.programme_id)
    assert helped == request + (minutes - request - first) // of_ten * of_ten
    assert minutes - sum(proposal.minutes for proposal in proposed) < of_five


def test_the_minutes_that_programmes_leave_go_to_more_decisions() -> None:
    proposed = proposals(portfolio(silent(1)), [decision(number) for number in range(1, 40)], 30)
    assert sum(proposal.minutes for proposal in proposed) == 30
    assert rules(proposed).count(Rule.DECISION_OPEN) == 9


def test_what_does_not_fit_makes_room_for_what_does() -> None:
    proposed = proposals(portfolio(asking(1, "Wali Kota"), silent(2)), (), Rule.HELP_NEEDED.minutes - 1)
    assert rules(proposed) == [Rule.SILENT]


def test_no_rule_fills_the_agenda_alone() -> None:
    plan = portfolio(*(asking(number, "Wali Kota") for number in range(1, 10)), silent(10), silent(11))
    proposed = rules(proposals(plan, (), 26))
    assert proposed == [Rule.HELP_NEEDED, Rule.HELP_NEEDED, Rule.SILENT, Rule.SILENT]


def test_what_the_chair_pinned_dropped_or_added_is_not_proposed_again() -> None:
    plan = portfolio(silent(1), silent(2), silent(3))
    taken = [
        item(1, Rule.SILENT, programme_id=1, is_pinned=True),
        item(2, Rule.SILENT, programme_id=2, is_dropped=True),
        item(3),
    ]
    assert all(one.stays for one in taken)
    assert minutes_used(taken) == 10
    assert [proposal.programme_id for proposal in proposals(plan, (), 13, taken)] == [3]
    assert proposals(plan, (), 12, taken) == ()


@pytest.mark.parametrize(
    ("planned", "before", "running", "spent", "left", "is_over"),
    [
        (None, 0, None, 0, None, False),
        (5, 0, None, 0, 300, False),
        (5, 0, 299, 299, 1, False),
        (5, 0, 300, 300, 0, False),
        (5, 0, 301, 301, -1, True),
        (5, 290, 11, 301, -1, True),
        (0, 0, 0, 0, 0, False),
        (0, 0, 1, 1, -1, True),
        (5, 60, -30, 60, 240, False),
        (None, 0, 900, 900, None, False),
    ],
)
def test_the_timer(
    planned: int | None, before: int, running: int | None, spent: int, left: int | None, *, is_over: bool
) -> None:
    timer = Timer(planned, before, None if running is None else AT - timedelta(seconds=running))
    assert (timer.spent(AT), timer.left(AT), timer.is_over(AT)) == (spent, left, is_over)


@pytest.mark.parametrize(
    ("seconds", "fields", "counts"),
    [
        (0, {}, False),
        (1, {}, False),
        (DISCUSSED_SECONDS - 1, {}, False),
        (DISCUSSED_SECONDS, {}, True),
        (0, {"is_done": True}, True),
        (0, {"minutes": "Mufakat."}, True),
        (0, {"is_noted": True}, True),
    ],
)
def test_an_item_passed_in_a_moment_was_not_discussed(seconds: int, fields: dict[str, Any], *, counts: bool) -> None:
    assert AgendaItem(1, 1, "Satu", None, Timer(5, seconds), **fields).was_discussed is counts


def test_an_item_on_the_walls_is_being_discussed() -> None:
    assert AgendaItem(1, 1, "Satu", None, Timer(5, 0, AT)).was_discussed


def test_what_is_put_off_leaves_its_minutes_and_is_not_proposed_again() -> None:
    put_off = item(1, Rule.SILENT, programme_id=1, is_put_off=True)
    assert (put_off.stays, minutes_used([put_off, item(2)])) == (True, 5)
    assert proposals(portfolio(silent(1)), (), LONG, [put_off]) == ()


def test_the_item_under_discussion_is_on_the_walls_or_its_timer_runs_behind_a_view() -> None:
    idle, running = item(1), AgendaItem(2, 2, "Dua", None, Timer(5, 0, AT))
    assert discussed([idle, running], None) == running
    assert discussed([idle, running], 1) == idle
    assert discussed([idle], None) is None
    assert discussed([idle], 9) is None


def test_an_agency_rehearses_what_it_leads_supports_or_was_told_to_do() -> None:
    waiting = step(TODAY, TODAY, latest=done(TODAY))
    claims = [milestone(1, waiting), milestone(2, waiting), milestone(3, waiting, needs_evidence=False)]
    plan = portfolio(
        programme(1, *claims),
        programme(2, milestone(4, waiting), lead=PUPR, supports=(DLH,)),
        programme(3, lead=PUPR),
    )
    items = [
        item(1, programme_id=1),
        item(2, programme_id=2),
        item(3, programme_id=3),
        item(4, decision_id=9, agency=DLH),
        item(5, decision_id=8, agency=PUPR),
        item(6, programme_id=1, is_dropped=True),
    ]
    rehearsed = rehearsal(plan, items, "DLH", proven={2})
    assert [one.id for one in rehearsed.items] == [1, 2, 4]
    assert [m.id for _, m in rehearsed.unproven] == [1]
    assert rehearsal(plan, items, "KOMINFO", proven=()).items == ()
