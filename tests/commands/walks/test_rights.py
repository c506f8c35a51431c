"""Every command with every role: refused exactly where the table of rights says. A new command needs its line."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

import smartcity.commands
from smartcity.commands.plan.change_requests import Proposed
from smartcity.commands.reporting.verification import Chosen
from smartcity.domain.access.roles import Act, Actor, is_allowed, require
from smartcity.domain.enums import Claim, Role
from smartcity.domain.errors import Forbidden
from smartcity.store import tables as t
from smartcity.store.engine import make_engine
from tests.sample import sample_database

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
OWN, OTHER = "DLH", "PUPR"
CAST = [Actor(f"{role}-{agency}", role, agency) for role in Role for agency in (None, OWN, OTHER)]
Given = Mapping[str, Any] | Callable[[Session], Mapping[str, Any]]


@dataclass(frozen=True)
class Line:
    """`act` is what the command asks for; where it asks for an agency's, `given` makes it a thing of `OWN`.

    What is not given is None: a command asks before it touches anything.
    """

    act: Act
    given: Given = field(default_factory=dict)
    is_of_agency: bool = False


def of_own(act: Act, given: Given) -> Line:
    return Line(act, given, is_of_agency=True)


def an_answer(session: Session) -> Mapping[str, Any]:
    """An answer of OWN to its decision."""
    decision_answer = t.DecisionAnswer(
        decision_id=2, text="sudah", is_done=True, recorded_at=AT, recorded_by="Kepala DLH"
    )
    session.add(decision_answer)
    session.flush()
    return {"answer_id": decision_answer.id}


def some_answers(session: Session) -> Mapping[str, Any]:
    """The same for the command that takes several."""
    return {"answer_ids": (an_answer(session)["answer_id"],)}


def a_claim(session: Session) -> Mapping[str, Any]:
    """A claim about a milestone of OWN."""
    milestone_update = t.MilestoneUpdate(
        milestone_id=_milestone(session), claim=Claim.DONE, recorded_at=AT, recorded_by="Operator DLH"
    )
    session.add(milestone_update)
    session.flush()
    return {"chosen": Chosen(updates=(milestone_update.id or 0,)), "why": "belum lengkap", "at": AT}


def a_proposal(session: Session) -> Mapping[str, Any]:
    """A question about a milestone of OWN."""
    fields: dict[str, Any] = {"kind": "cancel", "reason": "ganti", "recorded_at": AT, "recorded_by": "Operator DLH"}
    asked = t.MilestoneProposal(milestone_id=_milestone(session), **fields)
    session.add(asked)
    session.flush()
    return {"proposed": Proposed(others=(asked.id or 0,)), "why": "tetap perlu", "at": AT}


def a_wait(session: Session) -> Mapping[str, Any]:
    """A wait of a milestone of OWN."""
    fields: dict[str, Any] = {"on_party": "BPN", "since": AT.date(), "recorded_at": AT, "recorded_by": "Operator DLH"}
    waiting = t.Waiting(milestone_id=_milestone(session), **fields)
    session.add(waiting)
    session.flush()
    return {"number": waiting.id, "at": AT}


def some_evidence(session: Session) -> Mapping[str, Any]:
    """Of a claim about a milestone of OWN."""
    claim = a_claim(session)["chosen"].updates[0]
    proof = t.Evidence(update_id=claim, title="Foto", recorded_at=AT, recorded_by="Operator DLH")
    session.add(proof)
    session.flush()
    return {"number": proof.id, "is_public": True}


def _milestone(session: Session) -> int:
    return session.exec(select(t.Milestone.id).where(t.Milestone.code == "EN-02-A1")).one() or 0


IN_OWN = {"programme": "EN-02", "period_id": 8}
RIGHT_LINES = {
    "access.account_endings.close": Line(Act.MANAGE_ACCOUNTS),
    "access.accounts.add": Line(Act.MANAGE_ACCOUNTS),
    "access.accounts.disable": Line(Act.MANAGE_ACCOUNTS),
    "access.accounts.enable": Line(Act.MANAGE_ACCOUNTS),
    "access.accounts.hand_over": Line(Act.MANAGE_ACCOUNTS),
    "access.accounts.renew_password": Line(Act.MANAGE_ACCOUNTS),
    "plan.agencies.end": Line(Act.REORGANISE),
    "plan.agencies.merge": Line(Act.REORGANISE),
    "plan.agencies.preview": Line(Act.REORGANISE),
    "plan.agencies.rename": Line(Act.REORGANISE),
    "meetings.agenda.allot": Line(Act.RUN_MEETING),
    "meetings.agenda.drop": Line(Act.RUN_MEETING),
    "meetings.agenda.finish": Line(Act.RUN_MEETING),
    "meetings.agenda.move": Line(Act.RUN_MEETING),
    "meetings.agenda.note": Line(Act.RUN_MEETING),
    "meetings.agenda.pin": Line(Act.RUN_MEETING),
    "meetings.agenda.propose": Line(Act.RUN_MEETING),
    "meetings.agenda.put_on": Line(Act.RUN_MEETING),
    "meetings.agenda.restore": Line(Act.RUN_MEETING),
    "operations.record_backup": Line(Act.BACK_UP),
    "operations.record_restore": Line(Act.BACK_UP),
    "meetings.postponed_items.put_off": Line(Act.RUN_MEETING),
    "plan.change_requests.approve": of_own(Act.APPROVE_CHANGE, a_proposal),
    "plan.change_requests.propose": of_own(Act.PROPOSE_CHANGE, {"code": "EN-02-A1"}),
    "plan.change_requests.refuse": of_own(Act.APPROVE_CHANGE, a_proposal),
    "reporting.submission.comment": Line(Act.COMMENT),
    "meetings.decision_answers.answer": of_own(Act.ANSWER_DECISION, {"code": "AR-2026-02"}),
    "meetings.decision_answers.keep_file": of_own(Act.ANSWER_DECISION, {"code": "AR-2026-02"}),
    "meetings.decision_answers.review": of_own(Act.VERIFY_DECISION, an_answer),
    "meetings.decision_answers.review_each": of_own(Act.VERIFY_DECISION, some_answers),
    "meetings.decisions.amend": Line(Act.DECIDE),
    "meetings.decisions.decide": Line(Act.DECIDE),
    "meetings.decisions.reopen": of_own(Act.VERIFY_DECISION, {"code": "AR-2026-02"}),
    "access.sign_in.set_own_password": Line(Act.CHANGE_OWN_PASSWORD),
    "reporting.evidence.release": of_own(Act.VERIFY, some_evidence),
    "reporting.field_drafts.discard_fields": Line(Act.KEEP_DRAFT),
    "reporting.field_drafts.fields_of": Line(Act.KEEP_DRAFT),
    "reporting.field_drafts.save_field": Line(Act.KEEP_DRAFT),
    "reporting.field_drafts.save_fields": Line(Act.KEEP_DRAFT),
    "reporting.field_drafts.settle_fields": Line(Act.KEEP_DRAFT),
    "meetings.reversals.call_off": Line(Act.RUN_MEETING),
    "meetings.reversals.undo_start": Line(Act.RUN_MEETING),
    "meetings.attendance.attend": Line(Act.RUN_MEETING),
    "meetings.meetings.close": Line(Act.RUN_MEETING),
    "meetings.meetings.minute": Line(Act.RUN_MEETING),
    "meetings.meetings.plan": Line(Act.RUN_MEETING),
    "meetings.meetings.reopen": Line(Act.RUN_MEETING),
    "meetings.meetings.replan": Line(Act.RUN_MEETING),
    "meetings.meetings.start": Line(Act.RUN_MEETING),
    "periods.end_exception": of_own(Act.GRANT_EXCEPTION, {"agency": OWN}),
    "periods.grant_exception": of_own(Act.GRANT_EXCEPTION, {"agency": OWN}),
    "periods.copy_year": Line(Act.MANAGE_PERIODS),
    "periods.move_period": Line(Act.MANAGE_PERIODS),
    "periods.open_period": Line(Act.MANAGE_PERIODS),
    "plan.plan_edits.add": Line(Act.EDIT_PLAN),
    "plan.plan_edits.edit": Line(Act.EDIT_PLAN),
    "plan.plan_edits.preview": Line(Act.EDIT_PLAN),
    "plan.plan_import.run": Line(Act.IMPORT_PLAN),
    "plan.plan_import.withdraw": Line(Act.WITHDRAW_IMPORT),
    "periods.record_reminders": Line(Act.REMIND),
    "reporting.report_drafts.discard_draft": of_own(Act.REPORT, IN_OWN),
    "reporting.report_drafts.draft_of": of_own(Act.REPORT, IN_OWN),
    "reporting.report_drafts.rebase_draft": of_own(Act.REPORT, IN_OWN),
    "reporting.report_drafts.save_draft": of_own(Act.REPORT, IN_OWN),
    "reporting.submission.keep_file": of_own(Act.REPORT, {"programme": "EN-02"}),
    "reporting.submission.submit": of_own(Act.REPORT, {"sending": SimpleNamespace(**IN_OWN)}),
    "access.account_endings.add_sample_accounts": Line(Act.MANAGE_ACCOUNTS),
    "access.account_endings.disable_sample_accounts": Line(Act.MANAGE_ACCOUNTS),
    "access.pairing.confirm": Line(Act.MANAGE_SCREENS),
    "access.pairing.rename": Line(Act.MANAGE_SCREENS),
    "access.pairing.revoke": Line(Act.MANAGE_SCREENS),
    "operations.freeze_snapshot": Line(Act.FREEZE),
    "meetings.wall_display.blacken": Line(Act.RUN_MEETING),
    "meetings.wall_display.show_names": Line(Act.RUN_MEETING),
    "meetings.wall_display.show_item": Line(Act.RUN_MEETING),
    "meetings.wall_display.show_view": Line(Act.RUN_MEETING),
    "meetings.wall_display.step": Line(Act.RUN_MEETING),
    "reporting.verdict_undo.undo": Line(Act.VERIFY),
    "reporting.verification.revoke": of_own(Act.VERIFY, a_claim),
    "reporting.verification.send_back": of_own(Act.VERIFY, a_claim),
    "reporting.verification.verify": of_own(Act.VERIFY, a_claim),
    "plan.dependencies.begin_dependency": of_own(Act.WAIT, {"code": "EN-02-A1"}),
    "plan.dependencies.end_dependency": of_own(Act.WAIT, a_wait),
}
# What reads or writes for a command that asks, or has asked already.
FOR_COMMANDS = {
    "ledger.append",
    "ledger.take_turn",
    "contexts.milestones.report_context",
    "contexts.milestones.programme_of",
    "reporting.report_rows.write_report",
    "plan.screen_edits.apply_edit",
    "access.account_endings.keeping_administrators",
    "access.credentials.choose_password",
}


class Passed(Exception):
    """The command asked, and was let through."""


@cache
def commands() -> Mapping[str, Callable[..., object]]:
    """What the room offers: every public function that takes an actor."""
    by_name: dict[str, Callable[..., object]] = {}
    for module in pkgutil.walk_packages(smartcity.commands.__path__, "smartcity.commands."):
        room = importlib.import_module(module.name)
        for name, made in inspect.getmembers(room, inspect.isfunction):
            is_own = made.__module__ == room.__name__ and not name.startswith("_")
            if is_own and "actor" in inspect.signature(made).parameters:
                by_name[f"{module.name}.{name}".removeprefix("smartcity.commands.")] = made
    return by_name


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    made = make_engine(sample_database(tmp_path_factory.mktemp("rights")))
    yield made
    made.dispose()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Act, str | None]]:
    """Every command's question to the table is put to it and noted; whoever is let through goes no further."""
    noted: list[tuple[Act, str | None]] = []

    def note_and_require(actor: Actor, act: Act, *, agency: str | None = None) -> None:
        noted.append((act, agency))
        require(actor, act, agency=agency)
        raise Passed

    for place in {"ledger", *(name.rpartition(".")[0] for name in commands())}:
        room = importlib.import_module(f"smartcity.commands.{place}")
        if hasattr(room, "require"):
            monkeypatch.setattr(room, "require", note_and_require)
    return noted


