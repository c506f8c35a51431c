"""Pairing of walls: a television asks, an administrator confirms, renames, revokes; and the traces a wall leaves.

What a television does by itself (asking, being seen) changes nothing that readers see and leaves no ledger entry.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlmodel import Session, col

from smartcity.commands.ledger import append
from smartcity.domain.access.pairing import LIFETIME, MOST_WAITING, typed_code
from smartcity.domain.access.roles import Act, Actor, require
from smartcity.domain.errors import AlreadyDone, Refused
from smartcity.store.tables import AuditEntry, WallDevice

_SCREEN: Any = WallDevice
LONGEST_NAME = 60


def request_pairing(session: Session, token_sha256: str, code: str, *, at: datetime) -> None:
    """A television waits under `code`; those that waited in vain are forgotten.

    Raises:
        Refused: so many wait already that a list of them would help nobody.
    """
    unpaired = _SCREEN.confirmed_at.is_(None) & _SCREEN.revoked_at.is_(None)
    session.execute(delete(WallDevice).where(unpaired, _SCREEN.code_expires_at <= at))
    waiting = session.execute(select(func.count(_SCREEN.id)).where(unpaired)).scalar_one()
    if waiting >= MOST_WAITING:
        raise Refused("wall.too_many")
    expires = at + LIFETIME
    session.add(WallDevice(name="", token_sha256=token_sha256, created_at=at, code=code, code_expires_at=expires))


def confirm(session: Session, actor: Actor, code: str, name: str, *, at: datetime) -> str:
    """The television that shows `code` becomes a wall of that name, which is the answer, as it is kept.

    Raises:
        AlreadyDone: it is a wall of that name.
        Refused: no television shows that code any more, or the name is empty.
    """
    require(actor, Act.MANAGE_SCREENS)
    shown = typed_code(code)
    device = session.scalars(
        select(WallDevice).where(_SCREEN.code == shown, _SCREEN.code_expires_at > at, _SCREEN.confirmed_at.is_(None))
    ).first()
    if device is None:
        raise _unknown_code(session, shown, at)
    device.name, device.confirmed_at, device.code, device.code_expires_at = _named(name), at, None, None
    session.flush()
    append(session, actor, "screen.confirm", f"screen:{device.id}", at=at, after={"name": device.name, "code": shown})
    return device.name


def _unknown_code(session: Session, code: str, at: datetime) -> Refused:
    """Nobody waits with it; the news that its television was just paired, where that is so."""
    recent = (col(AuditEntry.action) == "screen.confirm", col(AuditEntry.at) > at - LIFETIME)
    for entry in session.scalars(select(AuditEntry).where(*recent).order_by(col(AuditEntry.id).desc())):
        if entry.after is not None and entry.after.get("code") == code:
            return AlreadyDone("wall.paired_already", name=entry.after["name"])
    return Refused("wall.code_unknown", code=code)


def rename(session: Session, actor: Actor, screen_id: int, name: str, *, at: datetime) -> str:
    """Raises AlreadyDone where that is its name."""
    require(actor, Act.MANAGE_SCREENS)
    device = _in_use(session, screen_id)
    if device.name == _named(name):
        raise AlreadyDone("wall.named_already", name=device.name)
    before, device.name = {"name": device.name}, _named(name)
    append(session, actor, "screen.rename", f"screen:{screen_id}", at=at, before=before, after={"name": device.name})
    return device.name


def revoke(session: Session, actor: Actor, screen_id: int, *, at: datetime) -> str:
    """The wall's token is good no more; the wall says so by itself. Raises AlreadyDone where it is so."""
    require(actor, Act.MANAGE_SCREENS)
    gone = session.get(WallDevice, screen_id)
    if gone is not None and gone.revoked_at is not None:
        raise AlreadyDone("wall.unknown")
    device = _in_use(session, screen_id)
    device.revoked_at = at
    append(session, actor, "screen.revoke", f"screen:{screen_id}", at=at, before={"name": device.name})
    return device.name


def record_sighting(session: Session, screen_id: int, showing: str, *, at: datetime) -> None:
    """The wall is alive and shows this view."""
    session.execute(update(WallDevice).where(col(WallDevice.id) == screen_id).values(last_seen_at=at, showing=showing))


def _in_use(session: Session, screen_id: int) -> WallDevice:
    device = session.get(WallDevice, screen_id)
    if device is None or device.confirmed_at is None or device.revoked_at is not None:
        raise Refused("wall.unknown")
    return device


def _named(name: str) -> str:
    cleaned = " ".join(name.split())
    if not 0 < len(cleaned) <= LONGEST_NAME:
        raise Refused("wall.name", most=LONGEST_NAME)
    return cleaned
