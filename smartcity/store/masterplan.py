"""Of the masterplan in force: the city's zone and its day, and whether it is the sample."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from smartcity.domain.calendar import CITY_ZONE
from smartcity.store.tables import Batch, Masterplan


def zone_name(session: Session) -> str:
    """That of the newest plan, a withdrawn one too: earlier days are still looked at."""
    return session.exec(select(Masterplan.zone).order_by(col(Masterplan.id).desc())).first() or CITY_ZONE.key


def named_zone() -> ColumnElement[str]:
    """The same as a part of a larger question."""
    newest = select(Masterplan.zone).order_by(col(Masterplan.id).desc()).limit(1).scalar_subquery()
    return func.coalesce(newest, CITY_ZONE.key)


def zone(session: Session) -> ZoneInfo:
    """The same, to reckon with."""
    return ZoneInfo(zone_name(session))


def day_of(session: Session, at: datetime) -> date:
    """The city's day at that instant."""
    return at.astimezone(zone(session)).date()


def sample_flags(session: Session) -> Sequence[bool]:
    """Of each plan in force, whether it is a sample."""
    return session.exec(
        select(Masterplan.is_sample)
        .join(Batch, col(Masterplan.batch_id) == col(Batch.id))
        .where(col(Batch.withdrawn_at).is_(None))
    ).all()


def is_sample_in_force(session: Session) -> bool:
    """Whether the sample plan is in force, and no other."""
    flags = sample_flags(session)
    return bool(flags) and all(flags)
