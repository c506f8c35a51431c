"""What was submitted and what the verifier answered: updates, requested changes, evidence and who may see it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from smartcity.domain.enums import ChangeKind, Verdict
from smartcity.domain.facts.claims import Answer
from smartcity.domain.facts.evidence import MediaType
from smartcity.domain.facts.history import Change, Move, Proof, Proposal, Update
from smartcity.domain.grouping import grouped
from smartcity.domain.indicators.achievement import fraction
from smartcity.domain.plan.milestones import MilestoneClaim
from smartcity.store import tables as t
from smartcity.store.loaders.claims import Ids, among
from smartcity.store.loaders.visibility import AsOf, Row, value_of
from smartcity.store.tables.meetings import Decision, DecisionAnswer
from smartcity.store.tables.plan import Agency
from smartcity.store.tables.reporting import EvidenceRelease

_TABLES: tuple[Any, ...] = (DecisionAnswer, Decision, Agency)
_COLUMNS = tuple(table.__table__.c for table in _TABLES)


def public_evidence(session: Session, numbers: Collection[int]) -> frozenset[int]:
    """Those of the evidence rows whose newest word is *public*."""
    release: Any = EvidenceRelease
    newest = select(func.max(release.id)).where(release.evidence_id.in_(numbers)).group_by(release.evidence_id)
    rows = session.execute(select(release.evidence_id).where(release.id.in_(newest), release.is_public))
    return frozenset(rows.scalars())


def confidential_answers(session: Session, answers: Collection[int]) -> Mapping[int, str]:
    """Of the answers to decisions that are confidential: by answer the agency of the decision."""
    answer, decision, agency = _COLUMNS
    owned = (answer.decision_id == decision.id, decision.agency_id == agency.id, decision.is_confidential)
    rows = session.execute(select(answer.id, agency.code).where(answer.id.in_(answers), *owned))
    return {row.id: row.code for row in rows}


def load_updates(when: AsOf, milestone_ids: Collection[int]) -> tuple[Update, ...]:
    """Those of the milestones, newest first."""
    rows = when.in_time(t.MilestoneUpdate, *among(t.MilestoneUpdate.milestone_id, milestone_ids))
    return tuple(
        value_of(Update, row, when, claim=MilestoneClaim(row["claim"], row["percent"], row["achieved_on"]), **answer)
        for row, answer in answered(when, rows, t.UpdateReview, "update_id")
    )


def answered(when: AsOf, rows: Sequence[Row], reviews: Any, link: str) -> Iterator[tuple[Row, dict[str, Any]]]:
    """The last of the rows first, each with the newest `answer` to it and its evidence as `proofs`."""
    ids = [row["id"] for row in rows]
    given, shown = load_answers(when, reviews, link, ids), load_evidence(when, link, ids)
    for row in reversed(rows):
        yield row, {"answer": given.get(row["id"]), "proofs": tuple(shown[row["id"]])}


def load_answers(when: AsOf, table: Any, link: str, ids: Collection[int] | None = None) -> Mapping[int, Answer]:
    """The newest answer to each of the facts that `link` names; to all of them without `ids`."""
    columns = (link, "verdict", "recorded_by", "recorded_at", "note")
    rows = when.columns(table, columns, *among(getattr(table, link), ids))
    return {
        getattr(row, link): Answer(Verdict(row.verdict), row.recorded_by, when.local(row.recorded_at), row.note)
        for row in rows
    }


def load_evidence(when: AsOf, link: str, ids: Collection[int]) -> defaultdict[int, list[Proof]]:
    """Evidence by the fact that `link` names, in the order it came in."""
    evidence: Any = t.Evidence
    rows = when.columns(evidence, (), getattr(evidence, link).in_(ids), order=("id",))
    public = public_evidence(when.session, [row.id for row in rows])
    secret = confidential_answers(when.session, {row.answer_id for row in rows}) if link == "answer_id" else {}
    return grouped((getattr(row, link), _proof(row, public, secret.get(row.answer_id))) for row in rows)


def _proof(row: Any, public: Collection[int], secret_of: str | None) -> Proof:
    """A file of a kind that is not served any more has only its title."""
    kind = MediaType(row.media_type) if row.media_type in list(MediaType) else None
    number = row.id if row.file_sha256 and kind else None
    return Proof(row.title, row.url, number, kind, row.id, row.id in public, secret_of)


def change_requests(when: AsOf, milestone_ids: Ids = None) -> tuple[Change, ...]:
    """Moved dates and other proposals, oldest first."""
    changes: list[Change] = [*moves(when, milestone_ids), *proposals(when, milestone_ids)]
    return tuple(sorted(changes, key=lambda change: change.recorded_at))


def moves(when: AsOf, milestone_ids: Ids = None) -> list[Move]:
    """Promised dates that were asked for, oldest first."""
    rows = when.in_time(t.DueDateChange, *among(t.DueDateChange.milestone_id, milestone_ids))
    given = load_answers(when, t.ChangeReview, "due_date_change_id", [row["id"] for row in rows])
    return [value_of(Move, row, when, proposed_by=row["recorded_by"], answer=_answer(row, given, when)) for row in rows]


def _answer(row: Row, given: Mapping[int, Answer], when: AsOf) -> Answer | None:
    """A date that was moved by an import carries its approval itself."""
    if not when.has_happened(row["approved_at"]) or row["id"] in given:
        return given.get(row["id"])
    return Answer(Verdict.VERIFIED, row["approved_by"] or "", when.local(row["approved_at"]))


def proposals(when: AsOf, milestone_ids: Ids = None) -> list[Proposal]:
    """Other weights, ends and pauses that were asked for, oldest first."""
    rows = when.in_time(t.MilestoneProposal, *among(t.MilestoneProposal.milestone_id, milestone_ids))
    given = load_answers(when, t.ChangeReview, "proposal_id", [row["id"] for row in rows])
    return [
        value_of(
            Proposal,
            row,
            when,
            kind=ChangeKind(row["kind"]),
            weight=fraction(row["weight"]),
            proposed_by=row["recorded_by"],
            answer=given.get(row["id"]),
        )
        for row in rows
    ]


def newest_review(when: AsOf, link: str, number: int) -> Row | None:
    """The last row of the answers to a change that was asked for, which the column `link` names."""
    reviews = when.rows(t.ChangeReview, getattr(t.ChangeReview, link) == number)
    return reviews[-1] if reviews else None
