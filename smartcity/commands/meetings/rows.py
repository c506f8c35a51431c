"""The rows of meetings, found and changed: what is in force, in which batch new ones come, how a change is kept."""

import hashlib
from datetime import datetime
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from smartcity.commands.plan.diff import freeze, is_same
from smartcity.domain import lengths
from smartcity.domain.addresses import AddressKey
from smartcity.domain.enums import MeetingState
from smartcity.domain.errors import AlreadyDone, Refused, present
from smartcity.domain.text import clean, note
from smartcity.store import tables as t
from smartcity.store.loaders.visibility import AsOf
from smartcity.store.tables.columns import Row
from smartcity.store.tables.plan import PlanRow

SCREEN = "/rapat"
StoredRow = TypeVar("StoredRow", bound=PlanRow)
Written = TypeVar("Written", bound=Row)
Values = dict[str, Any]


def in_force(session: Session, table: type[StoredRow], *where: Any) -> list[StoredRow]:
    """Rows whose batch was not withdrawn, in the order they came in."""
    return AsOf.now(session).entities(table, *where)


def by_code(session: Session, table: Any, code: str) -> Any:
    """The row of this code.

    Raises:
        Refused: `<table>.unknown`, there is none in force.
    """
    rows = in_force(session, table, table.code == code)
    if not rows:
        raise Refused(f"{table.__tablename__}.unknown", code=code)
    return rows[-1]


def number(row: Any) -> int:
    """The id of a row that was written."""
    return int(present(row.id))


def id_of(session: Session, table: Any, code: str | None) -> int | None:
    """The id of an agency or a programme by its code; None for none."""
    return None if code is None else number(by_code(session, table, code))


def meeting_in(session: Session, code: str, *states: MeetingState) -> t.Meeting:
    """The meeting, in one of these states.

    Raises:
        Refused: there is no such meeting, or it is in another state.
    """
    meeting: t.Meeting = by_code(session, t.Meeting, code)
    _require_state(meeting, states)
    return meeting


def meeting_to_bring(session: Session, code: str, into: MeetingState, *states: MeetingState) -> t.Meeting:
    """The meeting in one of `states`, to be brought into another.

    Raises:
        AlreadyDone: it is in that state already.
        Refused: there is no such meeting, or it is in none of the states.
    """
    meeting: t.Meeting = by_code(session, t.Meeting, code)
    if state_of(meeting) is into:
        raise AlreadyDone(f"meeting.is_{into.value}", code=code)
    _require_state(meeting, states)
    return meeting


def item_in(session: Session, item_id: int, *states: MeetingState) -> tuple[t.AgendaItem, t.Meeting]:
    """An agenda item with its meeting, in one of these states; raises as `meeting_in` does."""
    items = in_force(session, t.AgendaItem, col(t.AgendaItem.id) == item_id)
    meetings = in_force(session, t.Meeting, col(t.Meeting.id) == items[0].meeting_id) if items else []
    if not meetings:
        raise Refused("agenda_item.unknown")
    _require_state(meetings[0], states)
    return items[0], meetings[0]


def state_of(meeting: t.Meeting) -> MeetingState:
    return MeetingState.of(meeting.started_at, meeting.closed_at, meeting.called_off_at)


def _require_state(meeting: t.Meeting, states: tuple[MeetingState, ...]) -> None:
    state = state_of(meeting)
    if state not in states:
        raise Refused(f"meeting.is_{state.value}", code=meeting.code)


def items_of(session: Session, meeting: t.Meeting) -> list[t.AgendaItem]:
    """In the order of the agenda, dropped ones too."""
    items = in_force(session, t.AgendaItem, col(t.AgendaItem.meeting_id) == meeting.id)
    return sorted(items, key=lambda item: (item.position, item.id))


def batch_of(session: Session, code: str, at: datetime) -> int:
    """The batch of what is typed about this meeting: one for each, made with the first row."""
    name = f"{SCREEN}?{AddressKey.CODE}={code}"
    batch_id = session.exec(
        select(t.Batch.id).where(t.Batch.file_name == name, col(t.Batch.withdrawn_at).is_(None))
    ).first()
    if batch_id is not None:
        return batch_id
    seal = hashlib.sha256(name.encode()).hexdigest()
    return number(add(session, t.Batch(file_name=name, file_sha256=seal, counts={}, recorded_at=at)))


def add(session: Session, row: Written) -> Written:
    """Writes the row; it carries its id afterwards."""
    session.add(row)
    session.flush()
    return row


def alter(session: Session, row: PlanRow, at: datetime, **fields: object) -> tuple[Values, Values]:
    """Other values for fields, logged so that earlier days still see the old ones; answers with old and new."""
    before: Values = {}
    after: Values = {}
    for name, new in fields.items():
        old = getattr(row, name)
        if is_same(old, new):
            continue
        setattr(row, name, new)
        before[name], after[name] = freeze(old), freeze(new)
        values: Values = {"old": {"v": before[name]}, "new": {"v": after[name]}}
        place: Values = {"noun": str(row.__tablename__), "row_id": number(row), "field": name}
        session.add(t.PlanChange(**place, **values, recorded_at=at))
    session.flush()
    return before, after


def changed_text(stored: str | None, text: str, seen: str | None) -> str | None:
    """The text to store in place of `stored` by somebody who began on `seen`; None stands for no text.

    Raises:
        Refused: somebody else wrote meanwhile, and not the same; or it is too long.
    """
    new = note(text, most=lengths.MINUTES)
    if stored not in (new, clean(seen or "") or None):
        raise Refused("minutes.written_meanwhile")
    return new


def owned_decision(session: Session, code: str) -> tuple[t.Decision, str]:
    """The decision and the code of the agency that has to carry it out."""
    decision: t.Decision = by_code(session, t.Decision, code)
    return decision, present(session.get(t.Agency, decision.agency_id)).code


def require_no_other(session: Session) -> None:
    """The walls have one stage."""
    for other in in_force(session, t.Meeting, col(t.Meeting.started_at).is_not(None)):
        if state_of(other) is MeetingState.RUNNING:
            raise Refused("meeting.another_runs", code=other.code)
