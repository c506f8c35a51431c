"""The verifier's answers to claims and readings: several at once, all or nothing, one ledger entry."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col

from smartcity.commands import ledger
from smartcity.commands.reporting.evidence import release_with, withhold_with
from smartcity.domain.access.roles import Act, Actor, require
from smartcity.domain.enums import Claim, Verdict
from smartcity.domain.errors import AlreadyDone, Refused
from smartcity.domain.facts.claims import Answer, ReviewItem, answered_with, is_superseded, needs_verdict
from smartcity.domain.text import note, required_note
from smartcity.store import tables as t
from smartcity.store.loaders.owners import agency_of
from smartcity.store.loaders.plan import credit_rule
from smartcity.store.loaders.verification import load_answers
from smartcity.store.loaders.visibility import AsOf


@dataclass(frozen=True, slots=True)
class Chosen:
    """Ids of milestone updates, of readings and of physical percentages."""

    updates: tuple[int, ...] = ()
    readings: tuple[int, ...] = ()
    physical: tuple[int, ...] = ()

    @property
    def by_link(self) -> dict[str, tuple[int, ...]]:
        """By the column of the evidence that names them."""
        return {"update_id": self.updates, "reading_id": self.readings, "physical_update_id": self.physical}


def verify(
    session: Session,
    actor: Actor,
    chosen: Chosen,
    why: str | None = None,
    *,
    at: datetime,
    public: Collection[int] = (),
) -> None:
    """The claims are true; `public` are ids of their evidence that everybody may see from now on.

    Raises:
        AlreadyDone: the actor verified all of them.
        Refused: nothing is chosen, or one of them was answered already, has been replaced or needs no answer; or
            evidence of something else is to be opened.
        Forbidden: one of them is of the agency the actor is bound to.
    """
    _answer(
        session,
        actor,
        "verification.verify",
        chosen,
        Answer(Verdict.VERIFIED, actor.name, at, note(why)),
        public=public,
    )


def send_back(session: Session, actor: Actor, chosen: Chosen, why: str, *, at: datetime) -> None:
    """The claims do not hold; earlier ones of the same milestone that nobody answered go back with them.

    Raises:
        Refused: as `verify`, or no reason is given.
        Forbidden: as `verify`.
    """
    _answer(session, actor, "verification.send_back", chosen, _returned(actor, why, at))


def revoke(session: Session, actor: Actor, chosen: Chosen, why: str, *, at: datetime) -> None:
    """What had been verified does not hold after all: the newest answer stands. What was replaced since may go too.

    Its evidence is closed to the public again.

    Raises:
        Refused: one of them is not verified, or no reason is given.
        Forbidden: as `verify`.
    """
    _answer(session, actor, "verification.revoke", chosen, _returned(actor, why, at), after=Verdict.VERIFIED)


def _returned(actor: Actor, why: str, at: datetime) -> Answer:
    return Answer(Verdict.RETURNED, actor.name, at, required_note(why, "verification.why"))


@dataclass(frozen=True, slots=True)
class _Item:
    """One chosen fact within its series, oldest first; `code` names the milestone or the indicator."""

    review: Any
    owner: str
    code: str
    agency: str
    series: Sequence[ReviewItem]
    reviewed: ReviewItem


def _answer(
    session: Session,
    actor: Actor,
    action: str,
    chosen: Chosen,
    answer: Answer,
    *,
    after: Verdict | None = None,
    public: Collection[int] = (),
) -> None:
    ledger.lock(session)
    items = list(_items(session, chosen))
    if not items:
        raise Refused("verification.nothing")
    for item in items:
        require(actor, Act.VERIFY, agency=item.agency)
    _require_news(items, answer, {actor.name, actor.label})
    for item in items:
        _require_answerable(item, after)
        for fact in _answered_items(item, answer):
            session.add(
                item.review(
                    **{item.owner: fact.id},
                    verdict=answer.verdict,
                    note=answer.note,
                    recorded_at=answer.at,
                    recorded_by=answer.by,
                )
            )
    codes = [item.code for item in items]
    subject = codes[0] if len(codes) == 1 else f"verification:{len(codes)}"
    content = {"updates": list(chosen.updates), "readings": list(chosen.readings), "of": codes}
    content |= {"physical": list(chosen.physical)} if chosen.physical else {}
    content |= _evidence(session, chosen, answer, public)
    ledger.append(session, actor, action, subject, at=answer.at, after=content, reason=answer.note)


def _evidence(session: Session, chosen: Chosen, answer: Answer, public: Collection[int]) -> dict[str, list[int]]:
    """What was opened to everybody with the answer, or closed with it, for the ledger."""
    if answer.verdict is Verdict.VERIFIED:
        name, numbers = "public", release_with(session, answer.by, public, chosen.by_link, at=answer.at)
    else:
        name, numbers = "withheld", withhold_with(session, answer.by, chosen.by_link, at=answer.at)
    return {name: numbers} if numbers else {}


def _answered_items(item: _Item, answer: Answer) -> tuple[ReviewItem, ...]:
    swept = answered_with(item.series, item.reviewed) if answer.verdict is Verdict.RETURNED else ()
    return (*swept, item.reviewed)


def _require_news(items: Sequence[_Item], given: Answer, names: Collection[str]) -> None:
    """Raises AlreadyDone where the same actor answered just this on all of them."""
    answers = [item.reviewed.answer for item in items]
    if all(answer and answer.verdict is given.verdict and answer.by in names for answer in answers):
        raise AlreadyDone("verification.answered", **_answered(items[0]))


def _answered(item: _Item) -> dict[str, object]:
    answer = item.reviewed.answer
    return {"code": item.code} | ({"verdict": answer.verdict, "who": answer.by, "at": answer.at} if answer else {})


def _require_answerable(item: _Item, after: Verdict | None) -> None:
    given = item.reviewed.answer
    if not item.reviewed.needs_answer:
        raise Refused("verification.not_needed", code=item.code)
    if (given.verdict if given else None) is not after:
        if given is None:
            raise Refused("verification.not_yet", code=item.code)
        raise Refused("verification.answered", **_answered(item))
    if after is None and is_superseded(item.series, item.reviewed):
        raise Refused("verification.superseded", code=item.code)


def _items(session: Session, chosen: Chosen) -> Iterator[_Item]:
    for number in dict.fromkeys(chosen.updates):
        yield _update(session, number)
    for number in dict.fromkeys(chosen.readings):
        yield _reading(session, number)
    for number in dict.fromkeys(chosen.physical):
        yield _physical(session, number)


def _update(session: Session, number: int) -> _Item:
    table = t.MilestoneUpdate
    row = _only(session, table, number)
    rows = AsOf.now(session).rows(table, col(table.milestone_id) == row["milestone_id"])
    milestone = _only(session, t.Milestone, row["milestone_id"])
    agency = agency_of(AsOf.now(session), "milestone", milestone)
    return _item(session, t.UpdateReview, "update_id", f"milestone:{milestone['code']}", agency, rows, number)


def _reading(session: Session, number: int) -> _Item:
    table = t.Reading
    row = _only(session, table, number)
    same = [col(getattr(table, name)) == row[name] for name in ("indicator_id", "year", "quarter", "half")]
    rows = [other for other in AsOf.now(session).rows(table, *same) if other["area_id"] == row["area_id"]]
    indicator = _only(session, t.Indicator, row["indicator_id"])
    code = f"indicator:{indicator['code']} {_measured(row)}"
    return _item(
        session, t.ReadingReview, "reading_id", code, agency_of(AsOf.now(session), "indicator", indicator), rows, number
    )


def _measured(row: dict[str, Any]) -> str:
    """The quarter, half or year of a reading as it stands in the audit: `2/2026`, `S1/2026`, `2026`."""
    part = row["quarter"] or (f"S{row['half']}" if row["half"] else None)
    return f"{part}/{row['year']}" if part else str(row["year"])


def _physical(session: Session, number: int) -> _Item:
    table = t.PhysicalUpdate
    row = _only(session, table, number)
    rows = AsOf.now(session).rows(table, col(table.programme_id) == row["programme_id"])
    programme = _only(session, t.Programme, row["programme_id"])
    agency = agency_of(AsOf.now(session), "programme", programme)
    code = f"programme:{programme['code']}"
    return _item(session, t.PhysicalReview, "physical_update_id", code, agency, rows, number)


def _only(session: Session, table: Any, number: int) -> dict[str, Any]:
    rows = AsOf.now(session).rows(table, table.id == number)
    if not rows:
        raise Refused("verification.gone")
    return rows[0]


def _item(
    session: Session, review: Any, owner: str, code: str, agency: str, rows: list[dict[str, Any]], number: int
) -> _Item:
    now = AsOf.now(session)
    rule, given = credit_rule(now), load_answers(now, review, owner, [row["id"] for row in rows])
    series = [
        ReviewItem(row["id"], needs_verdict(row.get("claim", Claim.DONE), rule), given.get(row["id"]))
        for row in sorted(rows, key=_order)
    ]
    reviewed = next(one for one in series if one.id == number)
    return _Item(review, owner, code, agency, series, reviewed)


def _order(row: dict[str, Any]) -> tuple[date, datetime, int]:
    """As they were told; physical percentages by the day they are of, and then as they were told."""
    return row.get("day", date.min), row["recorded_at"], row["id"]
