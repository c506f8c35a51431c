"""What an adviser says of a programme: appended, never changed."""

from datetime import datetime

from sqlmodel import Session, col

from smartcity.commands import ledger
from smartcity.commands.plan_store import in_force
from smartcity.domain.notes import owed
from smartcity.domain.refusals import Refused
from smartcity.domain.roles import Act, Actor, require
from smartcity.store import tables as t


def comment(session: Session, actor: Actor, programme: str, text: str, *, at: datetime) -> None:
    """Adds a comment to the programme with this code.

    Raises:
        Refused: there is no such programme, nothing is said, or too much.
        Forbidden: the actor may not comment.
    """
    require(actor, Act.COMMENT)
    said = owed(text, "comment.empty")
    found = in_force(session, t.Programme, col(t.Programme.code) == programme)
    if not found:
        raise Refused("reporting.unknown_programme", code=programme)
    session.add(t.Comment(programme_id=found[-1]["id"], text=said, recorded_at=at, recorded_by=actor.name))
    ledger.append(session, actor, "comment.add", f"programme:{programme}", at=at, after={"text": said})
