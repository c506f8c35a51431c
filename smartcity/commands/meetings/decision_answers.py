"""Answers to decisions: the agency says what it did, with evidence; a verifier closes the decision or asks again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlmodel import Session

from smartcity.commands import ledger
from smartcity.commands.contexts import current_plan
from smartcity.commands.meetings.rows import Values, add, alter, number, owned_decision
from smartcity.commands.reporting.evidence import evidence_row, release_with, require_stored, store_file
from smartcity.domain import lengths
from smartcity.domain.access.roles import Act, Actor, require
from smartcity.domain.enums import Verdict
from smartcity.domain.errors import AlreadyDone, Refused
from smartcity.domain.facts.claims import with_answer
from smartcity.domain.facts.evidence import MOST_PROOFS, Attachment, NewFile
from smartcity.domain.text import clean
from smartcity.store import tables as t
from smartcity.store.loaders.decisions import answer_titles, newest_answer, stored_answer, verdict_on_answer
from smartcity.store.loaders.visibility import AsOf

LONGEST = lengths.REASON


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """`is_done` asks the verifier to close the decision; evidence goes with it then."""

    text: str
    is_done: bool
    proofs: tuple[Attachment, ...] = ()


def answer(
    session: Session, actor: Actor, code: str, draft: AnswerDraft, *, folder: Path, at: datetime
) -> t.DecisionAnswer:
    """What the agency did about its decision; `folder` holds the files that its evidence names.

    Raises:
        Refused: there is no such decision, it is closed, the text is missing, or *done* comes without evidence.
        Forbidden: the decision is another agency's.
    """
    decision, owner = owned_decision(session, code)
    ledger.take_turn(session, actor, Act.ANSWER_DECISION, agency=owner)
    session.refresh(decision)
    _require_whole(draft, decision, folder)
    stamp: dict[str, Any] = {"recorded_at": at, "recorded_by": actor.name}
    text = clean(draft.text)
    _require_new(session, decision, draft)
    given = add(session, t.DecisionAnswer(decision_id=number(decision), text=text, is_done=draft.is_done, **stamp))
    session.add_all(evidence_row(proof, **stamp, answer_id=given.id) for proof in draft.proofs)
    facts = {"answer": given.id, "text": text, "done": draft.is_done, "evidence": [p.title for p in draft.proofs]}
    ledger.append(session, actor, "decision.answer", f"decision:{code}", at=at, after=facts)
    return given


def _require_new(session: Session, decision: t.Decision, draft: AnswerDraft) -> None:
    """The newest answer, sent again word for word while nobody has answered it, is the same one."""
    newest = newest_answer(session, number(decision))
    if newest is None or (newest.text, newest.is_done) != (clean(draft.text), draft.is_done):
        return
    if verdict_on_answer(AsOf.now(session), number(newest)) is None and answer_titles(
        session, number(newest)
    ) == sorted(proof.title for proof in draft.proofs):
        raise AlreadyDone("decision.answered_already", code=decision.code)


def _require_whole(draft: AnswerDraft, decision: t.Decision, folder: Path) -> None:
    if decision.closed_on is not None:
        raise Refused("decision.closed", code=decision.code)
    if not 0 < len(clean(draft.text)) <= LONGEST:
        raise Refused("decision.text", most=LONGEST)
    if draft.is_done and not draft.proofs:
        raise Refused("decision.needs_evidence")
    if len(draft.proofs) > MOST_PROOFS or not all(proof.is_sound for proof in draft.proofs):
        raise Refused("decision.unsound_evidence", most=MOST_PROOFS)
    require_stored(draft.proofs, folder)


def keep_file(session: Session, actor: Actor, code: str, file: NewFile, *, folder: Path) -> Attachment:
    """Keeps a file for an answer that is not sent yet; raises as `answer` does, and when the disk cannot be written."""
    _, owner = owned_decision(session, code)
    require(actor, Act.ANSWER_DECISION, agency=owner)
    return store_file(file, folder)


def review(
    session: Session,
    actor: Actor,
    answer_id: int,
    verdict: Verdict,
    note: str = "",
    *,
    at: datetime,
    public: Collection[int] = (),
) -> None:
    """The verifier's word on an answer that says done: verified closes the decision, returned asks again.

    `public` are ids of its evidence that everybody may see from now on.

    Raises:
        AlreadyDone: just this was said of it.
        Refused: the answer does not wait for a word, or it is returned without a note.
        Forbidden: the decision is the verifier's own agency's.
    """
    given, decision = _answered(session, actor, answer_id)
    _require_waiting(session, given, decision, verdict)
    if verdict is Verdict.RETURNED and not clean(note):
        raise Refused("decision.note_needed")
    stamp: dict[str, Any] = {"recorded_at": at, "recorded_by": actor.name}
    add(session, t.DecisionReview(answer_id=number(given), verdict=verdict, note=clean(note) or None, **stamp))
    before, after = _settle(session, decision, given, verdict, at)
    subject, facts = f"decision:{decision.code}", {**after, "answer": given.id, "verdict": verdict.value}
    reason = clean(note) or None
    verified = {"answer_id": (number(given),)} if verdict is Verdict.VERIFIED else {}
    opened = release_with(session, actor.name, public, verified, at=at)
    facts |= {"public": opened} if opened else {}
    ledger.append(session, actor, "decision.review", subject, at=at, before=before, after=facts, reason=reason)


def _answered(session: Session, actor: Actor, answer_id: int) -> tuple[t.DecisionAnswer, t.Decision]:
    """The answer and its decision as they stand once it is the actor's turn."""
    given = stored_answer(session, answer_id)
    decision = session.get(t.Decision, given.decision_id) if given is not None else None
    if given is None or decision is None:
        raise Refused("decision.no_answer")
    _, owner = owned_decision(session, decision.code)
    ledger.take_turn(session, actor, Act.VERIFY_DECISION, agency=owner)
    session.refresh(decision)
    return given, decision


