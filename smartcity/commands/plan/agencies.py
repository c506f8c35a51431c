"""Agencies end, get another name, merge. History stays with the old one; open work moves to the successor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from smartcity.commands import ledger
from smartcity.commands.access.account_endings import require_others
from smartcity.commands.access.credentials import sign_out_everywhere
from smartcity.commands.plan import screen_edits
from smartcity.commands.plan.diff import FieldChange, write_changes
from smartcity.commands.plan.screen_edits import Edit
from smartcity.domain import lengths
from smartcity.domain.access.accounts import signature
from smartcity.domain.access.roles import Act, Actor, require
from smartcity.domain.errors import AlreadyDone, Refused
from smartcity.domain.text import note, required_note
from smartcity.store import tables as t
from smartcity.store.entities import EntitySpec
from smartcity.store.loaders.agency_work import AgencyWork, Row, load_agency_work
from smartcity.store.loaders.visibility import AsOf
from smartcity.store.masterplan import day_of

SCREEN = "rencana"
SUPPORT = EntitySpec(t.ProgrammeSupport, ())
LONGEST_NAME = lengths.NAME


@dataclass(frozen=True, slots=True)
class Ending:
    """Agencies (by code) that end after `last_day`, and the one that takes over what is open."""

    codes: tuple[str, ...]
    last_day: date
    into: str | None
    reason: str | None


def rename(
    session: Session, actor: Actor, code: str, name: str, short_name: str | None, reason: str | None, *, at: datetime
) -> t.Batch:
    """Gives an agency another name from now on; files that use the old one still find it.

    Raises:
        Refused: there is no such agency, nothing changes, a name is missing or belongs to another agency.
        Forbidden: the actor may not reorganise.
    """
    require(actor, Act.REORGANISE)
    why = required_note(reason, "note.reason")
    ledger.lock(session)
    agencies = _agencies_by_code(session)
    old = _living(agencies, code, day_of(session, at))
    called = required_note(name, "reorganise.nameless", most=LONGEST_NAME)
    short = note(short_name, most=LONGEST_NAME) or called
    for other in agencies.values():
        if other["code"] != code and called in (other["name"], other["short_name"]):
            raise Refused("reorganise.name_taken", name=called, code=other["code"])
    before = dict.fromkeys((*(old["aliases"] or ()), old["name"], old["short_name"]))
    aliases = [alias for alias in before if alias not in (called, short)]
    row = {"code": code, "name": called, "short_name": short, "aliases": aliases}
    edit = Edit(SCREEN, "agency.rename", f"agency:{code}", {"agency": [row]}, why)
    return screen_edits.apply_edit(session, actor, edit, at=at)


def end(
    session: Session,
    actor: Actor,
    code: str,
    last_day: date,
    successor: str | None,
    reason: str | None,
    *,
    at: datetime,
) -> AgencyWork:
    """Ends an agency; what moved to the successor, and the accounts that were closed.

    Raises:
        AlreadyDone: it has ended just so.
        Refused: it is unknown or has ended, the day is to come, or it holds open work and names no successor.
        Forbidden: the actor may not reorganise.
    """
    require(actor, Act.REORGANISE)
    return _end(session, actor, Ending((code,), last_day, successor, reason), "agency.end", at)


def merge(
    session: Session,
    actor: Actor,
    codes: Sequence[str],
    into: str,
    last_day: date,
    reason: str | None,
    *,
    at: datetime,
) -> AgencyWork:
    """Ends several agencies in favour of one; raises what `end` raises."""
    require(actor, Act.REORGANISE)
    if not codes:
        raise Refused("reorganise.none")
    return _end(session, actor, Ending(tuple(dict.fromkeys(codes)), last_day, into, reason), "agency.merge", at)


def preview(
    session: Session, actor: Actor, codes: Sequence[str], last_day: date, into: str | None, *, at: datetime
) -> dict[str, list[str]]:
    """What would move to the successor and which accounts, by name, would close, by kind; writes nothing.

    Raises what `end` raises, but asks for no reason and for no successor.
    """
    require(actor, Act.REORGANISE)
    agencies, today = _agencies_by_code(session), day_of(session, at)
    asked = Ending(tuple(dict.fromkeys(codes)), last_day, into, None)
    ending = [_living(agencies, code, today) for code in asked.codes]
    _require_order(agencies, asked, today)
    work = load_agency_work(AsOf.now(session), [row["id"] for row in ending], today)
    programmes = {row["id"]: row["code"] for row in AsOf.now(session).rows(t.Programme)}
    return work.named([programmes[number] for number in _moving(session, work, agencies[into]["id"] if into else None)])


def _end(session: Session, actor: Actor, asked: Ending, action: str, at: datetime) -> AgencyWork:
    why = required_note(asked.reason, "note.reason")
    ledger.lock(session)
    agencies, today = _agencies_by_code(session), day_of(session, at)
    _require_news(agencies, asked)
    ending = [_living(agencies, code, today) for code in asked.codes]
    _require_order(agencies, asked, today)
    work = load_agency_work(AsOf.now(session), [row["id"] for row in ending], today)
    if asked.into is None and work.count:
        raise Refused("reorganise.open_work", count=work.count)
    edit = Edit(SCREEN, action, f"agency:{','.join(asked.codes)}", _rows(ending, asked, work), why)
    batch, _before, _after = screen_edits.bring_in(session, edit, actor.name, at=at)
    supported = _move_supports(session, work, agencies[asked.into]["id"], batch, at) if asked.into else ()
    closed = _close_accounts(session, work.accounts, at)
    after = {"batch": batch.id, "valid_until": asked.last_day.isoformat(), "successor": asked.into}
    named = work.named(supported) | ({"accounts": closed} if closed else {})
    ledger.append(session, actor, action, edit.subject, at=at, after=after | named, reason=why)
    return work


def _require_news(agencies: Mapping[str, Row], asked: Ending) -> None:
    """Raises AlreadyDone where all of them ended just so."""
    rows = [agencies.get(code) for code in asked.codes]
    into = agencies.get(asked.into or "", {}).get("id")
    if all(row is not None and (row["valid_until"], row["successor_id"]) == (asked.last_day, into) for row in rows):
        raise AlreadyDone("reorganise.ended", code=", ".join(asked.codes), day=asked.last_day)


def _agencies_by_code(session: Session) -> dict[str, Row]:
    return {row["code"]: row for row in AsOf.now(session).rows(t.Agency)}


def _living(agencies: Mapping[str, Row], code: str, today: date) -> Row:
    row = agencies.get(code)
    if row is None:
        raise Refused("reorganise.unknown", code=code)
    if row["valid_until"] is not None and row["valid_until"] < today:
        raise Refused("reorganise.ended", code=code, day=row["valid_until"])
    return row


def _require_order(agencies: Mapping[str, Row], asked: Ending, today: date) -> None:
    if asked.last_day > today:
        raise Refused("reorganise.future", day=asked.last_day)
    if asked.into in asked.codes:
        raise Refused("reorganise.itself", code=asked.into)
    if asked.into is not None:
        _living(agencies, asked.into, today)


def _rows(ending: Sequence[Row], asked: Ending, work: AgencyWork) -> dict[str, list[Row]]:
    """As an import would bring them; the first and last day of an agency are compared, so they go together."""
    last = {"valid_until": asked.last_day, "successor": asked.into}
    return {
        "agency": [{"code": row["code"], "valid_from": row["valid_from"], **last} for row in ending],
        "programme": [{"code": code, "lead_agency": asked.into} for code in work.programmes],
        "indicator": [{"code": code, "agency": asked.into} for code in work.indicators],
        "decision": [{"code": code, "agency": asked.into} for code in work.decisions],
    }


def _move_supports(session: Session, work: AgencyWork, into: int, batch: t.Batch, at: datetime) -> list[str]:
    """Codes of the programmes."""
    programmes = {row["id"]: row for row in AsOf.now(session).rows(t.Programme)}
    moving = _moving(session, work, into)
    changes = [FieldChange(SUPPORT, row["id"], "agency_id", row["agency_id"], into, at) for row in moving.values()]
    write_changes(session, changes, batch.id)
    return [programmes[number]["code"] for number in moving]


def _moving(session: Session, work: AgencyWork, into: int | None) -> dict[int, Row]:
    """Supports by programme id; where the successor leads or supports one already, the old support stays as it is."""
    helped = AsOf.now(session).rows(t.ProgrammeSupport, col(t.ProgrammeSupport.agency_id) == into)
    led = AsOf.now(session).rows(t.Programme, col(t.Programme.lead_agency_id) == into)
    there = {row["programme_id"] for row in helped} | {row["id"] for row in led}
    moving: dict[int, Row] = {}
    for row in work.supports:
        if row["programme_id"] not in there:
            moving.setdefault(row["programme_id"], row)
    return moving


def _close_accounts(session: Session, names: Sequence[str], at: datetime) -> list[str]:
    """What the ledger records of them."""
    accounts = session.exec(select(t.Account).where(col(t.Account.name).in_(names))).all()
    require_others(session, accounts, at)
    for account in accounts:
        account.disabled_at = at
        sign_out_everywhere(session, account, at=at)
        session.add(account)
    return sorted(f"account:{signature(account.id)}" for account in accounts if account.id is not None)
