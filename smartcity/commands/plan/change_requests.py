"""Re-baselining: another date, weight, end or pause of a milestone, asked for by its agency, answered by a verifier."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from smartcity.commands import ledger
from smartcity.commands.contexts.current_plan import calendar
from smartcity.commands.contexts.milestones import Question, Subject, question, subject, waiting_for
from smartcity.commands.plan.diff import FieldChange, freeze, write_changes
from smartcity.domain.access.roles import Act, Actor, require
from smartcity.domain.enums import ChangeKind, Verdict
from smartcity.domain.errors import AlreadyDone, Refused
from smartcity.domain.facts.change_requests import ChangeRequest, request_violation
from smartcity.domain.text import note, required_note
from smartcity.store import tables as t
from smartcity.store.entities import PLAN_ENTITIES

MILESTONE = next(entity for entity in PLAN_ENTITIES if entity.name == "milestone")


@dataclass(frozen=True, slots=True)
class Proposed:
    """Ids of proposed dates and of other proposals."""

    dates: tuple[int, ...] = ()
    others: tuple[int, ...] = ()


def propose(session: Session, actor: Actor, code: str, asked: ChangeRequest, reason: str, *, at: datetime) -> int:
    """Asks for a change of the milestone with this code; the id of the proposal.

    Raises:
        AlreadyDone: just this waits for its answer.
        Refused: it cannot be asked (`proposals.objection`), another such question waits, or no reason is given.
        Forbidden: another agency leads the milestone's programme.
    """
    ledger.lock(session)
    of = subject(session, col(t.Milestone.code) == code)
    require(actor, Act.PROPOSE_CHANGE, agency=of.agency)
    why = required_note(reason, "note.reason")
    _require_possible(asked, of, calendar(session).today(at))
    waiting = waiting_for(session, of, asked)
    if waiting:
        raise (AlreadyDone if asked in waiting else Refused)("proposal.waits")
    row = _row(of, asked, {"reason": why, "recorded_at": at, "recorded_by": actor.name})
    session.add(row)
    session.flush()
    before, after = _values(of, asked, calendar(session).today(at))
    ledger.append(session, actor, "change.propose", of.name, at=at, before=before, after=after, reason=why)
    return row.id or 0


def approve(session: Session, actor: Actor, proposed: Proposed, why: str | None = None, *, at: datetime) -> None:
    """What was asked becomes the plan; the first promise stays what it was.

    Raises:
        AlreadyDone: the actor approved all of them.
        Refused: nothing is chosen, or one of them was answered, is outdated or no longer possible.
        Forbidden: one of them is of the agency the actor is bound to.
    """
    reason, today = note(why), calendar(session).today(at)
    subjects: list[str] = []
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for item in _questions(session, actor, proposed, Verdict.VERIFIED):
        _require_still_possible(item, today)
        old, new = _values(item.of, item.asked, today)
        _put_in_force(session, actor, item, today, at)
        _review(session, actor, item, Verdict.VERIFIED, reason, at)
        subjects.append(item.of.name)
        before |= {f"{item.of.name} {field}": value for field, value in old.items()}
        after |= {f"{item.of.name} {field}": value for field, value in new.items()}
    ledger_subject = _subject(subjects)
    ledger.append(session, actor, "change.approve", ledger_subject, at=at, before=before, after=after, reason=reason)


def refuse(session: Session, actor: Actor, proposed: Proposed, why: str, *, at: datetime) -> None:
    """The plan stays as it is.

    Raises:
        AlreadyDone: the actor refused all of them.
        Refused: nothing is chosen, one of them was answered, or no reason is given.
        Forbidden: as `approve`.
    """
    reason, subjects = required_note(why, "proposal.why"), list[str]()
    for item in _questions(session, actor, proposed, Verdict.RETURNED):
        _review(session, actor, item, Verdict.RETURNED, reason, at)
        subjects.append(item.of.name)
    ledger.append(session, actor, "change.refuse", _subject(subjects), at=at, after={"of": subjects}, reason=reason)


def _questions(session: Session, actor: Actor, proposed: Proposed, verdict: Verdict) -> Iterator[Question]:
    """Those chosen, one after the other, each open and of an agency the actor may answer."""
    ledger.lock(session)
    if not (proposed.dates or proposed.others):
        raise Refused("verification.nothing")
    chosen: list[tuple[Any, int]] = [(t.DueDateChange, number) for number in dict.fromkeys(proposed.dates)]
    chosen += [(t.MilestoneProposal, number) for number in dict.fromkeys(proposed.others)]
    for table, number in chosen:
        require(actor, Act.APPROVE_CHANGE, agency=question(session, table, number).of.agency)
    _require_open([question(session, table, number) for table, number in chosen], verdict, actor)
    for table, number in chosen:
        yield question(session, table, number)


def _require_open(items: Sequence[Question], verdict: Verdict, actor: Actor) -> None:
    """Raises AlreadyDone where the actor answered just this on all of them, Refused where any is answered."""
    answered = {one.of.name: facts for one in items if (facts := _answer(one)) is not None}
    mine = [name for name, facts in answered.items() if (facts["verdict"], facts["who"]) == (verdict, actor.name)]
    for name, facts in answered.items():
        is_done = len(mine) == len({one.of.name for one in items})
        raise (AlreadyDone if is_done else Refused)("verification.answered", code=name, **facts)


def _answer(item: Question) -> dict[str, Any] | None:
    review, row = item.review, item.row
    if review is not None:
        return {"verdict": review["verdict"], "who": review["recorded_by"], "at": review["recorded_at"]}
    if row.get("approved_at") is not None:
        return {"verdict": Verdict.VERIFIED, "who": row["approved_by"], "at": row["approved_at"]}
    return None


def _require_possible(asked: ChangeRequest, of: Subject, today: date) -> None:
    violation = request_violation(asked, of.facts, today)
    if violation is not None:
        raise Refused(f"proposal.{violation[0]}", **violation[1])


def _require_still_possible(item: Question, today: date) -> None:
    """A date that has passed while the question lay there may be approved: it is what was asked."""
    wrong = request_violation(item.asked, item.of.facts, today)
    if wrong is not None and wrong[0] != "day_past":
        raise Refused(f"proposal.{wrong[0]}", **wrong[1])
    if item.table is t.DueDateChange and item.row["old_due_on"] != item.of.facts.due_on:
        raise Refused("proposal.outdated", day=item.of.facts.due_on)


def _row(of: Subject, asked: ChangeRequest, stamp: dict[str, Any]) -> t.DueDateChange | t.MilestoneProposal:
    number = of.row["id"]
    if asked.due_on is not None:
        return t.DueDateChange(milestone_id=number, old_due_on=of.facts.due_on, new_due_on=asked.due_on, **stamp)
    return t.MilestoneProposal(**{"milestone_id": number, "kind": asked.kind, "weight": asked.weight, **stamp})


def _change(asked: ChangeRequest, today: date) -> tuple[str, Any]:
    """The field of the milestone and its new value."""
    return {
        None: ("due_on", asked.due_on),
        ChangeKind.WEIGHT: ("weight", asked.weight),
        ChangeKind.CANCEL: ("cancelled_on", today),
        ChangeKind.POSTPONE: ("postponed_on", today),
        ChangeKind.RESUME: ("postponed_on", None),
    }[asked.kind]


def _values(of: Subject, asked: ChangeRequest, today: date) -> tuple[dict[str, Any], dict[str, Any]]:
    field, new = _change(asked, today)
    old = of.facts.due_on if field == "due_on" else of.row[field]
    return {field: freeze(old)}, {field: freeze(new)}


def _put_in_force(session: Session, actor: Actor, item: Question, today: date, at: datetime) -> None:
    if item.table is t.DueDateChange:
        mine = update(t.DueDateChange).where(col(t.DueDateChange.id) == item.row["id"])
        session.execute(mine.values(approved_at=at, approved_by=actor.name))
        return
    field, new = _change(item.asked, today)
    change = FieldChange(MILESTONE, item.of.row["id"], field, item.of.row[field], new, at)
    write_changes(session, [change], None)


def _review(session: Session, actor: Actor, item: Question, verdict: Verdict, reason: str | None, at: datetime) -> None:
    link = {item.link: item.row["id"]}
    session.add(t.ChangeReview(**link, verdict=verdict, note=reason, recorded_at=at, recorded_by=actor.name))


def _subject(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"changes:{len(names)}"
