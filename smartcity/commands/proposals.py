"""Proposals read for the commands that ask and answer: the milestone as it stands now, and the stored question."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col

from smartcity.commands.owners import agency_of
from smartcity.commands.report_ground import stages
from smartcity.domain.milestones import MilestoneFacts
from smartcity.domain.proposals import Asked
from smartcity.domain.refusals import Refused
from smartcity.store import tables as t
from smartcity.store.loaders.visibility import AsOf

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Subject:
    """A milestone, the code of the agency that answers for it, and what is known of it now."""

    row: Row
    agency: str
    facts: MilestoneFacts
    awaits_move: bool

    @property
    def name(self) -> str:
        return f"milestone:{self.row['code']}"


def subject(session: Session, condition: Any) -> Subject:
    """The milestone that fulfils the condition; Refused when there is none in force."""
    found = AsOf.now(session).rows(t.Milestone, condition)
    if not found:
        raise Refused("proposal.gone")
    row = found[-1]
    plan = AsOf.now(session).rows(t.ActionPlan, col(t.ActionPlan.id) == row["action_plan_id"])[0]
    stage = stages(session, plan["programme_id"])[row["id"]]
    return Subject(row, agency_of(session, "milestone", row), stage.facts, stage.awaits_move)


@dataclass(frozen=True, slots=True)
class Question:
    """One stored proposal. `link` is the column of a review that names it."""

    table: Any
    link: str
    row: Row
    of: Subject
    review: Row | None

    @property
    def asked(self) -> Asked:
        return _asked(self.table, self.row)


def _asked(table: Any, row: Row) -> Asked:
    if table is t.DueDateChange:
        return Asked(due_on=row["new_due_on"])
    return Asked(kind=row["kind"], weight=row["weight"])


def question(session: Session, table: Any, number: int) -> Question:
    """Raises Refused when it is not there, or its import was withdrawn."""
    found = AsOf.now(session).rows(table, table.id == number)
    if not found:
        raise Refused("proposal.gone")
    link = "due_date_change_id" if table is t.DueDateChange else "proposal_id"
    of = subject(session, col(t.Milestone.id) == found[0]["milestone_id"])
    return Question(table, link, found[0], of, _review(session, link, number))


def _review(session: Session, link: str, number: int) -> Row | None:
    found = AsOf.now(session).rows(t.ChangeReview, getattr(t.ChangeReview, link) == number)
    return found[-1] if found else None


def waiting_for(session: Session, of: Subject, asked: Asked) -> list[Asked]:
    """What was asked of the milestone in questions of this kind that wait for their answer."""
    is_date = asked.due_on is not None
    table: Any = t.DueDateChange if is_date else t.MilestoneProposal
    link = "due_date_change_id" if is_date else "proposal_id"
    condition = table.approved_at.is_(None) if is_date else table.kind == asked.kind
    rows = AsOf.now(session).rows(table, table.milestone_id == of.row["id"], condition)
    return [_asked(table, row) for row in rows if _review(session, link, row["id"]) is None]
