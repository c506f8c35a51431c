"""The verifier's answers to claims and readings: several at once, all or nothing, one ledger entry."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from smartcity.commands import ledger
from smartcity.commands.reporting.evidence import release_with, withhold_with
from smartcity.domain.access.roles import Act, Actor, require
from smartcity.domain.enums import Verdict
from smartcity.domain.errors import AlreadyDone, Refused
from smartcity.domain.facts.claims import Answer, ReviewItem, answered_with, is_superseded
from smartcity.domain.text import note, required_note
from smartcity.store.loaders.review_series import ReviewedFact, load_physical_fact, load_reading_fact, load_update_fact
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
    items = list(_facts(session, chosen))
    if not items:
        raise Refused("verification.nothing")
    for item in items:
        require(actor, Act.VERIFY, agency=item.agency)
    _require_news(items, answer, {actor.name, actor.label})
    for item in items:
        _require_answerable(item, after)
        session.add_all(_reviews(item, answer))
    content = _content(chosen, items) | _evidence(session, chosen, answer, public)
    subject = items[0].subject if len(items) == 1 else f"verification:{len(items)}"
    ledger.append(session, actor, action, subject, at=answer.at, after=content, reason=answer.note)


def _reviews(item: ReviewedFact, answer: Answer) -> Iterator[Any]:
    """The verdict on the fact, and on those before it that go with it."""
    stamp = {"verdict": answer.verdict, "note": answer.note, "recorded_at": answer.at, "recorded_by": answer.by}
    return (item.review(**{item.link: fact.id}, **stamp) for fact in _answered_items(item, answer))


def _content(chosen: Chosen, items: Sequence[ReviewedFact]) -> dict[str, Any]:
    """For the ledger."""
    content = {"updates": list(chosen.updates), "readings": list(chosen.readings), "of": [i.subject for i in items]}
    return content | ({"physical": list(chosen.physical)} if chosen.physical else {})


def _evidence(session: Session, chosen: Chosen, answer: Answer, public: Collection[int]) -> dict[str, list[int]]:
    """What was opened to everybody with the answer, or closed with it, for the ledger."""
    if answer.verdict is Verdict.VERIFIED:
        name, numbers = "public", release_with(session, answer.by, public, chosen.by_link, at=answer.at)
    else:
        name, numbers = "withheld", withhold_with(session, answer.by, chosen.by_link, at=answer.at)
    return {name: numbers} if numbers else {}


def _answered_items(item: ReviewedFact, answer: Answer) -> tuple[ReviewItem, ...]:
    swept = answered_with(item.series, item.reviewed) if answer.verdict is Verdict.RETURNED else ()
    return (*swept, item.reviewed)


def _require_news(items: Sequence[ReviewedFact], given: Answer, names: Collection[str]) -> None:
    """Raises AlreadyDone where the same actor answered just this on all of them."""
    answers = [item.reviewed.answer for item in items]
    if all(answer and answer.verdict is given.verdict and answer.by in names for answer in answers):
        raise AlreadyDone("verification.answered", **_answered(items[0]))


def _answered(item: ReviewedFact) -> dict[str, object]:
    answer = item.reviewed.answer
    return {"code": item.code} | ({"verdict": answer.verdict, "who": answer.by, "at": answer.at} if answer else {})


def _require_answerable(item: ReviewedFact, after: Verdict | None) -> None:
    given = item.reviewed.answer
    if not item.reviewed.needs_answer:
        raise Refused("verification.not_needed", code=item.code)
    if (given.verdict if given else None) is not after:
        if given is None:
            raise Refused("verification.not_yet", code=item.code)
        raise Refused("verification.answered", **_answered(item))
    if after is None and is_superseded(item.series, item.reviewed):
        raise Refused("verification.superseded", code=item.code)


def _facts(session: Session, chosen: Chosen) -> Iterator[ReviewedFact]:
    when = AsOf.now(session)
    loaders = (
        (load_update_fact, chosen.updates),
        (load_reading_fact, chosen.readings),
        (load_physical_fact, chosen.physical),
    )
    for load, numbers in loaders:
        for number in dict.fromkeys(numbers):
            fact = load(when, number)
            if fact is None:
                raise Refused("verification.gone")
            yield fact