def review_each(
    session: Session,
    actor: Actor,
    answer_ids: Sequence[int],
    verdict: Verdict,
    note: str = "",
    *,
    at: datetime,
    public: Mapping[int, Collection[int]] = MappingProxyType({}),
) -> None:
    """One word on several answers, all or none; raises as `review` does, and when none is chosen.

    `public` names evidence to be opened to all, by answer.
    """
    if not answer_ids:
        raise Refused("verification.nothing")
    done = list[AlreadyDone]()
    numbers = tuple(dict.fromkeys(answer_ids))
    for answer_id in numbers:
        try:
            review(session, actor, answer_id, verdict, note, at=at, public=public.get(answer_id, ()))
        except AlreadyDone as news:
            done.append(news)
    if done:
        raise done[0] if len(done) == len(numbers) else Refused(done[0].key, **done[0].facts)


def _settle(
    session: Session, decision: t.Decision, given: t.DecisionAnswer, verdict: Verdict, at: datetime
) -> tuple[Values, Values]:
    """Verified closes the decision on the day of the word; the answer joins the follow-ups before it."""
    if verdict is Verdict.RETURNED:
        return {}, {}
    whole = with_answer(decision.follow_up or "", given.text)
    return alter(session, decision, at, closed_on=current_plan.calendar(session).today(at), follow_up=whole)


def _require_waiting(session: Session, given: t.DecisionAnswer, decision: t.Decision, verdict: Verdict) -> None:
    given_verdict, newest = (
        verdict_on_answer(AsOf.now(session), number(given)),
        newest_answer(session, number(decision)),
    )
    if given_verdict is verdict:
        raise AlreadyDone(f"decision.{verdict.value}_already", code=decision.code)
    if decision.closed_on is not None or newest is not given or given_verdict is not None or not given.is_done:
        raise Refused("decision.not_waiting")
