"""The wall displays: by the hash of their token, for the administrator, and the one cheap question of every poll."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, select, true
from sqlmodel import Session

from smartcity.domain.ledger import GENESIS
from smartcity.domain.pairing import Device
from smartcity.store.tables import AuditEntry, Meeting, Screen, Stage

_SCREEN: Any = Screen
_STAGE: Any = Stage
_MEETING: Any = Meeting
_ENTRY: Any = AuditEntry
# What the ledger tells of the meeting and of the house, not of the plan.
QUIET = ("snapshot", "meeting", "agenda", "stage", "attendance", "decision", "screen", "account", "backup")
_DEVICE = tuple(getattr(_SCREEN, field.name) for field in fields(Device))


def devices(session: Session) -> tuple[Device, ...]:
    """Walls that were confirmed and not revoked, the newest first."""
    paired = and_(_SCREEN.confirmed_at.is_not(None), _SCREEN.revoked_at.is_(None))
    return tuple(Device(*row) for row in session.execute(select(*_DEVICE).where(paired).order_by(_SCREEN.id.desc())))


def waiting(session: Session, now: datetime) -> tuple[Device, ...]:
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


_ON_STAGE = (
    select(_STAGE.turn)
    .join(_MEETING, _STAGE.meeting_id == _MEETING.id)
    .where(_MEETING.closed_at.is_(None))
    .scalar_subquery()
)
_ONE = select(_ON_STAGE.label("turn")).subquery()
_NEWEST = select(_ENTRY.id, _ENTRY.seal).order_by(_ENTRY.id.desc()).limit(1).subquery()
_PULSE = select(_NEWEST.c.id, _NEWEST.c.seal, _ONE.c.turn, *_DEVICE).select_from(
    _ONE.outerjoin(_NEWEST, true()).outerjoin(_SCREEN, _SCREEN.token_sha256 == bindparam("token"))
)


def pulse(session: Session, token_sha256: str) -> Pulse:
    """One statement: asked by every wall every second."""
    number, seal, turn, *device = session.execute(_PULSE, {"token": token_sha256}).one()
    return Pulse(number or 0, seal or GENESIS, turn, Device(*device) if device[0] is not None else None)


def came_in(session: Session, since: int) -> int:
    """How many entries the ledger took after number `since` that are of the plan, not of the meeting itself."""
    quiet = [_ENTRY.action.like(f"{noun}.%") for noun in QUIET]
    later = select(func.count(_ENTRY.id)).where(_ENTRY.id > since, *(~same for same in quiet))
    count: int = session.execute(later).scalar_one()
    return count
