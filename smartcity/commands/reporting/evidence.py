"""Evidence: files kept, rows written, opened to everybody by the verifier (*boleh dilihat umum*)."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from smartcity.commands import ledger
from smartcity.domain.access.roles import Act, Actor, require
from smartcity.domain.enums import Verdict
from smartcity.domain.errors import AlreadyDone, Refused
from smartcity.domain.facts.evidence import Attachment, NewFile, is_safe_link
from smartcity.store import evidence_files
from smartcity.store import tables as t
from smartcity.store.loaders.claims import load_verdicts
from smartcity.store.loaders.decisions import agency_of_answer
from smartcity.store.loaders.owners import agency_of
from smartcity.store.loaders.verification import confidential_answers, public_evidence
from smartcity.store.loaders.visibility import AsOf, row_of


def store_file(file: NewFile, folder: Path) -> Attachment:
    """The file under its hash.

    Raises:
        Refused: the disk cannot be written.
    """
    sha256 = evidence_files.store_file(folder, file.content)
    return Attachment(file.title, sha256=sha256, media_type=file.media_type, size=len(file.content))


def require_stored(proofs: Iterable[Attachment], folder: Path) -> None:
    """Raises Refused for evidence whose file is not in the folder."""
    for proof in proofs:
        if proof.sha256 and not evidence_files.file_path(folder, proof.sha256).is_file():
            raise Refused("evidence.lost", title=proof.title)


def evidence_row(proof: Attachment, **owner: Any) -> t.Evidence:
    """The row of a proof; `owner` says to what it belongs, when it came and from whom."""
    return t.Evidence(
        **owner,
        title=proof.title,
        url=proof.url,
        file_name=proof.file_name,
        file_sha256=proof.sha256,
        media_type=proof.media_type.value if proof.media_type else None,
        size_bytes=proof.size,
    )


@dataclass(frozen=True, slots=True)
class _Kind:
    """What evidence may belong to: its column, the table it names, and the table and column of the verdicts on it."""

    link: str
    table: Any
    review: Any
    reviewed: str


_KINDS = (
    _Kind("update_id", t.MilestoneUpdate, t.UpdateReview, "update_id"),
    _Kind("reading_id", t.Reading, t.ReadingReview, "reading_id"),
    _Kind("physical_update_id", t.PhysicalUpdate, t.PhysicalReview, "physical_update_id"),
    _Kind("answer_id", t.DecisionAnswer, t.DecisionReview, "answer_id"),
)
_ENTITIES = {"update_id": "update", "reading_id": "reading", "physical_update_id": "physical_update"}


def release(session: Session, actor: Actor, number: int, *, is_public: bool, at: datetime) -> None:
    """Opens one piece of verified evidence to everybody, or closes it again.

    Raises:
        AlreadyDone: it is so already.
        Refused: there is no such evidence, it is not verified, it has neither file nor link, or it belongs to a
            confidential decision.
        Forbidden: it is of the agency the actor is bound to.
    """
    ledger.lock(session)
    row = _only(session, number)
    kind = _kind(row)
    _require_allowed(session, actor, row, kind)
    if (number in public_evidence(session, [number])) is is_public:
        raise AlreadyDone("evidence.public.already" if is_public else "evidence.closed.already", title=row["title"])
    if is_public:
        _require_open(session, row)
        if _verdict(session, row, kind) is not Verdict.VERIFIED:
            raise Refused("evidence.public.unverified", title=row["title"])
    session.add(_row(actor.name, number, at, is_public=is_public))
    action = "evidence.release" if is_public else "evidence.withhold"
    after = {"title": row["title"], "is_public": is_public}
    ledger.append(session, actor, action, f"evidence:{number}", at=at, before={"is_public": not is_public}, after=after)


def release_with(
    session: Session, by: str, numbers: Collection[int], verified: Mapping[str, Collection[int]], *, at: datetime
) -> list[int]:
    """For the verdict that verifies: writes the word for its evidence; the verdict's own ledger entry seals it.

    `verified` are the ids of what is verified now, by the column of the evidence that names it; only evidence of
    these may be opened.
    """
    rows = [_only(session, number) for number in dict.fromkeys(numbers)]
    for row in rows:
        if not any(row[link] in ids for link, ids in verified.items()):
            raise Refused("evidence.public.unverified", title=row["title"])
        _require_open(session, row)
    evidence_ids = [row["id"] for row in rows]
    open_already = public_evidence(session, evidence_ids)
    fresh = [number for number in evidence_ids if number not in open_already]
    session.add_all(_row(by, number, at, is_public=True) for number in fresh)
    return fresh


def withhold_with(session: Session, by: str, returned: Mapping[str, Collection[int]], *, at: datetime) -> list[int]:
    """For the verdict that what was verified does not hold: closes its evidence; `returned` as in `release_with`."""
    table: Any = t.Evidence
    proofs = [
        row["id"]
        for link, ids in returned.items()
        for row in AsOf.now(session).rows(table, getattr(table, link).in_(ids))
    ]
    public = sorted(public_evidence(session, proofs))
    session.add_all(_row(by, number, at, is_public=False) for number in public)
    return public


def taken_back(session: Session, by: str, answered_at: datetime, *, at: datetime) -> Iterator[t.EvidenceRelease]:
    """What was opened with a verdict of that instant is closed again, what was closed with it is open again."""
    word = t.EvidenceRelease
    words = session.exec(select(word.evidence_id, word.is_public).where(word.recorded_at == answered_at)).all()
    public = public_evidence(session, [number for number, _ in words])
    for number, is_public in words:
        if (number in public) is is_public:
            yield _row(by, number, at, is_public=not is_public)


def _row(by: str, number: int, at: datetime, *, is_public: bool) -> t.EvidenceRelease:
    return t.EvidenceRelease(evidence_id=number, is_public=is_public, recorded_at=at, recorded_by=by)


def _only(session: Session, number: int) -> dict[str, Any]:
    row = row_of(AsOf.now(session), t.Evidence, number)
    if row is None:
        raise Refused("evidence.public.unknown")
    return row


def _kind(row: dict[str, Any]) -> _Kind:
    return next(kind for kind in _KINDS if row[kind.link] is not None)


def _require_allowed(session: Session, actor: Actor, row: dict[str, Any], kind: _Kind) -> None:
    if kind.link == "answer_id":
        require(actor, Act.VERIFY_DECISION, agency=agency_of_answer(session, row["answer_id"]))
        return
    owner = row_of(AsOf.now(session), kind.table, row[kind.link])
    if owner is None:
        raise Refused("evidence.public.unknown")
    require(actor, Act.VERIFY, agency=agency_of(AsOf.now(session), _ENTITIES[kind.link], owner))


def _require_open(session: Session, row: dict[str, Any]) -> None:
    if row["answer_id"] is not None and confidential_answers(session, (row["answer_id"],)):
        raise Refused("evidence.public.confidential", title=row["title"])
    if row["file_sha256"] is None and not is_safe_link(row["url"] or ""):
        raise Refused("evidence.public.nothing", title=row["title"])


def _verdict(session: Session, row: dict[str, Any], kind: _Kind) -> Verdict | None:
    """The newest on what the evidence belongs to."""
    owner = row[kind.link]
    return load_verdicts(AsOf.now(session), kind.review, kind.reviewed, (owner,)).get(owner)
