"""One row of the plan edited or added on a screen, through the import's own rules: previewed, written, undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col

from smartcity.commands import ledger, screen_edits
from smartcity.commands.plan_diff import freeze
from smartcity.commands.plan_nouns import LISTS, PLAN_NOUNS, Noun
from smartcity.commands.plan_store import Standing
from smartcity.commands.proposals import subject
from smartcity.commands.screen_edits import Edit
from smartcity.domain.lengths import longest
from smartcity.domain.notes import note, owed
from smartcity.domain.refusals import AlreadyDone, Refused
from smartcity.domain.roles import Act, Actor, require
from smartcity.store import tables as t

SCREEN = "rencana"
NOUNS = {noun.name: noun for noun in PLAN_NOUNS}
# What a row that stands may get on the screen. Promised dates, milestone weights, cancelling and postponing are
# proposed and approved; agencies end and merge by commands of their own.
FIELDS: Mapping[str, tuple[str, ...]] = {
    "masterplan": ("city", "legal_basis", "first_year", "last_year", "credit_rule", "overdue_cap", "predicate_scale"),
    "dimension": ("name", "position"),
    "sub_dimension": ("name", "alias", "dimension", "position"),
    "programme": (
        *("name", "long_name", "description", "sub_dimension", "lead_agency", "supports", "horizon", "is_quick_win"),
        *("weight", "starts_on", "ends_on", "missions", "source", "measure"),
    ),
    "action_plan": ("name", "programme", "kind"),
    "milestone": ("name", "action_plan", "starts_on", "needs_evidence"),
    "indicator": (
        *("name", "definition", "formula", "unit", "direction", "calculation", "is_key", "baseline", "baseline_year"),
        *("plausible_lower", "plausible_upper", "is_by_area", "sub_dimension", "agency", "supports", "programmes"),
        *("source", "retired_on"),
    ),
}
# What a new row may say beside these.
FIRST_FIELDS: Mapping[str, tuple[str, ...]] = {
    "milestone": ("weight", "due_on"),
    "agency": ("name", "short_name", "aliases", "valid_from"),
}
# A rule compares these, so they go together.
TOGETHER: Mapping[str, tuple[str, ...]] = {
    "masterplan": ("first_year", "last_year"),
    "programme": ("starts_on", "ends_on"),
    "milestone": ("starts_on", "due_on"),
    "indicator": ("plausible_lower", "plausible_upper"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """Typed values of one row, each with the value that was shown while it was typed."""

    noun: str
    code: str
    fields: Mapping[str, tuple[Any, Any]]


def first_fields(noun: str) -> tuple[str, ...]:
    """What a new row may say."""
    return ("code", *FIELDS.get(noun, ()), *FIRST_FIELDS.get(noun, ()))


def edit(session: Session, actor: Actor, change: Change, reason: str | None, *, at: datetime) -> t.Batch:
    """Gives fields of a row in force other values.

    Raises:
        AlreadyDone: the row says so already.
        Refused: a field is not edited here, was changed meanwhile, or a rule of the plan says no; no reason is given.
        Forbidden: the actor may not edit the plan.
    """
    require(actor, Act.EDIT_PLAN)
    why = owed(reason, "note.reason")
    ledger.take_turns(session)
    return screen_edits.put_in(session, actor, _edit(session, change, why), at=at)


def preview(session: Session, actor: Actor, change: Change, *, at: datetime) -> tuple[dict[str, Any], dict[str, Any]]:
    """Old and new values; writes nothing and raises what `edit` raises, but asks for no reason."""
    require(actor, Act.EDIT_PLAN)
    return screen_edits.preview(session, _edit(session, change, None), actor.name, at=at)


def add(
    session: Session, actor: Actor, noun: str, values: Mapping[str, Any], reason: str | None, *, at: datetime
) -> t.Batch:
    """Adds a row.

    Raises:
        AlreadyDone: just this row is there.
        Refused: its code is taken, something that it must say is missing, or a rule of the plan says no.
        Forbidden: the actor may not edit the plan.
    """
    require(actor, Act.EDIT_PLAN)
    why = owed(reason, "note.reason")
    ledger.take_turns(session)
    row = {name: _tidy(noun, name, value) for name, value in values.items()}
    _require_whole(NOUNS[noun], row, Standing(session))
    told = Edit(SCREEN, "plan.add", f"{noun}:{row['code']}", {noun: [row]}, why)
    return screen_edits.put_in(session, actor, told, at=at)


def _require_whole(noun: Noun, row: Mapping[str, Any], standing: Standing) -> None:
    for name in row:
        if name not in first_fields(noun.name):
            raise Refused("plan.edit.field", field=name)
    _require_new(noun, row, standing)
    columns = noun.table.__table__.c
    needed = [name for name in noun.own if not columns[name].nullable and name not in noun.defaults]
    needed += [name for name, (_, column) in noun.links.items() if not columns[column].nullable]
    for name in needed:
        if row.get(name) is None and name != "first_due_on":
            raise Refused("plan.edit.missing", field=name)


def _require_new(noun: Noun, row: Mapping[str, Any], standing: Standing) -> None:
    code = row.get("code")
    number = standing.ids[noun.name].get(code)
    if number is not None:
        known = _values(noun, number, standing)
        is_done = all(name in known and _is_same(known[name], value) for name, value in row.items())
        raise (AlreadyDone if is_done else Refused)("plan.edit.exists", code=code)


def _edit(session: Session, change: Change, reason: str | None) -> Edit:
    noun, standing = NOUNS[change.noun], Standing(session)
    number = standing.ids[noun.name].get(change.code)
    if number is None:
        raise Refused("plan.edit.unknown", code=change.code)
    _require_edited_here(change)
    now = _values(noun, number, standing)
    if change.fields and all(_is_same(_as_shown(name, now), typed) for name, (_, typed) in change.fields.items()):
        raise AlreadyDone("edit.nothing")
    for name, (shown, _typed) in change.fields.items():
        if not _is_same(_as_shown(name, now), shown):
            raise Refused("plan.edit.meanwhile", field=name, value=freeze(now[name]))
    typed = {name: _tidy(noun.name, name, value) for name, (_, value) in change.fields.items()}
    row = {noun.key[0]: change.code, **_together(session, noun, change.code, now), **typed}
    if noun.name == "milestone" and "starts_on" in typed:
        row["start_is_estimated"] = False
    return Edit(SCREEN, "plan.edit", f"{noun.name}:{change.code}", {noun.name: [row]}, reason)


def _require_edited_here(change: Change) -> None:
    for name in change.fields:
        if name not in FIELDS.get(change.noun, ()):
            raise Refused("plan.edit.field", field=name)


def _as_shown(name: str, now: Mapping[str, Any]) -> Any:
    """A start that is only estimated is shown as none."""
    return None if name == "starts_on" and now.get("start_is_estimated") else now[name]


def _is_same(now: Any, shown: Any) -> bool:
    """Members of a list have no order."""
    if isinstance(now, tuple):
        return set(now) == set(shown or ())
    return bool(freeze(now) == freeze(shown))


def _values(noun: Noun, number: int, standing: Standing) -> dict[str, Any]:
    """The row as a draft would say it: links as codes, lists in the order of their codes."""
    row = standing.rows[noun.name][number]
    found = {name: row[name] for name in noun.own}
    for name, (target, column) in noun.links.items():
        found[name] = None if row[column] is None else standing.rows[target][row[column]]["code"]
    for (owner, name), (_table, _own, target, _column) in LISTS.items():
        if owner == noun.name:
            members = standing.lists[owner, name].get(number, ())
            found[name] = tuple(sorted(standing.rows[target][member]["code"] for member in members))
    return found


def _together(session: Session, noun: Noun, code: str, now: Mapping[str, Any]) -> dict[str, Any]:
    found = {name: now[name] for name in TOGETHER.get(noun.name, ())}
    if noun.name == "milestone":
        found["due_on"] = subject(session, col(t.Milestone.code) == code).facts.due_on
    return found


def _tidy(noun: str, name: str, value: Any) -> Any:
    """Texts without what does not belong in them; nothing typed is nothing said."""
    if not isinstance(value, str):
        return value
    return note(value, most=longest(noun, name))
