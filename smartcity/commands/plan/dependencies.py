"""A milestone begins to wait for another, an agency or somebody outside, and stops; circles never close."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from smartcity.commands import ledger
from smartcity.commands.contexts.current_plan import CurrentPlan, calendar
from smartcity.commands.contexts.milestones import Subject, subject
from smartcity.commands.plan.import_schema import PlanDraft, Problem
from smartcity.domain.access.roles import Act, Actor, require
from smartcity.domain.errors import AlreadyDone, Refused
from smartcity.domain.plan.dependencies import Party, check_begin, check_end, circle
from smartcity.domain.text import note
from smartcity.store import tables as t
from smartcity.store.loaders.dependencies import open_waits
from smartcity.store.loaders.visibility import AsOf, row_of

Row = dict[str, Any]
ARROW = " → "


def begin_dependency(
    session: Session, actor: Actor, code: str, party: Party, since: date, why: str | None = None, *, at: datetime
) -> int:
    """The milestone with this code waits since that day; the id of the wait.

    Raises:
        AlreadyDone: just this is noted.
        Refused: nobody, somebody unknown or itself is named, one of the two is done, the same is waited for already,
            or the two would wait for each other.
        Forbidden: another agency leads the milestone's programme.
    """
    ledger.lock(session)
    of = subject(session, col(t.Milestone.code) == code)
    require(actor, Act.WAIT, agency=of.agency)
    today, reason = calendar(session).today(at), note(why)
    check_begin(party, (code, of.agency), since, today)
    _require_undone(of, today, "wait.done")
    link = _link(session, party, today)
    _require_new(session, of, link, since)
    row = t.Waiting(milestone_id=of.row["id"], since=since, note=reason, recorded_at=at, recorded_by=actor.name, **link)
    session.add(row)
    session.flush()
    after = {"since": since.isoformat(), "on": party.milestone or party.agency or party.outside}
    ledger.append(session, actor, "wait.begin", of.name, at=at, after=after, reason=reason)
    return row.id or 0


def end_dependency(
    session: Session, actor: Actor, number: int, ended_on: date, why: str | None = None, *, at: datetime
) -> None:
    """The wait with this id is over since that day.

    Raises:
        AlreadyDone: it is over.
        Refused: there is no such wait, or the day does not fit.
        Forbidden: another agency leads the milestone's programme.
    """
    ledger.lock(session)
    wait = row_of(AsOf.now(session), t.Waiting, number)
    if wait is None:
        raise Refused("wait.gone")
    of = subject(session, col(t.Milestone.id) == wait["milestone_id"])
    require(actor, Act.WAIT, agency=of.agency)
    if wait not in open_waits(AsOf.now(session)):
        raise AlreadyDone("wait.over")
    check_end(wait["since"], ended_on, calendar(session).today(at))
    reason = note(why)
    session.add(t.WaitingEnd(waiting_id=number, ended_on=ended_on, note=reason, recorded_at=at, recorded_by=actor.name))
    after = {"ended_on": ended_on.isoformat(), "wait": number}
    ledger.append(session, actor, "wait.end", of.name, at=at, after=after, reason=reason)


def _require_undone(of: Subject, today: date, key: str) -> None:
    """What is done, or counts no more, neither waits nor is waited for."""
    if of.facts.is_claimed_done or of.facts.is_done or not of.facts.counts_on(today):
        raise Refused(key)


def _link(session: Session, party: Party, today: date) -> Row:
    """The columns that name the party."""
    if party.milestone:
        of = subject(session, col(t.Milestone.code) == party.milestone)
        _require_undone(of, today, "wait.other_done")
        return {"on_milestone_id": of.row["id"]}
    if party.agency:
        agencies = AsOf.now(session).rows(t.Agency, col(t.Agency.code) == party.agency)
        if not agencies:
            raise Refused("wait.unknown_agency", code=party.agency)
        return {"on_agency_id": agencies[-1]["id"]}
    return {"on_party": note(party.outside)}


def _require_new(session: Session, of: Subject, link: Row, since: date) -> None:
    """Neither said already, nor the end of a circle."""
    waits, number = open_waits(AsOf.now(session)), of.row["id"]
    same = [row for row in waits if row["milestone_id"] == number and row | link == row]
    if same:
        is_done = any(row["since"] == since for row in same)
        raise (AlreadyDone if is_done else Refused)("wait.same")
    edges = [(row["milestone_id"], row["on_milestone_id"]) for row in waits if row["on_milestone_id"]]
    other = link.get("on_milestone_id")
    way = circle(edges, number, other) if other else None
    if way is not None:
        raise Refused("wait.circle", chain=_named(session, (number, *way)))


def _named(session: Session, numbers: Sequence[int]) -> str:
    """The milestones' codes in the order in which one waits for the next."""
    rows = session.exec(select(t.Milestone.id, t.Milestone.code).where(col(t.Milestone.id).in_(numbers)))
    codes = dict(rows.all())
    return ARROW.join(codes[number] for number in numbers)


def circles(
    draft: PlanDraft, current: CurrentPlan, new_rows: Mapping[Any, Sequence[Mapping[str, Any]]]
) -> Iterator[Problem]:
    """The rows whose wait closes a circle with those that stand and those before them; `new_rows` are the new facts."""
    ended = {row["waiting_id"] for row in new_rows.get(t.WaitingEnd, ())}
    new = [row for row in new_rows.get(t.Waiting, ()) if row["id"] not in ended and row["on_milestone_id"]]
    if not new:
        return
    codes = {number: code for code, number in current.ids["milestone"].items()}
    rows = {_pair(row.values): row for row in draft.rows["waiting"]}
    before = [row for row in open_waits(AsOf.now(current.session)) if row["id"] not in ended and row["on_milestone_id"]]
    edges = [(row["milestone_id"], row["on_milestone_id"]) for row in before]
    for row in new:
        one, other = row["milestone_id"], row["on_milestone_id"]
        way = circle(edges, one, other)
        if way is not None:
            chain = ARROW.join(codes[number] for number in (one, *way))
            yield rows[codes[one], codes[other]].error("on_milestone", "import.row.circle", chain=chain)
        edges.append((one, other))


def _pair(values: Mapping[str, Any]) -> tuple[Any, Any]:
    return values["milestone"], values.get("on_milestone")
