"""The city's zone, as its masterplan says: its midnight ends the city's day, its clock tells the city's hours."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from smartcity.domain.zone import CITY_ZONE
from smartcity.store.tables import Masterplan


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
