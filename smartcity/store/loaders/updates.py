"""Updates of milestones with their evidence and the verifier's answers, as known on a day."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import select

from smartcity.domain.evidence import MediaType
from smartcity.domain.history import Proof, Update
from smartcity.domain.kinds import Verdict
from smartcity.domain.milestones import Said
from smartcity.domain.verification import Answer
from smartcity.store import tables as t
from smartcity.store.loaders.visibility import AsOf
from smartcity.store.releases import released


def updates(when: AsOf, milestone_ids: Collection[int]) -> tuple[Update, ...]:
    """Those of the milestones, newest first."""
    update: Any = t.MilestoneUpdate
    rows = when.session.execute(
        _columns(update)
        .where(when.visible(update), update.milestone_id.in_(milestone_ids))
        .order_by(update.recorded_at.desc(), update.id.desc())
    ).all()
    ids = [row.id for row in rows]
    given = answers(when, t.UpdateReview, "update_id", ids)
    shown = proofs(when, "update_id", ids)
    return tuple(_told(row, given.get(row.id), shown[row.id], when) for row in rows)


def answers(when: AsOf, table: Any, link: str, ids: Collection[int] | None = None) -> Mapping[int, Answer]:
    """The newest answer to each of the facts that `link` names; to all of them without `ids`."""
    meant = [] if ids is None else [getattr(table, link).in_(ids)]
    rows = when.session.execute(
        _columns(table).where(when.visible(table), *meant).order_by(table.recorded_at, table.id)
    )
    return {
        getattr(row, link): Answer(Verdict(row.verdict), row.recorded_by, when.local(row.recorded_at), row.note)
        for row in rows
    }


def proofs(when: AsOf, link: str, ids: Collection[int]) -> defaultdict[int, list[Proof]]:
    """Evidence by the fact that `link` names, in the order it came in."""
    evidence: Any = t.Evidence
    asked = _columns(evidence).where(when.visible(evidence), getattr(evidence, link).in_(ids)).order_by(evidence.id)
    rows = when.session.execute(asked).all()
    public = released(when.session, [row.id for row in rows])
    found: defaultdict[int, list[Proof]] = defaultdict(list)
    for row in rows:
        found[getattr(row, link)].append(proof(row, public))
    return found


def proof(row: Any, public: Collection[int], secret_of: str | None = None) -> Proof:
    """A row of evidence as a value; a file of a kind that is not served any more has only its title."""
    kind = MediaType(row.media_type) if row.media_type in list(MediaType) else None
    number = row.id if row.file_sha256 and kind else None
    return Proof(row.title, row.url, number, kind, row.id, row.id in public, secret_of)


def _columns(table: Any) -> Any:
    return select(*table.__table__.columns)


def _told(row: Any, answer: Answer | None, shown: list[Proof], when: AsOf) -> Update:
    return Update(
        id=row.id,
        milestone_id=row.milestone_id,
        statement_id=row.statement_id,
        said=Said(row.claim, row.percent, row.achieved_on),
        note=row.note,
        recorded_at=when.local(row.recorded_at),
        recorded_by=row.recorded_by,
        answer=answer,
        proofs=tuple(shown),
    )
