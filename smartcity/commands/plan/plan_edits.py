"""One row of the plan edited or added on a screen, through the import's own rules: previewed, written, undone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col

from smartcity.commands import ledger
from smartcity.commands.contexts.current_plan import CurrentPlan
from smartcity.commands.contexts.milestones import subject
from smartcity.commands.plan import screen_edits
from smartcity.commands.plan.diff import freeze
from smartcity.commands.plan.screen_edits import Edit
from smartcity.domain.access.roles import Act, Actor, require
from smartcity.domain.errors import AlreadyDone, Refused
from smartcity.domain.text import note, required_note
from smartcity.store import tables as t
from smartcity.store.entities import ENTITIES, LISTS, EntitySpec

SCREEN = "rencana"
# What a row that stands gets elsewhere. Promised dates, milestone weights, cancelling and postponing are proposed and
# approved; agencies end and merge by commands of their own.
ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "masterplan": ("health_scheme", "zone"),
    "milestone": ("weight", "due_on", "first_due_on", "cancelled_on", "postponed_on", "start_is_estimated"),
    "indicator": ("replaced_by",),
    **dict.fromkeys(("dimension", "sub_dimension", "programme", "action_plan"), ()),
}


def _edited_here(entity: EntitySpec) -> tuple[str, ...]:
    """Neither what a row is known by, nor where it came from."""
    other = {*entity.key, *ELSEWHERE[entity.name], "is_sample", "recorded_at"}
    return tuple(name for name in entity.fields if name not in other)


FIELDS = {name: _edited_here(ENTITIES[name]) for name in ELSEWHERE}
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
class RowEdit:
    """Typed values of one row, each with the value that was shown while it was typed."""

    entity: str
    code: str
    fields: Mapping[str, tuple[Any, Any]]


def first_fields(entity: str) -> tuple[str, ...]:
    """What a new row may say."""
    return ("code", *FIELDS.get(entity, ()), *FIRST_FIELDS.get(entity, ()))


def edit(session: Session, actor: Actor, change: RowEdit, reason: str | None, *, at: datetime) -> t.Batch:
    """Gives fields of a row in force other values.

    Raises:
        AlreadyDone: the row says so already.
        Refused: a field is not edited here, was changed meanwhile, or a rule of the plan says no; no reason is given.
        Forbidden: the actor may not edit the plan.
    """
    require(actor, Act.EDIT_PLAN)
    why = required_note(reason, "note.reason")
    ledger.lock(session)
    return screen_edits.apply_edit(session, actor, _edit(session, change, why), at=at)


def preview(session: Session, actor: Actor, change: RowEdit, *, at: datetime) -> tuple[dict[str, Any], dict[str, Any]]:
    """Old and new values; writes nothing and raises what `edit` raises, but asks for no reason."""
    require(actor, Act.EDIT_PLAN)
    return screen_edits.preview(session, _edit(session, change, None), actor.name, at=at)


def add(
    session: Session, actor: Actor, entity: str, values: Mapping[str, Any], reason: str | None, *, at: datetime
) -> t.Batch:
    """Adds a row.

    Raises:
        AlreadyDone: just this row is there.
        Refused: its code is taken, something that it must say is missing, or a rule of the plan says no.
        Forbidden: the actor may not edit the plan.
    """
    require(actor, Act.EDIT_PLAN)
    why = required_note(reason, "note.reason")
    ledger.lock(session)
    row = {name: _tidy(entity, name, value) for name, value in values.items()}
    _require_whole(ENTITIES[entity], row, CurrentPlan(session))
    addition = Edit(SCREEN, "plan.add", f"{entity}:{row['code']}", {entity: [row]}, why)
    return screen_edits.apply_edit(session, actor, addition, at=at)


def _require_whole(entity: EntitySpec, row: Mapping[str, Any], current: CurrentPlan) -> None:
    for name in row:
        if name not in first_fields(entity.name):
            raise Refused("plan.edit.field", field=name)
    _require_new(entity, row, current)
    for name, spec in entity.fields.items():
        if spec.is_needed and row.get(name) is None and name not in ("first_due_on", "recorded_at"):
            raise Refused("plan.edit.missing", field=name)


def _require_new(entity: EntitySpec, row: Mapping[str, Any], current: CurrentPlan) -> None:
    code = row.get("code")
    number = current.ids[entity.name].get(code)
    if number is not None:
        stored = _values(entity, number, current)
        is_done = all(name in stored and _is_same(stored[name], value) for name, value in row.items())
        raise (AlreadyDone if is_done else Refused)("plan.edit.exists", code=code)


def _edit(session: Session, change: RowEdit, reason: str | None) -> Edit:
    entity, current = ENTITIES[change.entity], CurrentPlan(session)
    number = current.ids[entity.name].get(change.code)
    if number is None:
        raise Refused("plan.edit.unknown", code=change.code)
    _require_edited_here(change)
    now = _values(entity, number, current)
    if change.fields and all(_is_same(_as_shown(name, now), typed) for name, (_, typed) in change.fields.items()):
        raise AlreadyDone("edit.nothing")
    for name, (shown, _typed) in change.fields.items():
        if not _is_same(_as_shown(name, now), shown):
            raise Refused("plan.edit.meanwhile", field=name, value=freeze(now[name]))
    typed = {name: _tidy(entity.name, name, value) for name, (_, value) in change.fields.items()}
    row = {entity.key[0]: change.code, **_together(session, entity, change.code, now), **typed}
    if entity.name == "milestone" and "starts_on" in typed:
        row["start_is_estimated"] = False
    return Edit(SCREEN, "plan.edit", f"{entity.name}:{change.code}", {entity.name: [row]}, reason)


def _require_edited_here(change: RowEdit) -> None:
    for name in change.fields:
        if name not in FIELDS.get(change.entity, ()):
            raise Refused("plan.edit.field", field=name)


def _as_shown(name: str, now: Mapping[str, Any]) -> Any:
    """A start that is only estimated is shown as none."""
    return None if name == "starts_on" and now.get("start_is_estimated") else now[name]


def _is_same(now: Any, shown: Any) -> bool:
    """Members of a list have no order."""
    if isinstance(now, tuple):
        return set(now) == set(shown or ())
    return bool(freeze(now) == freeze(shown))


def _values(entity: EntitySpec, number: int, current: CurrentPlan) -> dict[str, Any]:
    """The row as a draft would say it: links as codes, lists in the order of their codes."""
    row = current.rows[entity.name][number]
    values = {name: row[name] for name in entity.own}
    for name, (target, column) in entity.links.items():
        values[name] = None if row[column] is None else current.rows[target][row[column]]["code"]
    for (owner, name), (_table, _own, target, _column) in LISTS.items():
        if owner == entity.name:
            members = current.lists[owner, name].get(number, ())
            values[name] = tuple(sorted(current.rows[target][member]["code"] for member in members))
    return values


def _together(session: Session, entity: EntitySpec, code: str, now: Mapping[str, Any]) -> dict[str, Any]:
    fields = {name: now[name] for name in TOGETHER.get(entity.name, ())}
    if entity.name == "milestone":
        fields["due_on"] = subject(session, col(t.Milestone.code) == code).facts.due_on
    return fields


def _tidy(entity: str, name: str, value: Any) -> Any:
    """Texts without what does not belong in them; nothing typed is nothing said."""
    if not isinstance(value, str):
        return value
    return note(value, most=ENTITIES[entity].fields[name].most)