def call(command: Callable[..., object], session: Session, actor: Actor, line: Line) -> bool:
    """Whether the actor was let through."""
    given = line.given(session) if callable(line.given) else line.given
    wanted = inspect.signature(command).parameters.values()
    blank = {p.name: None for p in wanted if p.default is p.empty and p.name not in ("session", "actor")}
    try:
        command(session, actor, **{**blank, **given})
    except Passed:
        return True
    except Forbidden:
        return False
    raise AssertionError("the command asked nobody whether it may")


def test_every_command_has_its_line() -> None:
    assert set(commands()) - FOR_COMMANDS == set(RIGHT_LINES)


@pytest.mark.parametrize("name", sorted(RIGHT_LINES))
def test_a_command_is_refused_exactly_where_the_table_says(
    city: Engine, asked: list[tuple[Act, str | None]], name: str
) -> None:
    line = RIGHT_LINES[name]
    agency = OWN if line.is_of_agency else None
    for actor in CAST:
        with Session(city) as session:
            was_let_through = call(commands()[name], session, actor, line)
            session.rollback()
        assert asked[-1] == (line.act, agency), f"{name} asked {asked[-1]}"
        assert was_let_through is is_allowed(actor, line.act, agency=agency), f"{name} as {actor.name}"


def test_the_walk_covers_every_role_and_both_sides_of_an_agency() -> None:
    assert {actor.role for actor in CAST} == set(Role)
    assert {actor.agency for actor in CAST} == {None, OWN, OTHER}
