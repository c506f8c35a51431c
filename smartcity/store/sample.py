"""Whether the plan in force is the sample: its accounts live and die with it."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from smartcity.store.tables import Batch, Masterplan


def plans(session: Session) -> Sequence[bool]:
    """Of each plan in force, whether it is a sample."""
    return session.exec(
        select(Masterplan.is_sample)
        .join(Batch, col(Masterplan.batch_id) == col(Batch.id))
        .where(col(Batch.withdrawn_at).is_(None))
    ).all()


def holds_sample(session: Session) -> bool:
    """Whether the sample plan is in force, and no other."""
    found = plans(session)
    return bool(found) and all(found)
