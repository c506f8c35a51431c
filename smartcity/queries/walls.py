"""The wall displays, what the presenter shows on them, and the one cheap question of every poll."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, select, true
from sqlmodel import Session

from smartcity.domain.access.pairing import Device
from smartcity.domain.ledger import GENESIS
from smartcity.domain.meetings.wall import View
from smartcity.store.tables import AuditEntry, Meeting, PresenterState, WallDevice


@dataclass(frozen=True, slots=True)
class PresentedView:
    """`turn` counts the presenter's steps. An agenda item goes before a view."""

    turn: int
    meeting_id: int
    item_id: int | None
    view: View | None
    snapshot: int | None
    is_black: bool
    shows_names: bool


def presented_view(session: Session) -> PresentedView | None:
    """None while no meeting is presented, and once its minutes are closed."""
    row = session.execute(
        select(*_STAGE.__table__.columns)
        .join(_MEETING, _STAGE.meeting_id == _MEETING.id)
        .where(_MEETING.closed_at.is_(None))
    ).first()
    if row is None:
        return None
    view = next((view for view in View if view.value == row.view), None)
    return PresentedView(row.turn, row.meeting_id, row.item_id, view, row.snapshot_id, row.is_black, row.shows_names)


_SCREEN: Any = WallDevice
_STAGE: Any = PresenterState
_MEETING: Any = Meeting
_ENTRY: Any = AuditEntry
# What the ledger tells of the meeting and of the house, not of the plan.
SUBJECTS_OUTSIDE_THE_PLAN = (
    "snapshot",
    "meeting",
    "agenda",
    "stage",
    "attendance",
    "decision",
    "screen",
    "account",
    "backup",
)
_DEVICE = tuple(getattr(_SCREEN, field.name) for field in fields(Device))


def confirmed_devices(session: Session) -> tuple[Device, ...]:
    """Walls that were confirmed and not revoked, the newest first."""
    paired = and_(_SCREEN.confirmed_at.is_not(None), _SCREEN.revoked_at.is_(None))
    return tuple(Device(*row) for row in session.execute(select(*_DEVICE).where(paired).order_by(_SCREEN.id.desc())))


def unconfirmed_devices(session: Session, now: datetime) -> tuple[Device, ...]:
    """Walls that show a code which is still good."""
    asked = and_(_SCREEN.confirmed_at.is_(None), _SCREEN.revoked_at.is_(None), _SCREEN.code_expires_at > now)
    return tuple(Device(*row) for row in session.execute(select(*_DEVICE).where(asked).order_by(_SCREEN.id)))


@dataclass(frozen=True, slots=True)
class Pulse:
    """What a wall must know to see whether anything is new.

    `seal` is that of the newest ledger entry; `turn` is None while no meeting is on the stage.
    """

    audit_id: int
    seal: str
    turn: int | None
    device: Device | None

    @property
    def entry(self) -> str:
        """Names the state of the ledger."""
        return f"{self.audit_id}-{self.seal[:8]}"


_PRESENTED = (
    select(_STAGE.turn)
    .join(_MEETING, _STAGE.meeting_id == _MEETING.id)
    .where(_MEETING.closed_at.is_(None))
    .scalar_subquery()
)
_ONE = select(_PRESENTED.label("turn")).subquery()
_NEWEST = select(_ENTRY.id, _ENTRY.seal).order_by(_ENTRY.id.desc()).limit(1).subquery()
_PULSE = select(_NEWEST.c.id, _NEWEST.c.seal, _ONE.c.turn, *_DEVICE).select_from(
    _ONE.outerjoin(_NEWEST, true()).outerjoin(_SCREEN, _SCREEN.token_sha256 == bindparam("token"))
)


def pulse(session: Session, token_sha256: str) -> Pulse:
    """One statement: asked by every wall every second."""
    number, seal, turn, *device = session.execute(_PULSE, {"token": token_sha256}).one()
    return Pulse(number or 0, seal or GENESIS, turn, Device(*device) if device[0] is not None else None)


def count_plan_entries_since(session: Session, since: int) -> int:
    """How many entries the ledger took after number `since` that are of the plan, not of the meeting itself."""
    quiet = [_ENTRY.action.like(f"{subject}.%") for subject in SUBJECTS_OUTSIDE_THE_PLAN]
    later = select(func.count(_ENTRY.id)).where(_ENTRY.id > since, *(~same for same in quiet))
    count: int = session.execute(later).scalar_one()
    return count
