"""What an adviser says of a programme: appended, never changed."""

from datetime import datetime

from sqlmodel import Session, col, select

from smartcity.commands import ledger
from smartcity.domain.notes import owed
from smartcity.domain.refusals import AlreadyDone, Refused
from smartcity.domain.roles import Act, Actor, require
from smartcity.store import tables as t
from smartcity.store.loaders.visibility import AsOf


def comment(session: Session, actor: Actor, programme: str, text: str, *, at: datetime) -> None:
    """Adds a comment to the programme with this code.

    Raises:
        AlreadyDone: it is the last that the actor said of it.
        Refused: there is no such programme, nothing is said, or too much.
        Forbidden: the actor may not comment.
    """
    require(actor, Act.COMMENT)
    said = owed(text, "comment.empty")
    found = AsOf.now(session).rows(t.Programme, col(t.Programme.code) == programme)
    if not found:
        raise Refused("reporting.unknown_programme", code=programme)
    number = found[-1]["id"]
    mine = select(t.Comment.text).where(t.Comment.programme_id == number, t.Comment.recorded_by == actor.name)
    if session.exec(mine.order_by(col(t.Comment.id).desc())).first() == said:
        raise AlreadyDone("comment.sent_already")
    session.add(t.Comment(programme_id=number, text=said, recorded_at=at, recorded_by=actor.name))
    ledger.append(session, actor, "comment.add", f"programme:{programme}", at=at, after={"text": said})
